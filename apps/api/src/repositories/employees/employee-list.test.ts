import type { Employee, NewEmployee } from '@klayim/shared/types';
import { beforeAll, describe, expect, it } from 'vitest';
import { ada, catchCode, newOrganization } from '../../../test/repositories/employee-fixtures.ts';
import { useTestFirestore } from '../../../test/repositories/test-firestore.ts';
import { testRepositories } from '../../../test/test-repositories.ts';
import { minuteMs } from '../../lib/duration.ts';
import type { EmployeeSelection } from './employee-queries.ts';

const { firestore } = useTestFirestore();
let nowMs = Date.parse('2026-11-23T10:15:00.000Z');
const employees = testRepositories({ firestore, clock: () => nowMs }).employeeRepository;
const organization = newOrganization();

const people: Partial<NewEmployee>[] = [
  { name: 'Zoë Ågren', email: 'zoe@example.com', department: 'Sales', role: 'Lead' },
  { name: 'ada lovelace', email: 'ada@example.com', employmentStatus: 'contractor' },
  { name: 'Adam Zimmer', email: 'zimmer@example.com', department: 'Sales' },
  { name: 'Ádám Kovács', email: 'kovacs@example.com', department: 'Sales', sourceType: 'finch' },
  { name: 'Łukasz Groß', email: 'lukasz@example.com', role: 'Lead' },
  // The same name twice: the id decides.
  { name: 'Adam Zimmer', email: 'adam@example.com' },
];

async function listNames(selection: EmployeeSelection, limit = 100): Promise<string[]> {
  const found: Employee[] = [];
  let cursor: string | null | undefined;
  while (cursor !== null) {
    const page = await employees.findPage(organization, { ...selection, limit, cursor });
    found.push(...page.items);
    cursor = page.nextCursor;
  }
  expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
  return found.map(({ name }) => name);
}

describe('the list of employees', () => {
  beforeAll(async () => {
    for (const person of people) {
      nowMs += minuteMs;
      await employees.create(organization, { ...ada, ...person });
    }
    await employees.create(newOrganization(), { ...ada, name: 'Adam of another organization' });
  });

  const byName = [
    'ada lovelace',
    'Ádám Kovács',
    'Adam Zimmer',
    'Adam Zimmer',
    'Łukasz Groß',
    'Zoë Ågren',
  ] as const;

  it.each<[string, EmployeeSelection, readonly string[]]>([
    ['by name, whatever case and accents', { sort: 'name' }, byName],
    ['by name, backwards', { sort: 'name', order: 'desc' }, byName.toReversed()],
    [
      'by email',
      { sort: 'email' },
      ['ada lovelace', 'Adam Zimmer', 'Ádám Kovács', 'Łukasz Groß', 'Adam Zimmer', 'Zoë Ågren'],
    ],
    ['by creation', { sort: 'createdAt', order: 'asc' }, people.map(({ name }) => name ?? '')],
    [
      'by last change',
      { sort: 'updatedAt', order: 'desc' },
      people.map(({ name }) => name ?? '').toReversed(),
    ],
    ['newest first when nothing is said', {}, people.map(({ name }) => name ?? '').toReversed()],
  ])('is sorted %s, in pages of any size', async (_what, selection, expected) => {
    for (const limit of [1, 2, 5, 100]) {
      expect(await listNames(selection, limit)).toEqual(expected);
    }
  });

  it.each<[string, EmployeeSelection, string[]]>([
    ['a department', { department: 'Sales' }, ['Ádám Kovács', 'Adam Zimmer', 'Zoë Ågren']],
    ['a role', { role: 'Lead' }, ['Łukasz Groß', 'Zoë Ågren']],
    ['a status', { status: 'contractor' }, ['ada lovelace']],
    ['a source', { sourceType: 'finch' }, ['Ádám Kovács']],
    ['a department and a role', { department: 'Sales', role: 'Lead' }, ['Zoë Ågren']],
    [
      'everything at once',
      {
        department: 'Sales',
        role: 'Engineer',
        status: 'fullTime',
        sourceType: 'finch',
        namePrefix: 'adam k',
      },
      ['Ádám Kovács'],
    ],
    ['nothing that is there', { department: 'Nowhere' }, []],
  ])('is filtered by %s', async (_what, selection, expected) => {
    expect(await listNames({ ...selection, sort: 'name' }, 2)).toEqual(expected);
  });

  it.each<[EmployeeSelection, string[]]>([
    [{ namePrefix: 'ada' }, ['ada lovelace', 'Ádám Kovács', 'Adam Zimmer', 'Adam Zimmer']],
    [{ namePrefix: 'ÁDÁM', department: 'Sales' }, ['Ádám Kovács', 'Adam Zimmer']],
    [{ namePrefix: '  adam   z', order: 'desc' }, ['Adam Zimmer', 'Adam Zimmer']],
    [{ namePrefix: 'lukasz gross' }, ['Łukasz Groß']],
    [{ namePrefix: 'lovelace' }, []],
    [{ emailPrefix: 'ADA' }, ['ada lovelace', 'Adam Zimmer']],
    [{ emailPrefix: 'z' }, ['Adam Zimmer', 'Zoë Ågren']],
  ])('is searched with %j', async (selection, expected) => {
    expect(await listNames(selection, 1)).toEqual(expected);
  });

  it('refuses the cursor of a list in another order', async () => {
    const { nextCursor } = await employees.findPage(organization, { sort: 'name', limit: 1 });
    for (const selection of [{ sort: 'email' }, { sort: 'name', order: 'desc' }, {}] as const) {
      const page = employees.findPage(organization, { ...selection, limit: 1, cursor: nextCursor ?? '' });
      expect(await catchCode(page)).toBe('invalid_cursor');
    }
  });
});
