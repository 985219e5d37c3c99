import { summarize } from '../harness/statistics.ts';
import { isGoalMet, ratioOf } from '../results/ratio.ts';
import type { Figure } from '../results/results.schema.ts';

/** A number as people read it: three digits, or all of them before the point. */
export function formatNumber(value: number): string {
  if (Number.isInteger(value) || Math.abs(value) >= 100) {
    return Math.round(value).toLocaleString('en');
  }
  return String(Number(value.toPrecision(3)));
}

/** A row of the table of figures, in words. */
export interface FigureRow {
  title: string;
  floor: string;
  ours: string;
  ratio: string;
  goal: string;
  met: string;
}

/** How a figure stands in the table. */
export function rowOf(figure: Figure): FigureRow {
  const { ours, floor, unit, goal } = figure;
  const ratio = ratioOf(figure);
  const median = (samples: readonly number[]) => `${formatNumber(summarize(samples).median)} ${unit}`;
  const met = isGoalMet(figure);
  return {
    title: figure.title,
    floor: floor ? `${floor.label}: ${median(floor.samples)}` : '–',
    ours: median(ours.samples),
    ratio: `${formatNumber(ratio.median)} (${formatNumber(ratio.lowerQuartile)}–${formatNumber(ratio.upperQuartile)})`,
    goal: goal ? `${goal.bound === 'at least' ? '≥' : '≤'} ${formatNumber(goal.value)}` : '–',
    met: met === null ? '–' : met ? 'met' : goal?.notMetBecause === undefined ? '**missed**' : 'not yet',
  };
}
