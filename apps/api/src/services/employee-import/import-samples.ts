import type { EmployeeImport, ImportField } from '@klayim/shared/types';
import { type DecimalSeparator, provenSeparator } from './import-amount.ts';
import type { ImportMapping } from './import-mapping.ts';
import { amountFields } from './import-pay.ts';

/** Rows of which samples are kept, and characters of each value. */
const sampledRows = 3;
const maxSampleLength = 100;

/** What the first reading of a file tells of its columns. */
export interface ColumnFindings {
  samples: NonNullable<EmployeeImport['preview']>['samples'];
  /** The decimal separator that amounts of pay prove; null when none does, or both occur. */
  provenSeparator: DecimalSeparator | null;
}

/** Looks at the rows of a file as they come: values of the first ones, and how all amounts are written. */
export function createColumnScan({ columns }: ImportMapping) {
  const used = Object.entries(columns) as [ImportField, number][];
  const amounts = used.filter(([field]) => (amountFields as readonly string[]).includes(field));
  const proven = new Set<DecimalSeparator>();
  const samples: Partial<Record<ImportField, string[]>> = {};
  let rows = 0;
  return {
    note(values: readonly string[]): void {
      rows += 1;
      for (const [, index] of amounts) {
        const separator = provenSeparator(values[index] ?? '');
        if (separator) {
          proven.add(separator);
        }
      }
      if (rows > sampledRows) {
        return;
      }
      for (const [field, index] of used) {
        const value = (values[index] ?? '').slice(0, maxSampleLength).toWellFormed();
        samples[field] = [...(samples[field] ?? []), value];
      }
    },
    findings(): ColumnFindings {
      const [separator] = proven;
      return { samples, provenSeparator: proven.size === 1 ? (separator ?? null) : null };
    },
  };
}
