import type { Schemas } from '@klayim/client';
import { connectionsText } from '#text/connections';
import { relativeTime, Time } from '../ui/time.tsx';
import { useNow } from '../ui/use-now.ts';

const { renewal } = connectionsText;

/** When the token of a connection is renewed next, or when the connection ends because it cannot be. */
export function Renewal({ connection }: { connection: Schemas['Integration'] }) {
  const nowMs = useNow();
  const { status, requiredAction, refreshable, expiresAt } = connection;
  if (status === 'disconnected' || expiresAt === null) {
    return <span className="muted">{renewal.none}</span>;
  }
  if (requiredAction === 'reauthorize') {
    return <span className="muted">{renewal.waits}</span>;
  }
  if (!refreshable) {
    return <span>{renewal.ends(relativeTime(Date.parse(expiresAt) - nowMs))}</span>;
  }
  return <Time at={expiresAt} />;
}
