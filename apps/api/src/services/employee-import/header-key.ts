import { foldText } from '../../lib/fold-text.ts';
import { currencyOf } from './import-currency.ts';
import type { NamedField } from './words/field-headers.ts';
import { headerWords } from './words/header-words.ts';
import { compoundHeaders, joiningWords, type PayPeriod, payHeaders, periodWords } from './words/pay-words.ts';

/** Characters of a header that are looked at. */
const maxHeaderLength = 200;

/** A text as headers and words are compared: `E-Mail_Address *` and `email address` are the same. */
export function wordKey(text: string): string {
  return words(text).join('');
}

/** The words of a header, folded, without marks such as `[Required]`, `(USD)` or `*`. */
function words(text: string): string[] {
  const spelled = text
    .slice(0, maxHeaderLength)
    .replaceAll(/\[[^\]]*\]/g, ' ')
    .replaceAll(
      /\(\s*(?:required|optional|mandatory|read[ -]?only|erforderlich|pflichtfeld|obligatoire|obligatorio)\s*\)/gi,
      ' ',
    )
    .replaceAll(/\(([^()]*)\)/g, (_whole, inside: string) => (currencyOf(inside) ? ' ' : ` ${inside} `))
    .replaceAll(/#|№|\bn[°º]|\bn\.\s?º/gi, ' number ')
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2');
  return foldText(spelled)
    .split(/[^\p{L}\p{N}$€£₹]+/u)
    .filter((word) => word !== '');
}

const periodsByWord = new Map<string, PayPeriod>();
for (const [period, texts] of Object.entries(periodWords)) {
  for (const text of texts) {
    periodsByWord.set(wordKey(text), period as PayPeriod);
  }
}
const joining = new Set(joiningWords.map(wordKey));

/** The period that a text names, alone or after a word such as "per"; undefined when it is none that is known. */
export function periodOf(text: string): PayPeriod | undefined {
  const parts = words(text);
  while (parts.length > 0) {
    const period = periodsByWord.get(parts.join(''));
    if (period || !joining.has(parts[0] ?? '')) {
      return period;
    }
    parts.shift();
  }
  return undefined;
}

const compounds = new Map<string, PayPeriod>();
for (const [period, texts] of Object.entries(compoundHeaders)) {
  for (const text of texts) {
    compounds.set(wordKey(text), period as PayPeriod);
  }
}
const payKinds = new Map<string, keyof typeof payHeaders>();
for (const [kind, texts] of Object.entries(payHeaders)) {
  for (const text of texts) {
    payKinds.set(wordKey(text), kind as keyof typeof payHeaders);
  }
}

/** A column of pay: the period that its header names, or the one that is meant when nothing names one. */
export interface PayHeader {
  period?: PayPeriod;
  usualPeriod?: 'hour' | 'year';
}

/** What a header says of pay; undefined when it is not one of pay. */
export function payHeaderOf(header: string): PayHeader | undefined {
  const parts = words(header).filter(
    (word) => !currencyOf(word) || payKinds.has(word) || periodsByWord.has(word),
  );
  const compound = compounds.get(parts.join(''));
  if (compound) {
    return { period: compound };
  }
  const plain = payKinds.get(parts.join(''));
  if (plain) {
    return plain === 'unknown' ? {} : { usualPeriod: plain };
  }
  for (let length = Math.min(4, parts.length - 1); length > 0; length -= 1) {
    for (let start = 0; start + length <= parts.length; start += 1) {
      const period = periodsByWord.get(parts.slice(start, start + length).join(''));
      if (!period) {
        continue;
      }
      const others = [...parts.slice(0, start), ...parts.slice(start + length)];
      while (joining.has(others.at(-1) ?? '')) {
        others.pop();
      }
      if (payKinds.has(others.join(''))) {
        return { period };
      }
    }
  }
  return undefined;
}

const ranksByWord = new Map<string, { field: NamedField; rank: number }[]>();
for (const [field, ranks] of Object.entries(headerWords)) {
  for (const [rank, texts] of ranks.entries()) {
    for (const key of new Set(texts.map(wordKey))) {
      const entries = ranksByWord.get(key) ?? [];
      entries.push({ field: field as NamedField, rank });
      ranksByWord.set(key, entries);
    }
  }
}

/** The fields that a header can be the column of, each with its rank: 0 is the best. */
export function fieldsOfHeader(header: string): readonly { field: NamedField; rank: number }[] {
  return ranksByWord.get(wordKey(header)) ?? [];
}

/** Whether a header is one that a file of people would have. */
export function isKnownHeader(header: string): boolean {
  return header !== '' && (fieldsOfHeader(header).length > 0 || payHeaderOf(header) !== undefined);
}
