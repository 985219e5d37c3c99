import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  employeeImportExample,
  employeeImportFaultExample,
} from '../apps/api/src/routes/examples/employee-import.example.ts';
import type { Answer } from './testing/recording-server.ts';
import { useScriptApi } from './testing/script-api.ts';

const dryRun = {
  ...employeeImportExample,
  id: 'i-1',
  status: 'completed',
  dryRun: true,
  mapping: { id: 'Employee #', name: 'Näme "of"', pay: 'Pay\\rate' },
  ignoredColumns: ['Home, Email', 'Cost Center'],
  rows: 5,
  created: 2,
  updated: 1,
  unchanged: 0,
  rejectedRows: 2,
  faults: 2,
  preview: {
    headerLine: 1,
    samples: {
      id: ['1042', '1043', ''],
      name: ['Nora Quist', 'Jörg "J" Weiß\nx', '山﨑 太郎'],
      pay: ['$85,000.00', 'a\\', 'b,[]{}\u001b[2J\u009b2J\u202egpj'],
    },
    people: [
      {
        name: 'Nora Quist',
        email: 'n@acme.example',
        role: '',
        department: 'Forschung und Entwicklung in Übergröße West',
        employmentStatus: 'fullTime',
        hourlyRateCents: 4_087,
        sourceId: '1042',
        outcome: 'created',
      },
      {
        name: 'Jörg Weiß',
        email: 'j@acme.example',
        role: 'E',
        department: 'O',
        employmentStatus: 'partTime',
        hourlyRateCents: 5,
        outcome: 'updated',
      },
      {
        name: '山﨑 太郎',
        email: 'y@acme.example',
        role: 'E',
        department: 'O',
        employmentStatus: 'fullTime',
        hourlyRateCents: null,
        outcome: 'created',
      },
    ],
  },
};
const faults = [
  { ...employeeImportFaultExample, line: 4, column: 'E-Mäil "x"', reason: 'is not an email address' },
  { ...employeeImportFaultExample, line: 1_004, column: null, reason: 'has 9 values for 8 columns' },
];

let current: object = dryRun;
const { runner, env, taken } = useScriptApi(({ method, target }): Answer => {
  if (method === 'POST') {
    return { status: 202, body: { ...dryRun, status: 'queued' } };
  }
  if (target.includes('/faults')) {
    return { status: 200, body: { items: faults, nextCursor: '20' } };
  }
  return { status: 200, body: target.endsWith('/events') ? '' : current };
});
const file = join(runner.home, 'people.csv');

describe('a dry run of import-employees.sh', () => {
  it('shows columns with samples, the first people and the faults with line and column', async () => {
    writeFileSync(file, 'Employee #\n1042\n');
    const { stdout, exitCode } = await runner.run('import-employees.sh', { args: [file, '--dry-run'], env });
    expect(exitCode).toBe(3);
    expect(stdout.split('\n').map((line) => line.trimEnd())).toEqual([
      'COLUMN      FIELD  FIRST VALUES',
      'Employee #  id     1042 | 1043 |',
      'Näme "of"   name   Nora Quist | Jörg "J" Weiß x | 山﨑 太郎',
      'Pay\\rate    pay    $85,000.00 | a\\ | b,[]{}\\u001b[2J?2J?gpj',
      '',
      'Not read: Home, Email | Cost Center',
      '',
      'OUTCOME  ID    NAME        EMAIL           ROLE  DEPARTMENT                        STATUS    PAY AN HOUR',
      'created  1042  Nora Quist  n@acme.example        Forschung und Entwicklung in Üb…  fullTime  40.87',
      'updated        Jörg Weiß   j@acme.example  E     O                                 partTime  0.05',
      'created        山﨑 太郎       y@acme.example  E     O                                 fullTime',
      '',
      '5 rows: 2 would be created, 1 updated, 0 unchanged, 2 left out',
      '',
      'LINE  COLUMN      REASON',
      '4     E-Mäil "x"  is not an email address',
      '1004  (row)       has 9 values for 8 columns',
      '',
    ]);
    expect(taken().at(-1)?.target).toBe('/api/employee-imports/i-1/faults?limit=20');
  });

  it('shows the columns alone while nothing is judged yet', async () => {
    const { stdout } = await runner.run('import-employees.sh', {
      args: [file, '--dry-run', '--no-wait'],
      env,
    });
    expect(stdout).toContain('FIRST VALUES');
    expect(stdout).toContain('5 rows, which are not judged yet');
    taken();
  });

  it('stays JSON when told, as an import is', async () => {
    const args = [file, '--dry-run', '--format', 'json'];
    const { stdout } = await runner.run('import-employees.sh', { args, env });
    expect(JSON.parse(stdout)).toEqual(dryRun);
    current = { ...dryRun, dryRun: false, preview: null, faults: 0, rejectedRows: 0 };
    const real = await runner.run('import-employees.sh', { args: [file], env });
    expect(JSON.parse(real.stdout)).toEqual(current);
    const shown = await runner.run('import-employees.sh', {
      args: ['--follow', 'i-1', '--format', 'text'],
      env,
    });
    expect(shown.stdout).toContain('5 rows: 2 created, 1 updated, 0 unchanged, 0 left out');
  });
});
