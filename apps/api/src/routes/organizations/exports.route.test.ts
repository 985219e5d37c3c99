import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningApi, readProblem, startApi } from '../../../test/http/api-server.ts';
import { idTokenOf, organizationId } from '../../../test/http/test-identity.ts';

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

  it('have the imports, newest first', async () => {
    const lines = await exportLines('/employee-imports/export', idTokenOf('administrator'));
    expect(lines[0]).toMatch(/^id,status,dryRun,rows,/);
    expect(lines[1]).toMatch(/,completed,true,2,1,0,0,1,1,,/);
    expect(lines).toHaveLength(2);
  });

  it('have the trail as it is filtered, and nothing that a spreadsheet would run', async () => {
    await api.services.employeeService.createEmployee(
      organizationId,
      {
        name: 'Formula',
        email: 'formula@example.com',
        role: 'Engineer',
        department: 'Research',
        employmentStatus: 'fullTime',
        sourceType: 'manual',
      },
      { actor: { type: 'system', name: '=1+1' } },
    );
    const path = '/audit-events/export/csv?type=employee.created';
    const lines = await exportLines(path, idTokenOf('administrator'));
    expect(lines[0]).toMatch(/^at,type,result,reason,subjectType,subjectId,actorType,actorId,/);
    expect(lines).toHaveLength(1 + 3);
    for (const line of lines.slice(1)) {
      expect(line).toContain(',employee.created,success,,employee,');
    }
    expect(lines[1]).toContain(",system,'=1+1,'=1+1,");
    const none = await exportLines(`${path}&result=failure`, idTokenOf('owner'));
    expect(none).toHaveLength(1);
  });

  it('have the members for everybody of the organization in person', async () => {
    await api.call('/me', { idToken: idTokenOf('member') });
    const lines = await exportLines('/organization/members/export', idTokenOf('member'));
    expect(lines[0]).toBe('userId,name,email,role,joinedAt');
    expect(lines.length).toBeGreaterThan(1);
  });

  it('have the deliveries of a webhook that is there', async () => {
    const endpoint = await api.services.webhookEndpointRepository.create(
      organizationId,
      { url: 'https://hooks.example/klayim', events: ['connection.deleted'] },
      { secret: 'a-secret', actor, createdBy: 'ada' },
    );
    const path = `/webhook-endpoints/${endpoint.id}/deliveries/export`;
    const lines = await exportLines(path, idTokenOf('owner'));
    expect(lines).toEqual([
      'id,type,state,attempts,lastAttemptAt,lastStatus,lastFailure,nextAttemptAt,createdAt',
    ]);
    const foreign = await api.call('/webhook-endpoints/unknown/deliveries/export', {
      idToken: idTokenOf('owner'),
    });
    expect(await readProblem(foreign)).toMatchObject({ status: 404, code: 'webhook_endpoint_not_found' });
  });

  it('of an import that is not there are a problem document', async () => {
    const response = await api.call('/employee-imports/unknown/faults/export', {
      idToken: idTokenOf('owner'),
    });
    expect(await readProblem(response)).toMatchObject({ status: 404, code: 'import_not_found' });
  });
});
