import { isGoalMet } from '../results/ratio.ts';
import type { Results } from '../results/results.schema.ts';
import { formatNumber, rowOf } from './format.ts';

/** Every table of the report by its name, in Markdown. */
export function tablesOf(results: Results): Record<string, string> {
  return {
    machine: machineOf(results),
    figures: [
      table(
        ['Bench', 'Floor', 'Ours', 'Ratio: median (middle half)', 'Goal', 'Met'],
        results.figures.map((figure) => {
          const { title, floor, ours, ratio, goal, met } = rowOf(figure);
          return [title, floor, ours, ratio, goal, met];
        }),
      ),
      ...reasons(results),
    ].join('\n\n'),
    'sweep-reads': table(
      ['Integrations', 'Due', 'Read by the sweep', 'Read by the workers', 'Queries'],
      results.sweepReads.map(({ total, due, sweepReads, workerReads, queries }) =>
        [total, due, sweepReads, workerReads, queries].map(formatNumber),
      ),
    ),
    operations: table(
      ['Action', 'Reads', 'Writes', 'Queries', 'Least reads', 'Least writes', 'Because'],
      results.operations.map(({ action, reads, writes, queries, minimum, because }) => [
        action,
        String(reads),
        String(writes),
        String(queries),
        String(minimum.reads),
        String(minimum.writes),
        because,
      ]),
    ),
  };
}

/** Why goals are not met yet; nothing when all are. */
function reasons({ figures }: Results): string[] {
  const lines = figures.flatMap((figure) =>
    figure.goal?.notMetBecause === undefined || isGoalMet(figure)
      ? []
      : [`- ${figure.title}: ${figure.goal.notMetBecause}`],
  );
  return lines.length === 0 ? [] : [`Not met yet, and why:\n\n${lines.join('\n')}`];
}

function machineOf({ measuredAt, durationSeconds, machine }: Results): string {
  const { cores, processor, memoryMiB, node, platform, loadBefore } = machine;
  return [
    `Measured on ${measuredAt.slice(0, 10)} in ${formatNumber(durationSeconds)} s: ${cores} cores (${processor}), `,
    `${formatNumber(memoryMiB / 1024)} GiB, ${platform}, Node ${node}. When it began, ${formatNumber(loadBefore)} other `,
    'processes wanted to run.',
  ].join('');
}

/** Columns are as wide as their widest cell, as the formatter has them. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) =>
    Math.max(3, ...[head, ...rows].map((cells) => cells[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
