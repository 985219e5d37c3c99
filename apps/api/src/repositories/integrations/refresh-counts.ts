import type { RefreshOutcome } from '@klayim/shared/types';
import * as z from 'zod';
import { dayMs, hourMs } from '../../lib/duration.ts';

const seriesSchema = z.object({
  /** The last period, counted from 1970. */
  last: z.number().int(),
  /** How many refreshes ended well in each period, the last one last. */
  refreshed: z.array(z.number().int()),
  failed: z.array(z.number().int()),
});
const countsSchema = z.object({ hours: seriesSchema, days: seriesSchema });

type Series = z.infer<typeof seriesSchema>;
type Counts = z.infer<typeof countsSchema>;

/** What is counted: 24 hours, and 14 days in UTC. */
export const countedPeriods = {
  hours: { periodMs: hourMs, length: 24 },
  days: { periodMs: dayMs, length: 14 },
} as const;

/** How many refreshes there were in some periods, the last one last. */
export interface PeriodCount {
  /** When the period begins, in milliseconds since the epoch. */
  startMs: number;
  refreshed: number;
  failed: number;
}

/**
 * Counts an outcome. Like the history it is one string of JSON, which rides in the commit of the refresh: no write and no
 * document more.
 * @param stored undefined before the first refresh.
 */
export function addToCounts(stored: string | undefined, { at, outcome }: RefreshOutcome): string {
  const atMs = Date.parse(at);
  const counts = parseCounts(stored, atMs);
  return JSON.stringify({
    hours: addTo(counts.hours, 'hours', atMs, outcome),
    days: addTo(counts.days, 'days', atMs, outcome),
  } satisfies Counts);
}

/** Adds up what connections have stored, by hour or by day up to now. */
export function sumCounts(
  stored: readonly (string | undefined)[],
  unit: keyof Counts,
  nowMs: number,
): PeriodCount[] {
  const { periodMs, length } = countedPeriods[unit];
  const last = Math.floor(nowMs / periodMs);
  const sum = emptySeries(last, length);
  for (const text of stored) {
    const series = text === undefined ? undefined : moveTo(parseCounts(text, nowMs)[unit], last, length);
    for (let index = 0; series && index < length; index += 1) {
      sum.refreshed[index] = (sum.refreshed[index] ?? 0) + (series.refreshed[index] ?? 0);
      sum.failed[index] = (sum.failed[index] ?? 0) + (series.failed[index] ?? 0);
    }
  }
  return sum.refreshed.map((refreshed, index) => ({
    startMs: (last - length + 1 + index) * periodMs,
    refreshed,
    failed: sum.failed[index] ?? 0,
  }));
}

function addTo(series: Series, unit: keyof Counts, atMs: number, outcome: RefreshOutcome['outcome']): Series {
  const { periodMs, length } = countedPeriods[unit];
  const period = Math.floor(atMs / periodMs);
  // A commit that comes late is counted where it belongs, or not at all.
  const moved = moveTo(series, Math.max(series.last, period), length);
  const index = length - 1 - (moved.last - period);
  const counted = moved[outcome];
  if (index >= 0) {
    counted[index] = (counted[index] ?? 0) + 1;
  }
  return moved;
}

/** The same with another last period: what is older falls out, and nothing was in between. */
function moveTo({ last: before, refreshed, failed }: Series, last: number, length: number): Series {
  const shift = last - before;
  const move = (counts: readonly number[]) =>
    Array.from({ length }, (_none, index) => counts[index + shift - (length - counts.length)] ?? 0);
  return { last, refreshed: move(refreshed), failed: move(failed) };
}

function emptySeries(last: number, length: number): Series {
  return { last, refreshed: Array<number>(length).fill(0), failed: Array<number>(length).fill(0) };
}

/** Unreadable counts must not stop a refresh: they start over. */
function parseCounts(stored: string | undefined, nowMs: number): Counts {
  const empty = {
    hours: emptySeries(Math.floor(nowMs / hourMs), countedPeriods.hours.length),
    days: emptySeries(Math.floor(nowMs / dayMs), countedPeriods.days.length),
  };
  if (stored === undefined) {
    return empty;
  }
  try {
    return countsSchema.parse(JSON.parse(stored));
  } catch {
    return empty;
  }
}
