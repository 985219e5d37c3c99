import { describe, expect, it } from 'vitest';
import { differencesOf, draftOf, formatPay, parsePay, patchOf } from './employee-draft.ts';

const ada = {
  id: 'ada',
  organizationId: 'northwind',
  name: 'Ada Lovelace',
  email: 'ada@northwind.example',
  role: 'Engineer',
  department: 'Research',
  employmentStatus: 'fullTime',
  hourlyRateCents: 4808,
  sourceType: 'manual',
  createdAt: '2026-11-01T08:00:00.000Z',
  updatedAt: '2026-11-01T08:00:00.000Z',
  version: '1',
} as const;

describe('pay as it is typed', () => {
  it.each([
    ['', null],
    [' 48.08 ', 4808],
    ['48,5', 4850],
    ['0', 0],
    ['29.29', 2929],
    ['1000000', 100_000_000],
    ['1000000.01', undefined],
    ['1.234', undefined],
    ['1,234.50', undefined],
    ['-1', undefined],
    ['much', undefined],
  ])('%j is %j cents', (typed, cents) => {
    expect(parsePay(typed)).toBe(cents);
  });

  it('is shown as it can be typed again', () => {
    expect([formatPay(4808), formatPay(5), formatPay(0), formatPay(null), formatPay(undefined)]).toEqual([
      '48.08',
      '0.05',
      '0.00',
      '',
      '',
    ]);
  });
});

describe('a changed draft', () => {
  it('changes nothing when it says what is stored', () => {
    expect(patchOf(ada, draftOf(ada))).toEqual({});
    expect(patchOf(ada, { ...draftOf(ada), name: ' Ada Lovelace ', email: 'ADA@northwind.example' })).toEqual(
      {},
    );
  });

  it('names the changed fields only, and no pay of somebody whose pay is hidden', () => {
    const { hourlyRateCents: _pay, ...hidden } = ada;
    expect(patchOf(hidden, { ...draftOf(hidden), role: 'Director' })).toEqual({ role: 'Director' });
    expect(patchOf(ada, { ...draftOf(ada), pay: '' })).toEqual({ hourlyRateCents: null });
  });

  it('stands beside what somebody else has stored meanwhile', () => {
    const draft = { ...draftOf(ada), role: 'Director', pay: '50.00' };
    const stored = { ...ada, role: 'Fellow', department: 'Navy' };
    expect(differencesOf(patchOf(ada, draft), draft, stored)).toEqual([
      { field: 'role', yours: 'Director', stored: 'Fellow' },
      { field: 'pay', yours: '50.00', stored: '48.08' },
    ]);
  });
});
