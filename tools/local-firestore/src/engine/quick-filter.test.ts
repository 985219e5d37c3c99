import { describe, expect, it } from 'vitest';
import type { Filter, StructuredQuery } from '../model/messages.ts';
import { mayMatch, withQuickFilter } from './quick-filter.ts';

const is = (fieldPath: string, text: string): Filter => ({
  fieldFilter: { field: { fieldPath }, op: 'EQUAL', value: { stringValue: text } },
});
const isOneOf = (fieldPath: string, values: object[]): Filter => ({
  fieldFilter: { field: { fieldPath }, op: 'IN', value: { arrayValue: { values } } },
});
const all = (...filters: Filter[]): Filter => ({ compositeFilter: { op: 'AND', filters } });
const any = (...filters: Filter[]): Filter => ({ compositeFilter: { op: 'OR', filters } });
const sifts = (where: Filter, data: object): boolean => withQuickFilter({ where }, () => mayMatch(data));

describe('the quick filter', () => {
  it.each<[string, Filter, object, boolean]>([
    ['another text', is('city', 'Bonn'), { city: 'Ulm' }, false],
    ['the text', is('city', 'Bonn'), { city: 'Bonn' }, true],
    ['a field that is not there', is('city', 'Bonn'), {}, false],
    [
      'one of several texts',
      isOneOf('city', [{ stringValue: 'Bonn' }, { stringValue: 'Ulm' }]),
      { city: 'Ulm' },
      true,
    ],
    ['none of them', isOneOf('city', [{ stringValue: 'Bonn' }]), { city: 'Ulm' }, false],
    [
      'one demand of several unmet',
      all(is('city', 'Bonn'), is('team', 'a')),
      { city: 'Bonn', team: 'b' },
      false,
    ],
  ])('leaves out what cannot match: %s', (_name, where, data, expected) => {
    expect(sifts(where, data)).toBe(expected);
  });

  it.each<[string, Filter, object]>([
    ['alternatives', any(is('city', 'Bonn'), is('team', 'a')), { city: 'Ulm', team: 'a' }],
    [
      'numbers',
      { fieldFilter: { field: { fieldPath: 'age' }, op: 'EQUAL', value: { integerValue: '3' } } },
      { age: 3.0 },
    ],
    [
      'a list with more than texts',
      isOneOf('age', [{ stringValue: 'x' }, { integerValue: '3' }]),
      { age: 3 },
    ],
    ['a path into a map', is('home.city', 'Bonn'), { home: { city: 'Bonn' } }],
    ['a quoted name', is('`home city`', 'Bonn'), { 'home city': 'Bonn' }],
    [
      'another comparison',
      { fieldFilter: { field: { fieldPath: 'a' }, op: 'LESS_THAN', value: { stringValue: 'x' } } },
      { a: 'b' },
    ],
  ])('leaves to the library: %s', (_name, where, data) => {
    expect(sifts(where, data)).toBe(true);
  });

  it('applies to its own query only, also when two run at once', async () => {
    const later = async (query: StructuredQuery, data: object) =>
      withQuickFilter(query, async () => {
        await new Promise((resolve) => setImmediate(resolve));
        return mayMatch(data);
      });
    const both = await Promise.all([
      later({ where: is('city', 'Bonn') }, { city: 'Bonn' }),
      later({ where: is('city', 'Ulm') }, { city: 'Bonn' }),
    ]);
    expect(both).toEqual([true, false]);
    expect(mayMatch({ city: 'Ulm' })).toBe(true);
  });
});
