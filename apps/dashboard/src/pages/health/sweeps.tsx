import type { Schemas } from '@klayim/client';
import { healthText } from '#text/health';
import { formatCount } from '../../ui/format-count.ts';
import { Time } from '../../ui/time.tsx';

const { sweeps: text } = healthText;

/** What the last looks at all connections did to those of this organization. */
export function Sweeps({ sweeps }: Pick<Schemas['IntegrationTrends'], 'sweeps'>) {
  return (
    <section className="card health__part" aria-labelledby="sweeps">
      <h2 id="sweeps">{text.title}</h2>
      {sweeps.length === 0 ? (
        <p className="muted">{text.none}</p>
      ) : (
        <table className="health__sweeps">
          <thead>
            <tr>
              <th scope="col">{text.when}</th>
              <th scope="col">{text.refreshed}</th>
              <th scope="col">{text.failed}</th>
              <th scope="col">{text.took}</th>
            </tr>
          </thead>
          <tbody>
            {sweeps.map(({ at, refreshed, failed, durationMs }) => (
              <tr key={at}>
                <th scope="row">
                  <Time at={at} exact />
                </th>
                <td>{formatCount(refreshed)}</td>
                <td>{formatCount(failed)}</td>
                <td>{text.seconds(durationMs / 1000)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
