import type { Schemas } from '@klayim/client';
import { connectionsText } from '#text/connections';
import { useCan } from '../api/me.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { useConnect } from './actions.ts';
import type { ConnectionProblem } from './connection-problem.ts';
import { useProviderName } from './queries.ts';
import { useFailureText } from './use-failure-text.ts';

interface FixButtonProps {
  integration: Pick<Schemas['Integration'], 'id' | 'provider' | 'accountEmail'>;
  fix: ConnectionProblem['fix'];
  look?: 'plain' | 'primary';
}

/** The one button that mends a connection; nothing where no button would help, or for who may not. */
export function FixButton({ integration, fix, look = 'primary' }: FixButtonProps) {
  const connect = useConnect();
  const can = useCan();
  const providerName = useProviderName();
  if (fix === 'none' || !can('startAuthorization')) {
    return null;
  }
  const { id, provider, accountEmail } = integration;
  const { actions } = connectionsText;
  return (
    <>
      <Button
        look={look}
        busy={connect.isPending}
        onClick={() => connect.mutate({ provider, integrationId: id, accountEmail })}
      >
        {connect.isPending
          ? actions.redirecting(providerName(provider))
          : fix === 'grant'
            ? actions.grant
            : actions.reconnect}
        <span className="visually-hidden"> {accountEmail}</span>
      </Button>
      {connect.error ? <FailureNotice error={connect.error} /> : null}
    </>
  );
}

/** Why an action did not work, and what is next. */
export function FailureNotice({ error }: { error: Error }) {
  const text = useFailureText(error);
  return text ? (
    <Notice tone="bad" role="alert">
      <p>
        {text.what} {text.next}
      </p>
    </Notice>
  ) : null;
}
