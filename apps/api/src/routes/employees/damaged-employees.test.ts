import type { EmployeeImport, EmployeeImportFaultPage } from '@klayim/shared/types';
import { describe, expect, it } from 'vitest';
import { readProblem } from '../../../test/http/api-server.ts';
import { useDirectoryApi } from '../../../test/http/directory-api.ts';
import { idTokenOf, organizationId } from '../../../test/http/test-identity.ts';
import { recordingLogger } from '../../../test/recording-logger.ts';
import { testRepositories } from '../../../test/test-repositories.ts';

const owner = idTokenOf('owner');
const { call, employeeRepository, firestore, runTasks } = useDirectoryApi();

/** Imports a file to its end. */
async function imported(body: string) {
  const headers = { 'content-type': 'text/csv' };
  const started = await call('/employee-imports', { method: 'POST', idToken: owner, body, headers });
  const { id } = (await started.json()) as EmployeeImport;
  await runTasks();
  const job = (await (await call(`/employee-imports/${id}`, { idToken: owner })).json()) as EmployeeImport;
  const faults = await call(`/employee-imports/${id}/faults`, { idToken: owner });
  return { job, faults: ((await faults.json()) as EmployeeImportFaultPage).items };
}

/** Two people of a file, of whom the first is damaged then. @returns the id of the damaged record. */
async function withDamaged(damage: object = { name: 7 }): Promise<string> {
  await imported('ID,Name,Email\n1,Ada,a@acme.example\n2,Bo,b@acme.example\n');
  const ada = await employeeRepository.findBySourceId(organizationId, 'csv', '1');
  await firestore()
    .collection('employees')
    .doc(ada?.id ?? '')
    .update(damage);
  return ada?.id ?? '';
}

describe('a damaged record of the directory', () => {
  it.each([{ name: 7 }, { hourlyRateCents: 'plenty' }, { createdAt: 'then' }, { revision: 'x' }])(
    'is an error of its own for whoever reads or changes it, and no fault within the service: %j',
    async (damage) => {
      const id = await withDamaged(damage);
      const headers = { 'if-match': '*' };
      const sourced = { name: 'Ada', email: 'a@acme.example' };
      const answers = [
        await call(`/employees/${id}`, { idToken: owner }),
        await call(`/employees/${id}`, { method: 'PATCH', idToken: owner, json: { name: 'A' }, headers }),
        await call(`/employees/${id}`, { method: 'DELETE', idToken: owner }),
        await call('/employees/sync', {
          idToken: owner,
          json: {
            mode: 'incremental',
            sourceType: 'csv',
            employees: [
              { sourceId: '1', ...sourced, role: '', department: '', employmentStatus: 'fullTime' },
            ],
          },
        }),
      ];
      for (const answer of answers) {
        const problem = await readProblem(answer);
        expect(problem).toMatchObject({ status: 500, code: 'record_unreadable', remedy: 'operator' });
      }
      const list = (await (await call('/employees', { idToken: owner })).json()) as { items: object[] };
      expect(list.items).toMatchObject([{ name: 'Bo' }]);
    },
  );

  it('keeps its own row out of a file, by id or by email, and no other row', async () => {
    await withDamaged();
    const byId = await imported('ID,Name,Email\n1,Ada,a@acme.example\n2,Bo B,b@acme.example\n');
    expect(byId.job).toMatchObject({ status: 'completed', updated: 1, rejectedRows: 1 });
    expect(byId.faults).toEqual([{ line: 2, column: 'ID', reason: expect.stringContaining('damaged') }]);
    const byEmail = await imported('Name,Email\nAda,a@acme.example\nBo,b@acme.example\n');
    expect(byEmail.job).toMatchObject({ status: 'completed', created: 0, updated: 1, rejectedRows: 1 });
    expect(byEmail.faults).toEqual([
      { line: 2, column: 'Email', reason: expect.stringContaining('damaged') },
    ]);
  });

  it('is logged once, by collection and id, and never with its content', async () => {
    const id = await withDamaged({ name: { secret: 'planted' } });
    const { logger, lines } = recordingLogger();
    const employees = testRepositories({
      firestore,
      clock: Date.now,
      logger,
    }).employeeRepository;
    for (let time = 0; time < 2; time += 1) {
      await expect(employees.findById(organizationId, id)).rejects.toMatchObject({
        code: 'record_unreadable',
      });
      const byEmail = employees.findByEmail(organizationId, 'a@acme.example');
      await expect(byEmail).rejects.toMatchObject({ code: 'record_unreadable' });
    }
    expect(lines).toEqual([
      {
        level: 'error',
        message: 'A stored document cannot be read',
        collection: 'employees',
        documentId: id,
        cause: 'AppError',
        unreadable: 1,
      },
    ]);
  });
});
