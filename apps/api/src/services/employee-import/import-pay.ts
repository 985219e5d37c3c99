import type { ImportField } from '@klayim/shared/types';
import { hourlyRateOf } from '../employees/employee-pay.ts';
import { type PayHeader, periodOf, wordKey } from './header-key.ts';
import { type DecimalSeparator, readAmount, type WrittenAmount } from './import-amount.ts';
import { canBeSameCurrency, currencyOf } from './import-currency.ts';
import { type PayPeriod, periodsPerYear, salariedWords } from './words/pay-words.ts';

/** Columns that hold an amount. */
export const amountFields = ['hourlyRateCents', 'hourlyRate', 'annualSalary', 'pay'] as const;
type AmountField = (typeof amountFields)[number];

/** How a file's pay is read. */
export interface PayRules {
  /** What the header of the `pay` column says. */
  header: PayHeader;
  /** Set by the caller: decides every ambiguous amount. */
  decimalSeparator?: DecimalSeparator | undefined;
  /** Proven by other amounts of the file: decides where the other mark groups thousands. */
  provenSeparator?: DecimalSeparator | undefined;
  /** Set by the caller: the period of amounts that nothing else gives one. */
  payPeriod?: PayPeriod | undefined;
  /** Highest pay by the hour that is believed, in integer cents. */
  maxHourlyCents: number;
}

/** A fault of one column. */
export interface PayFault {
  field: ImportField;
  reason: string;
}

/** A row's non-empty text of a field; undefined when the column is absent, '' when it is empty. */
export type PayText = (field: ImportField) => string | undefined;

/** Highest pay by the hour that can be stored, in cents. */
const maxStoredCents = 100_000_000;
/** A "salary" below this, in cents, is more likely one of a month. */
const minUsualSalaryCents = 1_000_000;
/** Thousands in an annual amount: `85,000` is never 85.00 a year. */
const minGroupedYearCents = 1_000_000;

const salaried = new Set(salariedWords.map(wordKey));
const labels: Readonly<Record<PayPeriod, string>> = {
  hour: 'an hour',
  day: 'a day',
  week: 'a week',
  twoWeeks: 'two weeks',
  halfMonth: 'half a month',
  month: 'a month',
  quarter: 'a quarter',
  year: 'a year',
};

/**
 * Pay by the hour that a row gives: undefined when the file has no such column or the row does not reach it, null when
 * it is empty. Amounts of another period are converted by 2,080 hours a year.
 */
export function readPay(
  text: PayText,
  rules: PayRules,
):
  | { hourlyRateCents?: number | null; currency?: { field: ImportField; code: string } }
  | { faults: PayFault[] } {
  const present = amountFields.filter((field) => text(field) !== undefined);
  if (present.length === 0) {
    return {};
  }
  const filled = present.filter((field) => text(field) !== '');
  if (filled.length === 0) {
    return { hourlyRateCents: null };
  }
  const faults: PayFault[] = [];
  const rates: { field: AmountField; cents: number; currency: string | undefined }[] = [];
  for (const field of filled) {
    const read = rateOf(field, text, rules);
    if ('faults' in read) {
      faults.push(...read.faults);
    } else {
      rates.push({ field, ...read });
    }
  }
  const [first, ...others] = rates;
  const other = others.find(({ cents }) => Math.abs(cents - (first?.cents ?? cents)) > 1);
  if (other) {
    faults.push({
      field: other.field,
      reason: 'is not the same pay as in another column of this row: leave one of them out',
    });
  }
  if (faults.length > 0 || !first) {
    return { faults };
  }
  const named = text('currency') ? currencyOf(text('currency') ?? '') : undefined;
  if (text('currency') && !named) {
    return { faults: [{ field: 'currency', reason: 'is not a currency that is known' }] };
  }
  if (named && first.currency && !canBeSameCurrency(named, first.currency)) {
    return { faults: [{ field: first.field, reason: 'is in another currency than the row says' }] };
  }
  const code = named ?? first.currency;
  return {
    hourlyRateCents: first.cents,
    ...(code === undefined ? {} : { currency: { field: named ? 'currency' : first.field, code } }),
  };
}

function rateOf(
  field: AmountField,
  text: PayText,
  rules: PayRules,
): { cents: number; currency: string | undefined } | { faults: PayFault[] } {
  const refuse = (reason: string, of: ImportField = field) => ({ faults: [{ field: of, reason }] });
  const given = text(field) ?? '';
  if (field === 'hourlyRateCents') {
    if (!/^\d{1,12}$/.test(given)) {
      return refuse('is not a whole number of cents');
    }
    return checkRate(Number(given), 'hour', rules, field);
  }
  const amount = readAmount(given);
  if ('fault' in amount) {
    return refuse(amount.fault);
  }
  const period = periodFor(field, amount.value, text, rules);
  if ('faults' in period) {
    return period;
  }
  const cents = settle(amount.value.cents, period.period, rules);
  if (cents === undefined) {
    return refuse(
      'is ambiguous: the mark can stand before decimals or between thousands. Write 1234.50, or say decimalSeparator=point or comma',
    );
  }
  if (period.isUsual && period.period === 'year' && cents > 0 && cents < minUsualSalaryCents) {
    return refuse(
      'is little for a year, and nothing says for which period it is: say payPeriod=month or payPeriod=year',
    );
  }
  const rate = checkRate(cents, period.period, rules, field, period.isUsual);
  return 'faults' in rate ? rate : { ...rate, currency: amount.value.currency };
}

