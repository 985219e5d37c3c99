import type { IntegrationTrends } from '@klayim/shared/types';
import { isoTimestampOfMs } from '../../lib/iso-timestamp.ts';
import { readHistory } from '../../repositories/integrations/refresh-history.ts';
import { sweepIntervalMs } from '../token-refresh/schedule.ts';

type Sweep = IntegrationTrends['sweeps'][number];

/** How many sweeps are told of. */
const maxSweeps = 12;

interface Outcomes {
  refreshed: number;
  failed: number;
  firstMs: number;
  lastMs: number;
}

/**
 * What the last sweeps did to connections, the last one first. No connection knows which sweep it was of: they are told apart by the
 * interval of their schedule.
 * @param histories as connections have stored them.
 */
export function sweepsOf(histories: readonly (string | undefined)[]): Sweep[] {
  const sweeps = new Map<number, Outcomes>();
  for (const { at, outcome, durationMs, trigger } of histories.flatMap(readHistory)) {
    if (trigger !== 'sweep') {
      continue;
    }
    const atMs = Date.parse(at);
    const slot = Math.floor(atMs / sweepIntervalMs);
    const sweep = sweeps.get(slot) ?? { refreshed: 0, failed: 0, firstMs: atMs, lastMs: atMs };
    sweep[outcome] += 1;
    sweep.firstMs = Math.min(sweep.firstMs, atMs - durationMs);
    sweep.lastMs = Math.max(sweep.lastMs, atMs);
    sweeps.set(slot, sweep);
  }
  return [...sweeps]
    .sort(([one], [other]) => other - one)
    .slice(0, maxSweeps)
    .map(([, { firstMs, lastMs, refreshed, failed }]) => ({
      at: isoTimestampOfMs(firstMs),
      refreshed,
      failed,
      durationMs: lastMs - firstMs,
    }));
}
