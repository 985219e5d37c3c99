import type { Schemas } from '@klayim/client';
import { connectText } from '#text/connect';
import { useCan } from '../../api/me.ts';
import { useConnect } from '../../connections/actions.ts';
import { FailureNotice } from '../../connections/fix-button.tsx';
import { describeNeverRead } from '../../connections/never-read.ts';
import { ProviderMark } from '../../connections/provider-mark.tsx';
import { useProviders } from '../../connections/queries.ts';
import { describeScopes } from '../../connections/scope-text.ts';
import { Button } from '../../ui/button.tsx';
import { LoadFailure } from '../../ui/load-failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';
import './catalogue.css';

/** What accounts can be connected at. */
export function CataloguePage() {
  const { data, error, refetch } = useProviders();
  const connect = useConnect();
  const may = useCan()('startAuthorization');
  return (
    <>
      <PageHeading title={connectText.title}>
        <p className="muted">{connectText.lead}</p>
      </PageHeading>
      {connect.error ? <FailureNotice error={connect.error} /> : null}
      {may ? null : <Notice tone="neutral">{connectText.mayNot}</Notice>}
      {data ? (
        <ul className="catalogue">
          {data.map((provider) => (
            <li key={provider.provider} className="catalogue__item">
              <ProviderCard
                provider={provider}
                mayConnect={may}
                busy={connect.isPending}
                onConnect={() => connect.mutate({ provider: provider.provider })}
              />
            </li>
          ))}
        </ul>
      ) : error ? (
        <LoadFailure error={error} onRetry={() => void refetch()} />
      ) : (
        <Loading />
      )}
    </>
  );
}

interface ProviderCardProps {
  provider: Schemas['ProviderDescription'];
  mayConnect: boolean;
  busy: boolean;
  onConnect: () => void;
}

function ProviderCard({ provider, mayConnect, busy, onConnect }: ProviderCardProps) {
  const { displayName, configured, defaultScopes } = provider;
  const neverRead = describeNeverRead(defaultScopes);
  return (
    <>
      <div className="catalogue__name">
        <ProviderMark name={displayName} />
        <h2>{displayName}</h2>
      </div>
      <div>
        <p className="small muted">{connectText.asksFor}</p>
        <ul className="catalogue__scopes">
          {describeScopes(defaultScopes).map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
        {neverRead === null ? null : <p className="catalogue__never">{neverRead}</p>}
      </div>
      {configured ? (
        mayConnect ? (
          <Button look="primary" busy={busy} onClick={onConnect}>
            {connectText.choose(displayName)}
          </Button>
        ) : null
      ) : (
        <p className="small muted">{connectText.notConfigured}</p>
      )}
    </>
  );
}