function checkRate(
  cents: number,
  period: PayPeriod,
  rules: PayRules,
  field: ImportField,
  isUsual = false,
): { cents: number; currency: undefined } | { faults: PayFault[] } {
  const refuse = (reason: string) => ({ faults: [{ field, reason }] });
  // Where nothing names the period, less is believed.
  const maxHourlyCents = isUsual ? rules.maxHourlyCents / 10 : rules.maxHourlyCents;
  const annual = cents * periodsPerYear[period];
  if (!Number.isSafeInteger(annual * 2)) {
    return refuse('is too large');
  }
  const hourly = period === 'hour' ? cents : hourlyRateOf(annual);
  if (hourly > maxStoredCents) {
    return refuse('is more than 1,000,000.00 an hour');
  }
  if (period === 'hour' && hourly > maxHourlyCents) {
    return refuse(
      `is more than ${(maxHourlyCents / 100).toFixed(2)} an hour: if it is pay for another period, say payPeriod or name a column by payPeriodColumn; if it is right, raise maxHourlyRate`,
    );
  }
  return { cents: hourly, currency: undefined };
}

/** One reading of an ambiguous amount, when something decides between them. */
function settle(cents: WrittenAmount['cents'], period: PayPeriod, rules: PayRules): number | undefined {
  if (typeof cents === 'number') {
    return cents;
  }
  const isMark = (separator: DecimalSeparator) => (cents.separator === '.') === (separator === 'point');
  if (rules.decimalSeparator) {
    return isMark(rules.decimalSeparator) ? cents.decimal : cents.grouped;
  }
  // A yearly pay below 1,000 is not plausible: five digits and more are thousands.
  if (period === 'year' && cents.grouped >= minGroupedYearCents) {
    return cents.grouped;
  }
  if (rules.provenSeparator && !isMark(rules.provenSeparator)) {
    return cents.grouped;
  }
  return undefined;
}

/** The period of an amount: everything that names one must agree. */
function periodFor(
  field: Exclude<AmountField, 'hourlyRateCents'>,
  amount: WrittenAmount,
  text: PayText,
  { header, payPeriod }: PayRules,
): { period: PayPeriod; isUsual: boolean } | { faults: PayFault[] } {
  const refuse = (of: ImportField, reason: string) => ({ faults: [{ field: of, reason }] });
  const named: { field: ImportField; period: PayPeriod }[] = [];
  const fromHeader = field === 'hourlyRate' ? 'hour' : field === 'annualSalary' ? 'year' : header.period;
  if (fromHeader) {
    named.push({ field, period: fromHeader });
  }
  if (amount.period) {
    named.push({ field, period: amount.period });
  }
  let isSalaried = false;
  // Beside a column of plain pay, these are about that one.
  const isOther = field !== 'pay' && !!text('pay');
  for (const column of isOther ? [] : (['payPeriod', 'payType'] as const)) {
    const said = text(column) ?? '';
    if (said === '') {
      continue;
    }
    const period = periodOf(said);
    if (period) {
      named.push({ field: column, period });
    } else if (salaried.has(wordKey(said))) {
      isSalaried = true;
    } else {
      return refuse(
        column,
        'is not a period of pay that is known: hour, day, week, two weeks, half a month, month, quarter or year',
      );
    }
  }
  const [first, ...others] = named;
  const other = others.find(({ period }) => period !== first?.period);
  if (first && other) {
    return refuse(
      other.field,
      `says ${labels[other.period]} where another place of the row says ${labels[first.period]}`,
    );
  }
  if (first) {
    return { period: first.period, isUsual: false };
  }
  if (payPeriod) {
    return { period: payPeriod, isUsual: false };
  }
  const frequency = text('payFrequency') ?? '';
  const often = frequency === '' ? undefined : periodOf(frequency);
  // Pay is never paid out hourly or yearly: there the frequency is the period.
  if (often === 'hour' || often === 'year') {
    return { period: often, isUsual: false };
  }
  const isOpen =
    text('payPeriod') !== undefined || frequency !== '' || (isSalaried && header.usualPeriod !== 'year');
  if (header.usualPeriod && !isOpen) {
    return { period: header.usualPeriod, isUsual: true };
  }
  return refuse(
    field,
    'is pay for a period that nothing names: say payPeriod (hour, week, month, year, …), or name a column by payPeriodColumn',
  );
}
