import type { Schemas } from '@klayim/client';
import { Cable } from 'lucide-react';
import { Link } from 'wouter';
import { healthText } from '#text/health';
import { describeIncident } from '../../connections/connection-problem.ts';
import { useProviderName, useSummary } from '../../connections/queries.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { formatCount } from '../../ui/format-count.ts';
import { LoadFailure } from '../../ui/load-failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';
import { Time } from '../../ui/time.tsx';
import { CountsTable } from './counts-table.tsx';
import { Trends } from './trends.tsx';
import '../../ui/card.css';
import './health.css';

/** All connections in numbers, what ends soon, and whether providers and the schedule are well. */
export function HealthPage() {
  const { data, error, refetch } = useSummary();
  return (
    <>
      <PageHeading title={healthText.title}>
        <p className="muted">{data ? healthText.lead(formatCount(data.total)) : '\u00a0'}</p>
      </PageHeading>
      {data ? (
        <Health summary={data} />
      ) : error ? (
        <LoadFailure error={error} onRetry={() => void refetch()} />
      ) : (
        <Loading />
      )}
    </>
  );
}

function Health({ summary }: { summary: Schemas['IntegrationSummary'] }) {
  return (
    <div className="health">
      <Incidents incidents={summary.incidents} />
      {summary.total === 0 ? (
        <EmptyState
          icon={Cable}
          title={healthText.none.title}
          action={<ButtonLink href="/connections">{healthText.none.connections}</ButtonLink>}
        >
          {healthText.none.explanation}
        </EmptyState>
      ) : (
        <>
          <CountsTable counts={summary.counts} />
          <Ending nextToEnd={summary.nextToEnd} />
        </>
      )}
      <section className="card health__part" aria-labelledby="sweep">
        <h2 id="sweep">{healthText.sweep}</h2>
        <p>{summary.lastSweepAt === null ? healthText.noSweep : <Time at={summary.lastSweepAt} />}</p>
        <p className="small muted">{healthText.sweepLead}</p>
      </section>
      {/* Loaded after the rest: nothing below it moves. */}
      {summary.total === 0 ? null : <Trends />}
    </div>
  );
}

/** Providers that fail for everybody. */
function Incidents({ incidents }: Pick<Schemas['IntegrationSummary'], 'incidents'>) {
  const providerName = useProviderName();
  return (
    <section className="health__part" aria-labelledby="incidents">
      <h2 id="incidents">{healthText.incidents}</h2>
      {incidents.length === 0 ? <Notice tone="good">{healthText.noIncidents}</Notice> : null}
      {incidents.map((incident) => (
        <Notice key={incident.server} tone="warning" role="status">
          {describeIncident(incident, incident.providers.map(providerName))}
        </Notice>
      ))}
    </section>
  );
}

/** Connections that end with their access token. */
function Ending({ nextToEnd }: Pick<Schemas['IntegrationSummary'], 'nextToEnd'>) {
  const providerName = useProviderName();
  return (
    <section className="card health__part" aria-labelledby="ending">
      <h2 id="ending">{healthText.ending}</h2>
      {nextToEnd.length === 0 ? (
        <p className="muted">{healthText.nothingEnds}</p>
      ) : (
        <>
          <p className="muted">{healthText.endingLead}</p>
          <ul className="health__ending">
            {nextToEnd.map(({ integrationId, provider, accountEmail, expiresAt }) => (
              <li key={integrationId}>
                <Link href={`/connections/${integrationId}`}>{accountEmail}</Link>{' '}
                <span className="small muted">{providerName(provider)}</span>
                <span>
                  {healthText.ends} <Time at={expiresAt} />
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
