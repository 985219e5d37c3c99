import type { EmployeeImportQuery } from '@klayim/shared/types';
import type { PayHeader } from './header-key.ts';
import type { DecimalSeparator } from './import-amount.ts';
import type { RowCells } from './import-cells.ts';
import { canBeSameCurrency } from './import-currency.ts';
import { readPay } from './import-pay.ts';

/** How amounts of a file are read. */
export type PaySettings = Pick<EmployeeImportQuery, 'decimalSeparator' | 'payPeriod' | 'maxHourlyRate'> & {
  /** Which decimal separator the file's own amounts prove. */
  provenSeparator?: DecimalSeparator | null;
};

/** Pay of one row. */
export interface RowPay {
  /** Integer cents an hour; null when it is empty, undefined when the row says nothing of it. */
  hourlyRateCents?: number | null;
  currency?: string;
}

/** Reads the pay of one file's rows, all of it in the currency of the first good row that names one. */
export function createPayReader(header: PayHeader, settings: PaySettings) {
  const rules = {
    header,
    decimalSeparator: settings.decimalSeparator,
    provenSeparator: settings.provenSeparator ?? undefined,
    payPeriod: settings.payPeriod,
    maxHourlyCents: Math.round(settings.maxHourlyRate * 100),
  };
  let first: { currency: string; line: number } | undefined;
  return {
    /** The pay of a row; what is wrong with it is noted in the row. */
    read(cells: RowCells): RowPay {
      const pay = readPay(cells.text, rules);
      if ('faults' in pay) {
        for (const { field, reason } of pay.faults) {
          cells.fault(field, reason);
        }
        return {};
      }
      const { currency, ...rate } = pay;
      if (!currency) {
        return rate;
      }
      if (first && !canBeSameCurrency(first.currency, currency.code)) {
        cells.fault(
          currency.field,
          `is in another currency than line ${first.line}: pay is kept in one currency. Import one file for each, or leave pay out`,
        );
      }
      return { ...rate, currency: currency.code };
    },
    /** Remembers the currency of a good row. A sign that several share is made precise by the first code. */
    note({ currency }: RowPay, line: number): void {
      if (currency === undefined) {
        return;
      }
      if (!first || currency.length > first.currency.length) {
        first = { currency, line: first?.line ?? line };
      }
    },
  };
}
