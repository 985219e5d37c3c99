import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningApi, readProblem, startApi } from '../../test/http/api-server.ts';
import { idTokenOf, organizationId } from '../../test/http/test-identity.ts';

const actor = { type: 'system', name: 'test' } as const;

describe('lists as CSV', () => {
  let api: RunningApi;
  beforeAll(async () => {
    api = await startApi();
    const { services } = api;
    await services.connect(organizationId, 'one');
    await services.connect('org-2', 'neighbour');
    for (const [index, department] of ['Research', 'Sales, EMEA'].entries()) {
      await services.employeeService.createEmployee(
        organizationId,
        {
          name: `Person ${index}`,
          email: `person-${index}@example.com`,
          role: 'Engineer',
          department,
          hourlyRateCents: 4_200,
          employmentStatus: 'fullTime',
          sourceType: 'csv',
          sourceId: String(index),
        },
        { actor },
      );
    }
  });
  afterAll(() => api.close());
  const exportLines = async (path: string, idToken: string) => {
    const response = await api.call(path, { idToken });
    expect(response.headers.get('content-type')).toMatch(/^text\/csv/);
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="[a-z-]+\.csv"$/);
    return (await response.text()).replace('\ufeff', '').trimEnd().split('\r\n');
  };

  it('have the connections of the own organization, and no token', async () => {
    const lines = await exportLines('/integrations/export', idTokenOf('member'));
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^id,provider,accountEmail,status,/);
    expect(lines[1]).toContain(',google_calendar,ada@example.com,connected,reauthorize,');
    expect(lines.join()).not.toContain('an-access-token');
  });

  it('have the directory by name for who may see what people earn', async () => {
    const lines = await exportLines('/employees/export', idTokenOf('administrator'));
    expect(lines.slice(1).map((line) => line.split(',csv,')[0])).toEqual([
      'Person 0,person-0@example.com,Engineer,Research,4200,fullTime',
      'Person 1,person-1@example.com,Engineer,"Sales, EMEA",4200,fullTime',
    ]);
  });

  it('have what is wrong with the rows of an import, whatever the file said', async () => {
    const body = 'name,email\n"Ada",not-an-address\nGrace,grace@example.com\n';
    const sent = await api.call('/employee-imports?dryRun=true', {
      method: 'POST',
      idToken: idTokenOf('owner'),
      body,
      headers: { 'content-type': 'text/csv' },
    });
    const { id } = (await sent.json()) as { id: string };
    await api.services.runTasks();
    const lines = await exportLines(`/employee-imports/${id}/faults/export`, idTokenOf('owner'));
    expect(lines[0]).toBe('line,column,reason');
    expect(lines[1]).toMatch(/^2,email,/);
    expect(lines).toHaveLength(2);
  });

  it('of an import that is not there are a problem document', async () => {
    const response = await api.call('/employee-imports/unknown/faults/export', {
      idToken: idTokenOf('owner'),
    });
    expect(await readProblem(response)).toMatchObject({ status: 404, code: 'import_not_found' });
  });
});
