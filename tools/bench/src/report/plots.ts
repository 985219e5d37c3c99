import { isGoalMet, ratioOf } from '../results/ratio.ts';
import type { Figure, Results } from '../results/results.schema.ts';
import { formatNumber } from './format.ts';
import { colors, element, label, picture } from './svg.ts';

/** The pictures of the report, by name. */
export function plotsOf(results: Results): Record<string, string> {
  return {
    goals: goalsPlot(results),
    'sweep-memory': memoryPlot(results),
    'sweep-reads': readsPlot(results),
  };
}

/** Every figure with a goal on one scale: how much of what the goal allows is used. */
function goalsPlot({ figures }: Results): string {
  const withGoal = figures.filter((figure) => figure.goal !== null);
  const [left, top, rowHeight, scaleWidth] = [330, 60, 26, 420];
  const most = 1.4;
  const xOf = (share: number) => left + (Math.min(share, most) / most) * scaleWidth;
  const bottom = top + withGoal.length * rowHeight;
  const rows = withGoal.flatMap((figure, row) => {
    const y = top + row * rowHeight + rowHeight / 2;
    const { median, low, high } = shareOfGoal(figure);
    const color = isGoalMet(figure) ? colors.good : colors.bad;
    return [
      label(left - 10, y, figure.title, { 'text-anchor': 'end' }),
      element('rect', {
        x: left,
        y: y - 7,
        width: xOf(median) - left,
        height: 14,
        fill: color,
        opacity: 0.85,
      }),
      element('line', { x1: xOf(low), x2: xOf(high), y1: y, y2: y, stroke: colors.text, 'stroke-width': 2 }),
      label(xOf(Math.max(median, high)) + 8, y, numberAt(figure, median > most), { 'font-size': 11 }),
    ];
  });
  const grid = [0, 0.25, 0.5, 0.75, 1, 1.25].flatMap((share) => [
    element('line', {
      x1: xOf(share),
      x2: xOf(share),
      y1: top,
      y2: bottom,
      stroke: share === 1 ? colors.text : colors.faint,
    }),
    label(xOf(share), bottom + 14, share === 1 ? 'goal' : `${share * 100} %`, {
      'text-anchor': 'middle',
      'font-size': 11,
    }),
  ]);
  const legend = label(
    16,
    42,
    'Share of what the goal allows (shorter is better); lines are the middle half of the rounds; numbers are ratios',
    {
      'font-size': 11,
    },
  );
  return picture(left + scaleWidth + 60, bottom + 30, 'The goals', [legend, ...grid, ...rows]);
}

/** The ratio beside a bar; an arrow when the bar goes on. */
function numberAt(figure: Figure, goesOn: boolean): string {
  return `${goesOn ? '→ ' : ''}${formatNumber(ratioOf(figure).median)}`;
}

/** 1 is the goal itself, and less is better, whichever way the goal points. */
function shareOfGoal(figure: Figure): { median: number; low: number; high: number } {
  const { median, lowerQuartile, upperQuartile } = ratioOf(figure);
  const { bound, value } = figure.goal ?? { bound: 'at most', value: 1 };
  return bound === 'at most'
    ? { median: median / value, low: lowerQuartile / value, high: upperQuartile / value }
    : { median: value / median, low: value / upperQuartile, high: value / lowerQuartile };
}

/** Memory of the process that sweeps, over the last sweep. */
function memoryPlot({ sweepMemory }: Results): string {
  const [left, top, width, height] = [60, 60, 620, 220];
  const endMs = sweepMemory.at(-1)?.atMs ?? 1;
  const most = Math.max(1, ...sweepMemory.map(({ residentMiB }) => residentMiB)) * 1.1;
  const xOf = (atMs: number) => left + (atMs / endMs) * width;
  const yOf = (mebibytes: number) => top + height - (mebibytes / most) * height;
  const curve = (key: 'residentMiB' | 'heapMiB', stroke: string) =>
    element('polyline', {
      points: sweepMemory
        .map((sample) => `${xOf(sample.atMs).toFixed(1)},${yOf(sample[key]).toFixed(1)}`)
        .join(' '),
      fill: 'none',
      stroke,
      'stroke-width': 1.5,
    });
  const marks = ticksTo(most).flatMap((mebibytes) => [
    element('line', {
      x1: left,
      x2: left + width,
      y1: yOf(mebibytes),
      y2: yOf(mebibytes),
      stroke: colors.faint,
    }),
    label(left - 8, yOf(mebibytes), formatNumber(mebibytes), { 'text-anchor': 'end', 'font-size': 11 }),
  ]);
  const times = ticksTo(endMs / 1000).map((seconds) =>
    label(xOf(seconds * 1000), top + height + 14, `${formatNumber(seconds)} s`, {
      'text-anchor': 'middle',
      'font-size': 11,
    }),
  );
  const legend = [
    label(16, 42, 'MiB', { 'font-size': 11 }),
    label(left + 40, 42, 'resident', { fill: colors.good, 'font-size': 11 }),
    label(left + 110, 42, 'JavaScript heap, garbage included', { fill: colors.second, 'font-size': 11 }),
  ];
  return picture(left + width + 20, top + height + 30, 'Memory while a sweep refreshes everything', [
    ...legend,
    ...marks,
    ...times,
    curve('residentMiB', colors.good),
    curve('heapMiB', colors.second),
  ]);
}

/** Documents that a sweep reads, by how many integrations there are in all. */
function readsPlot({ sweepReads }: Results): string {
  const [left, top, rowHeight, scaleWidth] = [150, 60, 44, 420];
  const most = Math.max(1, ...sweepReads.map((row) => Math.max(row.sweepReads, row.workerReads))) * 1.15;
  const widthOf = (reads: number) => (reads / most) * scaleWidth;
  const rows = sweepReads.flatMap((row, index) => {
    const y = top + index * rowHeight;
    const bar = (offset: number, reads: number, fill: string) => [
      element('rect', { x: left, y: y + offset, width: widthOf(reads), height: 14, fill, opacity: 0.85 }),
      label(left + widthOf(reads) + 6, y + offset + 7, formatNumber(reads), { 'font-size': 11 }),
    ];
    return [
      label(left - 10, y + 16, `${formatNumber(row.total)} in all`, { 'text-anchor': 'end' }),
      ...bar(0, row.sweepReads, colors.good),
      ...bar(17, row.workerReads, colors.second),
    ];
  });
  const due = sweepReads[0]?.due ?? 0;
  const legend = [
    label(16, 42, `${formatNumber(due)} due;`, { 'font-size': 11 }),
    label(80, 42, 'read by the sweep', { fill: colors.good, 'font-size': 11 }),
    label(190, 42, 'read by the workers that refresh', { fill: colors.second, 'font-size': 11 }),
  ];
  const height = top + sweepReads.length * rowHeight + 10;
  return picture(left + scaleWidth + 30, height, 'Documents read', [...legend, ...rows]);
}

/** Four or five round numbers from zero to a most. */
function ticksTo(most: number): number[] {
  const rough = most / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? rough;
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, index) => index * step);
}
