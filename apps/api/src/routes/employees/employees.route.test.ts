import type { AuditEvent, Employee, EmployeePage } from '@klayim/shared/types';
import { describe, expect, it } from 'vitest';
import { readProblem } from '../../../test/http/api-server.ts';
import { useDirectoryApi } from '../../../test/http/directory-api.ts';
import { idTokenOf, organizationId } from '../../../test/http/test-identity.ts';
import { collections } from '../../repositories/collections.ts';

const owner = idTokenOf('owner');
const grace = { name: 'Grace Hopper', email: 'Grace@Example.com', department: 'Navy', role: 'Admiral' };

describe('the employees routes', () => {
  const { call, employeeService, firestore } = useDirectoryApi();

  async function create(body: object = grace): Promise<Employee> {
    const response = await call('/employees', { idToken: owner, json: body });
    expect(response.status).toBe(201);
    return (await response.json()) as Employee;
  }

  const system = { actor: { type: 'system', name: 'test' } } as const;
  const foreign = () =>
    employeeService.createEmployee(
      'org-2',
      { ...grace, employmentStatus: 'fullTime', sourceType: 'csv', sourceId: '1' },
      system,
    );

  async function listEvents(id: string): Promise<AuditEvent[]> {
    const { docs } = await firestore()
      .collection(collections.auditEvents.name)
      .where('subject.id', '==', id)
      .get();
    return docs
      .toSorted((one, other) => (one.get('at').toMillis() < other.get('at').toMillis() ? -1 : 1))
      .map((document) => document.data() as AuditEvent);
  }

  it('add, show, change and remove an employee, and the trail says who did', async () => {
    const created = await call('/employees', { idToken: owner, json: grace });
    const employee = (await created.json()) as Employee;
    expect(created.headers.get('location')).toBe(`https://api.example/employees/${employee.id}`);
    expect(created.headers.get('etag')).toBe(`"${employee.version}"`);
    expect(employee).toMatchObject({
      ...grace,
      email: 'grace@example.com',
      organizationId,
      employmentStatus: 'fullTime',
      hourlyRateCents: null,
      sourceType: 'manual',
    });

    const path = `/employees/${employee.id}`;
    const shown = await call(path, { idToken: owner });
    expect(await shown.json()).toEqual(employee);
    const known = await call(path, { idToken: owner, headers: { 'if-none-match': `"${employee.version}"` } });
    expect(known.status).toBe(304);

    const change = { method: 'PATCH', idToken: owner, headers: { 'if-match': `"${employee.version}"` } };
    const changed = await call(path, { ...change, json: { annualSalaryCents: 10_000_000 } });
    expect(await changed.json()).toMatchObject({ hourlyRateCents: 4_808, department: 'Navy' });
    const late = await call(path, { ...change, json: { name: 'Grace' } });
    expect(await readProblem(late)).toMatchObject({ status: 412, code: 'precondition_failed' });
    const careless = await call(path, { method: 'PATCH', idToken: owner, json: { name: 'Grace' } });
    expect(await readProblem(careless)).toMatchObject({ status: 428, code: 'precondition_required' });

    const remove = { method: 'DELETE', idToken: owner };
    const stale = await call(path, { ...remove, headers: { 'if-match': `"${employee.version}"` } });
    expect(await readProblem(stale)).toMatchObject({ status: 412 });
    expect((await call(path, remove)).status).toBe(204);
    expect((await call(path, remove)).status).toBe(404);

    const events = await listEvents(employee.id);
    expect(events.map(({ type }) => type)).toEqual([
      'employee.created',
      'employee.updated',
      'employee.deleted',
    ]);
    expect(events[0]).toMatchObject({
      organizationId,
      actor: { type: 'user', userId: 'user-owner', role: 'owner' },
      result: 'success',
    });
    expect(events[0]?.actor).toMatchObject({ requestId: created.headers.get('x-request-id') });
  });

  it('show pay to those who may see it, in lists too', async () => {
    const { id } = await create({ ...grace, hourlyRateCents: 9_500 });
    for (const role of ['owner', 'administrator', 'service', 'member'] as const) {
      const one = await (await call(`/employees/${id}`, { idToken: idTokenOf(role) })).json();
      const list = (await (await call('/employees', { idToken: idTokenOf(role) })).json()) as EmployeePage;
      for (const seen of [one, list.items[0]]) {
        if (role === 'member') {
          expect(seen).not.toHaveProperty('hourlyRateCents');
        } else {
          expect(seen).toMatchObject({ hourlyRateCents: 9_500 });
        }
      }
    }
  });

  it.each([
    'sort=hourlyRateCents',
    'hourlyRateCents=1',
    'sort=email&department=Navy',
    'sort=createdAt&status=fullTime',
    'namePrefix=a&emailPrefix=a',
    'namePrefix=a&sort=email',
    'emailPrefix=a&sort=name',
    'emailPrefix=a&role=Admiral',
    'department=',
    'status=retired',
    'order=up',
    'limit=0',
    'limit=101',
  ])('refuse a list with ?%s', async (query) => {
    const response = await call(`/employees?${query}`, { idToken: owner });
    expect(await readProblem(response)).toMatchObject({ status: 400, code: 'invalid_request' });
  });

  it('list by filter, prefix and order, page by page', async () => {
    for (const name of ['Zoe', 'Ámos', 'anna', 'Bea']) {
      await create({ ...grace, name, email: `${name.codePointAt(0)}@example.com` });
    }
    const namesAt = async (query: string) => {
      const response = await call(`/employees?${query}`, { idToken: idTokenOf('member') });
      const page = (await response.json()) as EmployeePage;
      return { names: page.items.map(({ name }) => name), next: page.nextCursor };
    };
    const first = await namesAt('department=Navy&status=fullTime&limit=3');
    expect(first.names).toEqual(['Ámos', 'anna', 'Bea']);
    const second = await namesAt(`department=Navy&status=fullTime&limit=3&cursor=${first.next}`);
    expect(second).toEqual({ names: ['Zoe'], next: null });
    expect(await namesAt('namePrefix=a')).toEqual({ names: ['Ámos', 'anna'], next: null });
    expect(await namesAt('sort=createdAt&order=desc&limit=1')).toMatchObject({ names: ['Bea'] });
    const mixed = await call(`/employees?sort=email&cursor=${first.next}`, { idToken: owner });
    expect(await readProblem(mixed)).toMatchObject({ code: 'invalid_cursor' });
  });

  it('tell departments and roles with their counts', async () => {
    await create();
    await create({ ...grace, department: 'Research', email: 'g@example.com' });
    await foreign();
    const response = await call('/employees/facets', { idToken: idTokenOf('member') });
    expect(await response.json()).toEqual({
      total: 2,
      departments: [
        { value: 'Navy', count: 1 },
        { value: 'Research', count: 1 },
      ],
      roles: [{ value: 'Admiral', count: 2 }],
    });
  });

  it.each([
    [{ ...grace, hourlyRateCents: 1, annualSalaryCents: 1 }, '/annualSalaryCents'],
    [{ ...grace, annualSalaryCents: 1.5 }, '/annualSalaryCents'],
    [{ ...grace, name: 'Gra\u0000ce' }, '/name'],
    [{ ...grace, version: '1' }, '/version'],
    [{ ...grace, organizationId: 'org-2' }, '/organizationId'],
  ])('refuse to add %j', async (json, pointer) => {
    const response = await call('/employees', { idToken: owner, json });
    expect(await readProblem(response)).toMatchObject({ code: 'invalid_request', errors: [{ pointer }] });
  });

  it('write what a source says: 201, then 200, then nothing at all', async () => {
    const put = (json: object, headers = {}) =>
      call('/employees/by-source/bamboohr/42%2F7', { method: 'PUT', idToken: owner, json, headers });
    const created = await put({ ...grace, annualSalaryCents: 5_200_000 });
    expect(created.status).toBe(201);
    const employee = (await created.json()) as Employee;
    expect(employee).toMatchObject({ sourceType: 'bamboohr', sourceId: '42/7', hourlyRateCents: 2_500 });
    const same = await put({ ...grace, annualSalaryCents: 5_200_000 });
    expect([same.status, await same.json()]).toEqual([200, employee]);
    const other = await put({ ...grace, role: 'Commodore' });
    expect(await other.json()).toMatchObject({ role: 'Commodore', hourlyRateCents: null });
    const stale = await put(grace, { 'if-match': `"${employee.version}"` });
    expect(await readProblem(stale)).toMatchObject({ status: 412 });
    expect(await listEvents(employee.id)).toHaveLength(2);
    const again = await call('/employees', {
      idToken: owner,
      json: { ...grace, sourceType: 'bamboohr', sourceId: '42/7' },
    });
    expect(await readProblem(again)).toMatchObject({ status: 409, code: 'employee_exists' });
    const unknown = await call('/employees/by-source/workday/1', {
      method: 'PUT',
      idToken: owner,
      json: grace,
    });
    expect(await readProblem(unknown)).toMatchObject({ status: 404, code: 'employee_not_found' });
  });

  it.each([
    ['GET', undefined],
    ['PATCH', { name: 'Taken over' }],
    ['DELETE', undefined],
  ])("%s answers another organization's id as an unknown one", async (method, json) => {
    const { id } = await foreign();
    const answers = [id, 'unknown'].map(async (each) => {
      const options = { method, idToken: owner, json, headers: { 'if-match': '*' } };
      return { ...(await readProblem(await call(`/employees/${each}`, options))), requestId: '' };
    });
    const [theirs, unknown] = await Promise.all(answers);
    expect(theirs).toMatchObject({ status: 404, code: 'employee_not_found' });
    expect(theirs).toEqual(unknown);
    const reader = { organizationId: 'org-2', role: 'owner' } as const;
    expect(await employeeService.getEmployee(reader, id)).toMatchObject({ name: 'Grace Hopper' });
  });
});
