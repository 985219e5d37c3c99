import type { Schemas } from '@klayim/client';
import { connectionText } from '#text/connection';
import { connectionsText } from '#text/connections';
import { describeParty } from '../../connections/party-text.ts';
import { useProviderName } from '../../connections/queries.ts';
import { Renewal } from '../../connections/renewal.tsx';
import { Time } from '../../ui/time.tsx';
import '../../ui/card.css';

const { detail } = connectionText;

/** What is known of a connection. */
export function ConnectionFacts({ connection }: { connection: Schemas['Integration'] }) {
  const providerName = useProviderName();
  const { provider, accountId, createdAt, lastUsedAt, lastRefreshedAt, refreshCount } = connection;
  const { connectedBy, lastUsedBy, grantExpiresAt, grantExpiresBecause } = connection;
  return (
    <section className="card connection__card" aria-labelledby="facts">
      <h2 id="facts">{detail.facts}</h2>
      <dl className="facts">
        <dt>{detail.provider}</dt>
        <dd>{providerName(provider)}</dd>
        <dt>{detail.accountId}</dt>
        <dd>
          <code>{accountId}</code>
        </dd>
        <dt>{detail.connectedSince}</dt>
        <dd>
          <Time at={createdAt} />
        </dd>
        {connectedBy === null ? null : (
          <>
            <dt>{detail.connectedBy}</dt>
            <dd>{describeParty(connectedBy)}</dd>
          </>
        )}
        <dt>{detail.lastUsed}</dt>
        <dd>
          <Time at={lastUsedAt} />
          {lastUsedBy === null ? null : ` ${connectionsText.usedBy(describeParty(lastUsedBy))}`}
        </dd>
        <dt>{detail.lastRefreshed}</dt>
        <dd>
          <Time at={lastRefreshedAt} />
        </dd>
        <dt>{detail.nextRenewal}</dt>
        <dd>
          <Renewal connection={connection} />
        </dd>
        {grantExpiresAt !== null && grantExpiresBecause !== null ? (
          <>
            <dt>{detail.accessEnds}</dt>
            <dd>
              <Time at={grantExpiresAt} />
              <br />
              <span className="small muted">{detail.accessEndsBecause[grantExpiresBecause]}</span>
            </dd>
          </>
        ) : null}
        <dt>{detail.renewals}</dt>
        <dd>{refreshCount}</dd>
      </dl>
    </section>
  );
}
