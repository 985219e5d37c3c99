/** Replays eight hours of a million integrations by the real refresh policy, and draws the load into docs/scale. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs, parseEnv } from 'node:util';
import { apiFolder } from '../../../apps/api/scripts/artifact/bundle.ts';
import { simulateBlame } from './simulation/blame.ts';
import { blameScenariosFor } from './simulation/blame-scenarios.ts';
import { plot } from './simulation/plot.ts';
import { capacityOf, scenariosFor } from './simulation/scenarios.ts';
import { simulate } from './simulation/simulate.ts';

const { values } = parseArgs({ options: { integrations: { type: 'string', default: '1000000' } } });
const docs = join(apiFolder, '../../docs/scale');
const parameters = parseEnv(await readFile(join(apiFolder, 'deploy/.env'), 'utf8'));

await mkdir(docs, { recursive: true });
for (const [name, scenario] of Object.entries(scenariosFor(Number(values.integrations)))) {
  const startedAtMs = performance.now();
  const minutes = simulate(scenario, capacityOf(parameters));
  const most = (key: 'expired' | 'queued' | 'latenessMs') =>
    Math.max(...minutes.map((minute) => minute[key]));
  const rates = minutes.map(({ refreshes }) => refreshes / 60);
  const lastHour = rates.slice(-60);
  console.log(
    `${scenario.title}: at most ${Math.round(Math.max(...rates))} refreshes/s, ` +
      `${Math.round(Math.min(...lastHour))} to ${Math.round(Math.max(...lastHour))} in the last hour; ` +
      `${most('expired')} tokens expired at once at worst, ${minutes.at(-1)?.expired} at the end; ` +
      `latest ${Math.round(most('latenessMs') / 1000)} s (${((performance.now() - startedAtMs) / 1000).toFixed(1)} s)`,
  );
  await writeFile(
    join(docs, `${name}.svg`),
    plot(`${scenario.title}: refreshes in a second`, [
      { label: 'refreshes/s', color: '#1a56c4', values: rates },
    ]),
  );
  if (most('expired') === 0) {
    continue;
  }
  await writeFile(
    join(docs, `${name}-expired.svg`),
    plot(`${scenario.title}: integrations without a valid token`, [
      { label: 'expired', color: '#b3261e', values: minutes.map(({ expired }) => expired) },
    ]),
  );
}

for (const [title, scenario] of Object.entries(blameScenariosFor(5_000))) {
  const { calls, failed, callsInIncident, alarms, firestoreReads, firestoreWrites } =
    await simulateBlame(scenario);
  const told = alarms.map(({ atMs }) => `${(atMs - (scenario.incident?.fromMs ?? 0)) / 1000} s`).join(', ');
  console.log(
    `${title}: ${failed} of ${calls} calls of others failed; ${alarms.length} alarms${told && ` (after ${told})`}; ` +
      `${callsInIncident} calls in the incident; ${firestoreReads} reads, ${firestoreWrites} writes`,
  );
}
