import type { EmployeeImport, EmployeeImportFaultPage } from '@klayim/shared/types';
import { describe, expect, it } from 'vitest';
import { hrExports } from '../../../test/hr-exports.ts';
import { useDirectoryApi } from '../../../test/http/directory-api.ts';
import { idTokenOf, organizationId } from '../../../test/http/test-identity.ts';

describe('an export of', () => {
  const { call, employeeRepository, runTasks } = useDirectoryApi();
  const owner = idTokenOf('owner');

  it.each(hrExports.map((each) => [each.system, each] as const))(
    '%s becomes exactly its directory, twice and after a dry run',
    async (_system, { text, people, refused = [], query = '' }) => {
      const expected = people
        .map((person) => ({
          role: '',
          department: '',
          hourlyRateCents: null,
          employmentStatus: 'fullTime',
          ...person,
        }))
        .sort((one, other) => (one.email < other.email ? -1 : 1));
      for (const [dryRun, created] of [
        ['true', people.length],
        ['false', people.length],
      ] as const) {
        const response = await call(`/employee-imports?dryRun=${dryRun}${query}`, {
          method: 'POST',
          idToken: owner,
          body: text,
          headers: { 'content-type': 'text/csv' },
        });
        const { id } = (await response.json()) as EmployeeImport;
        expect(response.status).toBe(202);
        await runTasks();
        const done = (await (
          await call(`/employee-imports/${id}`, { idToken: owner })
        ).json()) as EmployeeImport;
        expect(done).toMatchObject({ status: 'completed', created, rejectedRows: refused.length });
        const faults = await call(`/employee-imports/${id}/faults`, { idToken: owner });
        const { items } = (await faults.json()) as EmployeeImportFaultPage;
        expect(items.map(({ line, column }) => ({ line, column }))).toEqual(refused);
        if (dryRun === 'true') {
          expect(done.preview?.people).toEqual(
            people.slice(0, 3).map((person) => expect.objectContaining({ ...person, outcome: 'created' })),
          );
        }
      }
      const stored = (await employeeRepository.findByOrganization(organizationId)).map(
        ({ name, email, role, department, hourlyRateCents, employmentStatus, sourceId }) => ({
          name,
          email,
          role,
          department,
          hourlyRateCents,
          employmentStatus,
          sourceId,
        }),
      );
      expect(stored.sort((one, other) => (one.email < other.email ? -1 : 1))).toEqual(expected);
    },
  );
});
