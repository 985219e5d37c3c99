import type { Schemas } from '@klayim/client';
import { connectionText } from '#text/connection';
import { reasonText } from '#text/reasons';
import { describeActor } from '../../audit/actor-text.ts';
import { describeEvent } from '../../audit/event-text.ts';
import { useHistory, useTokenUse } from '../../connections/queries.ts';
import { LoadFailure } from '../../ui/load-failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Time } from '../../ui/time.tsx';
import '../../ui/card.css';
import './history.css';

const { detail } = connectionText;

/** What happened to a connection, how its renewals went, and who uses it. */
export function ConnectionHistory({ connection: { id } }: { connection: Schemas['Integration'] }) {
  const { data, error, refetch } = useHistory(id);
  if (!data) {
    return error ? <LoadFailure error={error} onRetry={() => void refetch()} /> : <Loading />;
  }
  return (
    <div className="connection__columns">
      <section className="card connection__card" aria-labelledby="history">
        <h2 id="history">{detail.history}</h2>
        {data.events.items.length === 0 ? <p className="muted">{detail.noHistory}</p> : null}
        <ol className="history">
          {data.events.items.map((event) => (
            <li key={event.id} className="history__item">
              <span>
                {describeEvent(event)}
                <span className="history__who">{describeActor(event.actor)}</span>
              </span>
              <span className="history__when">
                <Time at={event.at} />
              </span>
            </li>
          ))}
        </ol>
      </section>
      <div className="connection__card">
        <TokenUse id={id} />
        <Refreshes refreshes={data.refreshes} />
      </div>
    </div>
  );
}

function Refreshes({ refreshes }: Pick<Schemas['IntegrationHistory'], 'refreshes'>) {
  return (
    <section className="card connection__card" aria-labelledby="refreshes">
      <h2 id="refreshes">{detail.refreshes}</h2>
      {refreshes.length === 0 ? <p className="muted">{detail.noRefresh}</p> : null}
      <ol className="history">
        {refreshes.map(({ at, outcome, reason, trigger, durationMs }) => (
          <li key={at} className="history__item">
            <span>
              {outcome === 'refreshed' ? detail.refreshed : detail.notRefreshed}{' '}
              <span className="muted">
                {detail.triggers[trigger]}, {detail.took(durationMs)}
              </span>
              {reason === null ? null : <span className="history__reason">{reasonText[reason].what}</span>}
            </span>
            <span className="history__when">
              <Time at={at} />
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function TokenUse({ id }: { id: string }) {
  const { data, error, refetch } = useTokenUse(id);
  if (!data) {
    return error ? <LoadFailure error={error} onRetry={() => void refetch()} /> : <Loading />;
  }
  const callers = Map.groupBy(data.items, ({ callerType, callerId }) => `${callerType} ${callerId}`);
  return (
    <section className="card connection__card" aria-labelledby="token-use">
      <h2 id="token-use">{detail.usedBy}</h2>
      {callers.size === 0 ? <p className="muted">{detail.unused}</p> : null}
      <ul className="history">
        {[...callers].map(([key, uses]) => (
          <li key={key} className="history__item">
            <span>
              {uses[0]?.callerName ?? uses[0]?.callerId}{' '}
              <span className="muted">{detail.days(uses.length)}</span>
            </span>
            <span className="history__when">
              <Time at={uses[0]?.firstAt ?? null} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
