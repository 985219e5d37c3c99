import { employeeImportQuerySchema } from '@klayim/shared/schemas';
import { describe, expect, it } from 'vitest';
import { fieldsOfHeader, payHeaderOf, periodOf, wordKey } from './header-key.ts';
import { currencyOf } from './import-currency.ts';
import { mapHeader } from './import-mapping.ts';
import { combineMeanings, meaningsOf, standsForNothing } from './import-values.ts';
import { currencyWords } from './words/currency-words.ts';
import { emptyWords } from './words/empty-words.ts';
import { headerWords } from './words/header-words.ts';
import { compoundHeaders, payHeaders, periodWords } from './words/pay-words.ts';
import { statusWords, yesNoWords } from './words/status-words.ts';

const query = employeeImportQuerySchema.parse({});

describe('the table of headers', () => {
  const all = Object.entries(headerWords).flatMap(([field, ranks]) =>
    ranks.flatMap((words, rank) => words.map((word) => [word, field, rank] as const)),
  );

  it.each(all)('knows "%s" as the %s', (word, field, rank) => {
    for (const header of [
      word,
      word.toUpperCase(),
      `${word} *`,
      `${word} [Required]`,
      word.replaceAll(' ', '_'),
    ]) {
      expect(fieldsOfHeader(header)).toContainEqual({ field, rank });
    }
  });

  it('gives no header to two fields, and none of pay', () => {
    for (const [word] of all) {
      expect([word, new Set(fieldsOfHeader(word).map(({ field }) => field)).size]).toEqual([word, 1]);
      expect([word, payHeaderOf(word)]).toEqual([word, undefined]);
    }
  });

  it.each(
    all.filter(([, field]) => !['email', 'name', 'firstName', 'lastName', 'preferredName'].includes(field)),
  )('finds the column "%s" beside a name and an email', (word, field) => {
    const mapping = mapHeader(['Full Name', 'Email', word], query);
    expect(mapping).toMatchObject({ columns: { name: 0, email: 1, [field]: 2 } });
  });
});

describe('the table of periods', () => {
  const all = Object.entries(periodWords).flatMap(([period, words]) =>
    words.map((word) => [word, period] as const),
  );

  it.each(all)('knows "%s" as a %s', (word, period) => {
    expect(periodOf(word)).toBe(period);
    expect(periodOf(`per ${word}`)).toBe(period);
    expect(payHeaderOf(`Pay rate (${word})`)).toEqual({ period });
  });

  it.each(Object.values(payHeaders).flat())(
    'knows "%s" as a column of pay, with or without a currency',
    (word) => {
      expect(payHeaderOf(word)).toBeDefined();
      expect(payHeaderOf(`${word} (USD)`)).toEqual(payHeaderOf(word));
      expect(payHeaderOf(`Annual ${word}`)).toEqual({ period: 'year' });
    },
  );

  it.each(
    Object.entries(compoundHeaders).flatMap(([period, words]) =>
      words.map((word) => [word, period] as const),
    ),
  )('knows "%s" as pay for a %s', (word, period) => {
    expect(payHeaderOf(word)).toEqual({ period });
  });
});

describe('the table of statuses', () => {
  const all = Object.entries(statusWords).flatMap(([meaning, words]) =>
    words.map((word) => [word, meaning] as const),
  );
  const statusOf: Record<string, string> = { permanent: 'fullTime' };

  it.each(all)('knows "%s" as %s', (word, meaning) => {
    for (const text of [word, word.toUpperCase(), ` ${word}.`]) {
      const meanings = meaningsOf(text, 'status');
      expect(meanings && combineMeanings(meanings)).toEqual({ value: statusOf[meaning] ?? meaning });
    }
  });

  it('gives no word two meanings', () => {
    const keys = all.map(([word, meaning]) => [wordKey(word), meaning] as const);
    const byKey = Map.groupBy(keys, ([key]) => key);
    for (const [key, entries] of byKey) {
      expect([key, new Set(entries.map(([, each]) => each)).size]).toEqual([key, 1]);
    }
  });

  it.each(
    Object.entries(yesNoWords).flatMap(([meaning, words]) => words.map((word) => [word, meaning] as const)),
  )('knows "%s" of a column "Active" as %s', (word, meaning) => {
    expect(meaningsOf(word, 'isActive')).toEqual(new Set([meaning]));
  });
});

it.each(Object.entries(currencyWords))('%s is the currency %s', (word, currency) => {
  expect(currencyOf(word)).toBe(currency);
});

describe('words for nothing', () => {
  it.each(emptyWords.text)('"%s" is empty in a column of text, and of pay', (word) => {
    expect([standsForNothing(word.toUpperCase(), 'text'), standsForNothing(word, 'value')]).toEqual([
      true,
      true,
    ]);
  });

  it.each(emptyWords.value)('"%s" is empty in a column of pay, and stays in one of text', (word) => {
    expect([standsForNothing(word, 'text'), standsForNothing(word, 'value')]).toEqual([false, true]);
  });

  it.each(['Null', 'None', 'Na', 'Nil'])('the surname %s stays', (word) => {
    expect(standsForNothing(word, 'name')).toBe(false);
  });
});
