/** How long changes took until an open page showed them, in milliseconds. */
export interface LiveFigures {
  name: string;
  times: readonly number[];
}

/** The table of {@link LiveFigures}, in Markdown. */
export function liveTable(figures: readonly LiveFigures[]): string[] {
  return [
    '\n## Changes without a reload\n',
    'An open list of connections, beside another browser. Counted from the call in which the API learns of the change, the provider’s answer included, until the row has changed.\n',
    '| Change | Times | Median, ms | Longest, ms |\n| --- | --- | --- | --- |',
    ...figures.map(({ name, times }) => {
      const sorted = times.toSorted((one, other) => one - other);
      const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
      return `| ${name} | ${sorted.length} | ${Math.round(median)} | ${Math.round(sorted.at(-1) ?? 0)} |`;
    }),
  ];
}
