import type { Schemas } from '@klayim/client';
import { useSyncExternalStore } from 'react';
import { useServices } from '../api/services.ts';
import { AccessChanges } from './access-changes.tsx';
import { LiveChanges } from './live-changes.tsx';
import { SessionEnded } from './session-ended.tsx';

/** What happens to an open page from outside: others change what it shows, or what its person may do, or the session ends. */
export function Live({ me }: { me: Schemas['Me'] }) {
  const { session } = useServices();
  const isEnded = useSyncExternalStore(session.subscribe, session.isEnded);
  return (
    <>
      {me.organizationId !== null && !isEnded ? <LiveChanges /> : null}
      <AccessChanges me={me} />
      {isEnded ? <SessionEnded email={me.email ?? ''} /> : null}
    </>
  );
}
