import { currencyWords, sharedSigns } from './words/currency-words.ts';

const codes = new Set(Intl.supportedValuesOf('currency'));

/** The currency that a sign, an abbreviation or an ISO 4217 code stands for; undefined when it is none. */
export function currencyOf(text: string): string | undefined {
  const given = text.trim();
  if (given === '' || given.length > 8) {
    return undefined;
  }
  if (/^[A-Za-z]{3}$/.test(given) && codes.has(given.toUpperCase())) {
    return given.toUpperCase();
  }
  const plain = given
    .normalize('NFKD')
    .replaceAll(/\p{M}|[.\s]/gu, '')
    .toLowerCase()
    .replaceAll('ł', 'l');
  return Object.hasOwn(currencyWords, plain) ? currencyWords[plain] : undefined;
}

/** Whether two currencies can be the same one: `$` and `USD` can, `$` and `EUR` cannot. */
export function canBeSameCurrency(one: string, other: string): boolean {
  return one === other || !!sharedSigns[one]?.includes(other) || !!sharedSigns[other]?.includes(one);
}
