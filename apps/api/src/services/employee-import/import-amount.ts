import { periodOf } from './header-key.ts';
import { canBeSameCurrency, currencyOf } from './import-currency.ts';
import type { ImportValue } from './import-values.ts';
import { indianGrouping } from './words/currency-words.ts';
import type { PayPeriod } from './words/pay-words.ts';

/** Which of point and comma stands before the decimals. */
export type DecimalSeparator = 'point' | 'comma';

/** An amount of money as it is written. Cents are integers; half a cent is rounded up. */
export interface WrittenAmount {
  /** Both readings, when nothing in the text tells which is right: `1.234` is 1234.00 or 1.23. */
  cents: number | { grouped: number; decimal: number; separator: '.' | ',' };
  currency?: string;
  /** A period that is written behind the amount: `27.50 / hr`. */
  period?: PayPeriod;
}

const notAnAmount = { fault: 'is not an amount such as 1234.50 or 1.234,50' } as const;
const spaces = /[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]+/g;
const apostrophes = /[\u2018\u2019\u02bc\u00b4`\u2032\uff07]/g;
/** What is in front of the number, the number, and what is behind it. */
const parts = /^([^\d]*)(\d(?:[\d., ']*\d)?)([^\d]*)$/;

/** Reads an amount with a currency before or after it and a period behind it. Nothing is guessed. */
export function readAmount(text: string): ImportValue<WrittenAmount> {
  const plain = text.replaceAll(spaces, ' ').replaceAll(apostrophes, "'").trim();
  const [, before = '', number, behind = ''] = parts.exec(plain.replace(/(\d)[.,][-–—](?!\d)/, '$1')) ?? [];
  if (number === undefined) {
    return notAnAmount;
  }
  if (/[-−–—(]/.test(before) || /^\s*[-−–—)]/.test(behind)) {
    return { fault: 'is negative: pay is 0 or more' };
  }
  const marks = readMarks(before, behind);
  if (!marks) {
    return notAnAmount;
  }
  const cents = readNumber(number, indianGrouping.includes(marks.currency ?? ''));
  if (cents === undefined) {
    return notAnAmount;
  }
  const largest = typeof cents === 'number' ? cents : cents.grouped;
  return Number.isSafeInteger(largest) ? { value: { cents, ...marks } } : { fault: 'is too large' };
}

/** The currency and the period around a number; undefined when there is anything else. */
function readMarks(before: string, behind: string): Pick<WrittenAmount, 'currency' | 'period'> | undefined {
  const leading = before.trim();
  const currency = currencyOf(leading);
  if (leading !== '' && !currency) {
    return undefined;
  }
  let rest = behind.trim();
  let trailing: string | undefined;
  for (const end of [rest.length, ...[...rest.matchAll(/[\s/.]/g)].map(({ index }) => index + 1).reverse()]) {
    trailing = currencyOf(rest.slice(0, end).replace(/\/$/, ''));
    if (!trailing) {
      continue;
    }
    rest = rest.slice(end).trim();
    break;
  }
  if (currency && trailing && !canBeSameCurrency(currency, trailing)) {
    return undefined;
  }
  const period = rest === '' ? undefined : periodOf(rest);
  if (rest !== '' && !period) {
    return undefined;
  }
  const found = trailing ?? currency;
  return { ...(found === undefined ? {} : { currency: found }), ...(period ? { period } : {}) };
}

function readNumber(number: string, isIndian: boolean): WrittenAmount['cents'] | undefined {
  const whole = /^\d+$/.exec(number);
  if (whole) {
    return toCents(number, '');
  }
  // Groups of three between spaces, apostrophes, points or commas, and decimals behind another mark.
  const grouped = /^(\d{1,3}(?:([ ',.])\d{3})(?:\2\d{3})*)(?:(?!\2)[.,](\d+))?$/.exec(number);
  const indian = /^(\d{1,2}(?:,\d{2})+,\d{3})(?:\.(\d+))?$/.exec(number);
  const decimal = /^(\d+)([.,])(\d+)$/.exec(number);
  const separator = decimal?.[2] as '.' | ',' | undefined;
  const isAmbiguous = separator && /^[1-9]\d{0,2}[.,]\d{3}$/.test(number);
  if (isAmbiguous) {
    const [head = '', tail = ''] = number.split(separator);
    return { grouped: toCents(head + tail, ''), decimal: toCents(head, tail), separator };
  }
  if (decimal) {
    return toCents(decimal[1] ?? '', decimal[3] ?? '');
  }
  if (grouped) {
    return toCents(grouped[1] ?? '', grouped[3] ?? '');
  }
  if (indian && (isIndian || indian[2] !== undefined)) {
    return toCents(indian[1] ?? '', indian[2] ?? '');
  }
  return undefined;
}

function toCents(whole: string, fraction: string): number {
  const padded = fraction.padEnd(3, '0');
  const roundUp = Number(padded[2]) >= 5 ? 1 : 0;
  return Number(whole.replaceAll(/\D/g, '')) * 100 + Number(padded.slice(0, 2)) + roundUp;
}

/** Which decimal separator a text proves; undefined when it leaves that open, or is no amount. */
export function provenSeparator(text: string): DecimalSeparator | undefined {
  const number = /\d[\d.,]*\d/.exec(text)?.[0];
  if (number === undefined || !/[.,]/.test(number)) {
    return undefined;
  }
  const value = readAmount(text);
  if (!('value' in value) || typeof value.value.cents !== 'number') {
    return undefined;
  }
  const last = Math.max(number.lastIndexOf('.'), number.lastIndexOf(','));
  const isDecimal = number.indexOf(number[last] ?? '') === last;
  return (number[last] === '.') === isDecimal ? 'point' : 'comma';
}
