import type { Schemas } from '@klayim/client';
import { connectionText } from '#text/connection';
import { useCan } from '../../api/me.ts';
import { describeActor } from '../../audit/actor-text.ts';
import { useHistory, useProviderName } from '../../connections/queries.ts';
import { Renewal } from '../../connections/renewal.tsx';
import { Time } from '../../ui/time.tsx';
import '../../ui/card.css';

const { detail } = connectionText;

/** What is known of a connection. */
export function ConnectionFacts({ connection }: { connection: Schemas['Integration'] }) {
  const providerName = useProviderName();
  const can = useCan();
  const { provider, accountId, createdAt, lastUsedAt, lastRefreshedAt, refreshCount } = connection;
  const { grantExpiresAt, grantExpiresBecause } = connection;
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
        {can('getIntegrationHistory') ? <ConnectedBy id={connection.id} /> : null}
        <dt>{detail.lastUsed}</dt>
        <dd>
          <Time at={lastUsedAt} />
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

const connecting = ['integration.connected', 'integration.reconnected', 'integration.imported'];

/** Who connected the account last, as far as the newest events tell. */
function ConnectedBy({ id }: { id: string }) {
  const { data } = useHistory(id);
  const event = data?.events.items.find(({ type }) => connecting.includes(type));
  return (
    <>
      <dt>{detail.connectedBy}</dt>
      <dd>{event ? describeActor(event.actor) : data ? detail.unknownPerson : '\u00a0'}</dd>
    </>
  );
}
