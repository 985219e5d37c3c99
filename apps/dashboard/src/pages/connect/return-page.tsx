import { useSearchParams } from 'wouter';
import { connectText } from '#text/connect';
import { useCan } from '../../api/me.ts';
import { useConnect } from '../../connections/actions.ts';
import { describeProblem } from '../../connections/connection-problem.ts';
import { describeOutcome } from '../../connections/failure-text.ts';
import { FailureNotice, FixButton } from '../../connections/fix-button.tsx';
import { useConnection, useProviders } from '../../connections/queries.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { LoadFailure } from '../../ui/load-failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';

/** Where the provider's page leads back to: how the attempt ended, and what is next. */
export function ReturnPage() {
  const [parameters] = useSearchParams();
  const integrationId = parameters.get('integrationId');
  return (
    <>
      <PageHeading title={connectText.returning} />
      <div className="prose">
        {parameters.get('status') === 'connected' && integrationId ? (
          <Connected id={integrationId} />
        ) : (
          <NotConnected parameters={parameters} />
        )}
      </div>
    </>
  );
}

/** The address only names the connection: what is said of it comes from the API. */
function Connected({ id }: { id: string }) {
  const { data: connection, error, refetch } = useConnection(id);
  const { connected: text } = connectText;
  if (!connection) {
    return error ? <LoadFailure error={error} onRetry={() => void refetch()} /> : <Loading />;
  }
  const problem = describeProblem(connection);
  const links = (
    <>
      {problem ? <FixButton integration={connection} fix={problem.fix} /> : null}
      <ButtonLink href={`/connections/${id}`} look={problem ? 'plain' : 'primary'}>
        {text.see}
      </ButtonLink>
      <ButtonLink href="/connections">{text.all}</ButtonLink>
    </>
  );
  if (problem) {
    const partial = connection.requiredAction === 'grant_scopes';
    return (
      <Notice tone="warning" role="status" title={partial ? text.partial : text.short} actions={links}>
        <p className="break-anywhere">{connection.accountEmail}</p>
        <p>{partial ? text.partialNext : text.shortNext}</p>
      </Notice>
    );
  }
  return (
    <Notice tone="good" role="status" title={text.title} actions={links}>
      <p className="break-anywhere">{connection.accountEmail}</p>
    </Notice>
  );
}

function NotConnected({ parameters }: { parameters: URLSearchParams }) {
  const connect = useConnect();
  const may = useCan()('startAuthorization');
  const { data: providers = [] } = useProviders();
  const { failed: text } = connectText;
  const code = parameters.get('error');
  const { what, next } = describeOutcome(code, parameters.get('reason'));
  const existing = code === 'already_connected' ? parameters.get('integrationId') : null;
  const target = parameters.get('target');
  const known = providers.find(({ provider }) => provider === parameters.get('provider'));
  return (
    <>
      <Notice
        tone={code === 'already_connected' ? 'neutral' : 'bad'}
        role="status"
        title={text.title}
        actions={
          <>
            {existing !== null ? (
              <ButtonLink look="primary" href={`/connections/${encodeURIComponent(existing)}`}>
                {text.existing}
              </ButtonLink>
            ) : known && may ? (
              <Button
                look="primary"
                busy={connect.isPending}
                onClick={() =>
                  connect.mutate({
                    provider: known.provider,
                    ...(target !== null && code !== 'integration_not_found' && { integrationId: target }),
                  })
                }
              >
                {text.tryAgain}
              </Button>
            ) : null}
            <ButtonLink href="/connections">{text.back}</ButtonLink>
          </>
        }
      >
        <p>
          {what} {next}
        </p>
      </Notice>
      {connect.error ? <FailureNotice error={connect.error} /> : null}
    </>
  );
}
