import type { Schemas } from '@klayim/client';
import { Link } from 'wouter';
import { healthText } from '#text/health';
import { useProviderName } from '../../connections/queries.ts';
import { Time } from '../../ui/time.tsx';

const { grants: text } = healthText;

/** Whose access ends soon at the provider, when and why. */
export function EndingGrants({ grants }: Pick<Schemas['IntegrationTrends'], 'grants'>) {
  const providerName = useProviderName();
  return (
    <section className="card health__part" aria-labelledby="grants">
      <h2 id="grants">{text.title}</h2>
      {grants.length === 0 ? (
        <p className="muted">{text.none}</p>
      ) : (
        <>
          <p className="muted">{text.lead}</p>
          <ul className="health__ending">
            {grants.map(({ integrationId, provider, accountEmail, grantExpiresAt, grantExpiresBecause }) => (
              <li key={integrationId}>
                <Link href={`/connections/${integrationId}`}>{accountEmail}</Link>{' '}
                <span className="small muted">{providerName(provider)}</span>
                <span>
                  {text.ends} <Time at={grantExpiresAt} exact />. {text.because[grantExpiresBecause]}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
