import { type Summary, summarize } from '../harness/statistics.ts';
import type { Figure } from './results.schema.ts';

/** Ours by the floor, round by round; the figure itself when it has no floor. */
export function ratiosOf({ ours, floor }: Figure): number[] {
  if (!floor) {
    return ours.samples;
  }
  return ours.samples.map((sample, round) => sample / (floor.samples[round] ?? Number.NaN));
}

/** The ratio that counts: the median of the rounds, and how far they spread. */
export function ratioOf(figure: Figure): Summary {
  return summarize(ratiosOf(figure));
}

/** Whether the median meets the goal; null when there is none. */
export function isGoalMet(figure: Figure): boolean | null {
  if (!figure.goal) {
    return null;
  }
  const { bound, value } = figure.goal;
  const { median } = ratioOf(figure);
  return bound === 'at least' ? median >= value : median <= value;
}

/** The figures whose goal had been met, and is not any more. */
export function lostGoals(figures: readonly Figure[]): Figure[] {
  return figures.filter((figure) => figure.goal?.notMetBecause === undefined && isGoalMet(figure) === false);
}
