import { globSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { notSuites, suitePatterns, suitesWithoutFirestore } from './firestore-suites.ts';

const root = join(import.meta.dirname, '../..');
const without = suitesWithoutFirestore(root);
const all = globSync([...suitePatterns], { cwd: root, exclude: [...notSuites] });

// The other direction is held by every run: suites that are taken for such have no Firestore (no-firestore.setup.ts).
describe('a suite uses Firestore', () => {
  it.each([
    ['that opens a database', 'repositories/employees/employee.repository.test.ts'],
    ['that starts the API', 'routes/organizations/audit-events.route.test.ts'],
    ['whose tests stand in a file that it imports', 'test/reliability/rotation-faults.test.ts'],
    ['that starts processes which open it', 'employee-import/import-crash.test.ts'],
    ['that names it itself', 'lib/firestore-meter.test.ts'],
    ['about the wire protocol', 'suites/as-google.test.ts'],
    ['about the deployed rules', 'access-table.test.ts'],
  ])('%s', (_which, suite) => {
    expect(all.filter((path) => path.endsWith(suite))).toHaveLength(1);
    expect(without.filter((path) => path.endsWith(suite))).toEqual([]);
  });
});

describe('a suite uses none', () => {
  it.each([
    ['that tests a function', 'lib/redact.test.ts'],
    ['that gives the variable as a value', 'config/config.test.ts'],
    ['whose subject could open it, and does not', 'token-refresh/decide.test.ts'],
    ['about what our own Firestore is made of', 'rules/language.test.ts'],
    ['about the command that starts our own', 'suites/command.test.ts'],
  ])('%s', (_which, suite) => {
    expect(without.filter((path) => path.endsWith(suite))).toHaveLength(1);
  });
});
