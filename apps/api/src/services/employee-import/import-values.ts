import type { EmploymentStatus } from '@klayim/shared/types';

/** A value, or why it is none. */
export type ImportValue<Value> = { value: Value } | { fault: string };

const statuses: Readonly<Record<string, EmploymentStatus>> = {
  fulltime: 'fullTime',
  full: 'fullTime',
  ft: 'fullTime',
  permanent: 'fullTime',
  regular: 'fullTime',
  parttime: 'partTime',
  part: 'partTime',
  pt: 'partTime',
  contractor: 'contractor',
  contract: 'contractor',
  freelance: 'contractor',
  freelancer: 'contractor',
  consultant: 'contractor',
  temporary: 'contractor',
  inactive: 'inactive',
  terminated: 'inactive',
  former: 'inactive',
  left: 'inactive',
  onleave: 'inactive',
};

/** An employment status in the words of files: `Full-Time`, `FT`, `contractor`, … */
export function statusOf(text: string): ImportValue<EmploymentStatus> {
  const status = statuses[text.toLowerCase().replaceAll(/[^a-z]/g, '')];
  return status
    ? { value: status }
    : { fault: 'is no employment status: full-time, part-time, contractor or inactive' };
}

/** 1234.5, 1,234.50 and 1 234.50, or 1234,5 and 1.234,50; with a currency before or after it. */
const withPoint = /^(\d+|\d{1,3}(?:[,  ']\d{3})+)(?:\.(\d{1,2}))?$/;
const withComma = /^(\d+|\d{1,3}(?:[.  ']\d{3})+),(\d{1,2})$/;
const currency = /^(?:[$€£]|[A-Z]{3})?\s*(.+?)\s*(?:[$€£]|[A-Z]{3})?$/;

/** An amount of money in cents. Which of point and comma is the decimal one must be clear. */
export function amountOf(text: string): ImportValue<number> {
  const amount = currency.exec(text)?.[1] ?? '';
  const [, whole, fraction = ''] = withPoint.exec(amount) ?? withComma.exec(amount) ?? [];
  if (whole === undefined) return { fault: 'is no amount such as 1234.50 or 1.234,50' };
  const cents = Number(whole.replaceAll(/\D/g, '')) * 100 + Number(fraction.padEnd(2, '0'));
  return Number.isSafeInteger(cents) ? { value: cents } : { fault: 'is too large' };
}

/** An amount that is in cents already. */
export function centsOf(text: string): ImportValue<number> {
  return /^\d{1,12}$/.test(text) ? { value: Number(text) } : { fault: 'is no whole number of cents' };
}
