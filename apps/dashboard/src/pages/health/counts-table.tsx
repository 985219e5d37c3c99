import type { Schemas } from '@klayim/client';
import { Link } from 'wouter';
import { healthText } from '#text/health';
import { useProviderName } from '../../connections/queries.ts';
import { formatCount } from '../../ui/format-count.ts';
import { countByProvider, healthKinds, type ProviderCounts } from './health-counts.ts';

const { kinds } = healthText;

/** Connections by provider and status: a bar for the eye, and every number in words beside it. */
export function CountsTable({ counts }: Pick<Schemas['IntegrationSummary'], 'counts'>) {
  const providers = countByProvider(counts);
  const largest = Math.max(...providers.map(({ total }) => total));
  const needing = providers.reduce((sum, { counts: own }) => sum + own.attention + own.error, 0);
  return (
    <section className="card health__part" aria-labelledby="counts">
      <h2 id="counts">{healthText.counts}</h2>
      {needing > 0 ? (
        <p>
          {healthText.needYou(formatCount(needing))}. <Link href="/connections">{healthText.seeThem}</Link>
        </p>
      ) : null}
      <ul className="bars">
        {providers.map((provider) => (
          <ProviderBar key={provider.provider} provider={provider} largest={largest} />
        ))}
      </ul>
    </section>
  );
}

function ProviderBar({ provider, largest }: { provider: ProviderCounts; largest: number }) {
  const providerName = useProviderName();
  const present = healthKinds.filter((kind) => provider.counts[kind] > 0);
  return (
    <li className="bars__provider">
      <p className="bars__name">
        <strong>{providerName(provider.provider)}</strong>
        <span className="muted">{formatCount(provider.total)}</span>
      </p>
      <div className="bars__track" aria-hidden="true">
        {present.map((kind) => (
          <span
            key={kind}
            className={`bars__part bars__part--${kind}`}
            style={{ width: `${(100 * provider.counts[kind]) / largest}%` }}
          />
        ))}
      </div>
      <ul className="bars__numbers">
        {present.map((kind) => (
          <li key={kind} className="small">
            <span className={`bars__key bars__part--${kind}`} aria-hidden="true" />
            {kinds[kind]}: <strong>{formatCount(provider.counts[kind])}</strong>
          </li>
        ))}
      </ul>
    </li>
  );
}
