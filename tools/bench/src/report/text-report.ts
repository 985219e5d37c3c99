import type { Results } from '../results/results.schema.ts';
import { tablesOf } from './tables.ts';

/** The whole report, for a terminal. */
export function textReport(results: Results): string {
  const { machine, ...tables } = tablesOf(results);
  return [machine, ...Object.values(tables).filter((table) => table.split('\n').length > 2)].join('\n\n');
}
