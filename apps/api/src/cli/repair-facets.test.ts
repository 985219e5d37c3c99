import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ada } from '../../test/repositories/employee-fixtures.ts';
import { useTestFirestore } from '../../test/repositories/test-firestore.ts';
import { testRepositories } from '../../test/test-repositories.ts';
import { facetsReference } from '../repositories/employees/employee-facets.ts';

describe('the command repair-facets', () => {
  const { firestore, projectId } = useTestFirestore();
  const employees = testRepositories({ firestore, clock: () => Date.now() }).employeeRepository;

  function run(...args: string[]) {
    const script = fileURLToPath(new URL('./repair-facets.ts', import.meta.url));
    return new Promise<{ exitCode: unknown; stdout: string; stderr: string }>((resolve) => {
      execFile(process.execPath, [script, ...args], { env: process.env }, (error, stdout, stderr) => {
        resolve({ exitCode: error?.code ?? 0, stdout, stderr });
      });
    });
  }

  it('corrects what is wrong, says so, and finds nothing the second time', async () => {
    await employees.create('northwind', ada);
    const before = await employees.getFacets('northwind');
    await facetsReference(firestore(), 'northwind').update({ departments: { '=Sales': -3 } });
    const args = ['--project', projectId, '--organization', 'northwind'];
    expect(await run(...args)).toEqual({
      exitCode: 0,
      stdout: 'northwind: 1 employees, 2 counts corrected.\n',
      stderr: '',
    });
    expect(await employees.getFacets('northwind')).toEqual(before);
    expect(await run(...args)).toMatchObject({ stdout: 'northwind: 1 employees, 0 counts corrected.\n' });
  });

  it.each([
    [['--organization', 'northwind'], '--project'],
    [['--project', 'demo-x'], '--organization'],
    [['--project', 'demo-x', '--organization', '../x'], '--organization'],
    [['--everything'], '--everything'],
  ])('refuses %j', async (args, sentence) => {
    expect(await run(...args)).toMatchObject({ exitCode: 2, stderr: expect.stringContaining(sentence) });
  });

  it('has help', async () => {
    expect(await run('--help')).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('--project') });
  });
});
