/** Numbers over time, one list for each thing that is counted. */
export interface Plot {
  /** What a label names: `Day`. */
  unit: string;
  labels: readonly string[];
  series: readonly PlotSeries[];
}

interface PlotSeries {
  name: string;
  tone: 'good' | 'warning' | 'bad';
  values: readonly number[];
}

/** The highest bar. */
export function largestOf({ labels, series }: Plot): number {
  return Math.max(0, ...labels.map((_label, index) => sumOf(series.map(({ values }) => values[index] ?? 0))));
}

/** A round number that no bar is higher than: 1, 2 or 5 times a power of ten. */
export function scaleTop(largest: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, largest)));
  return [1, 2, 5, 10].map((factor) => factor * power).find((top) => top >= largest) ?? 1;
}

/** All of them together. */
export function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
