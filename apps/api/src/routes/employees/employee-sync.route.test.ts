import type { EmployeeFacets, EmployeeSyncSession } from '@klayim/shared/types';
import { describe, expect, it } from 'vitest';
import { readProblem } from '../../../test/http/api-server.ts';
import { useDirectoryApi } from '../../../test/http/directory-api.ts';
import { idTokenOf } from '../../../test/http/test-identity.ts';
import { minuteMs } from '../../lib/duration.ts';

const owner = idTokenOf('owner');
const person = (index: number, more: object = {}) => ({
  sourceId: String(index),
  name: `Person ${index}`,
  email: `person${index}@example.com`,
  department: index % 2 === 0 ? 'Even' : 'Odd',
  ...more,
});
const people = (count: number, from = 0) => Array.from({ length: count }, (_, index) => person(from + index));

describe('synchronizing', () => {
  const { call, employeeService, firestore } = useDirectoryApi();

  const send = (body: object) => call('/employees/sync', { idToken: owner, json: body });
  async function sync(body: object): Promise<unknown> {
    const response = await send({ sourceType: 'bamboohr', mode: 'incremental', ...body });
    expect(response.status).toBe(200);
    return response.json();
  }
  const facets = (): Promise<EmployeeFacets> => employeeService.getFacets('org-1');

  it('writes what is new or changed, and leaves the rest', async () => {
    expect(await sync({ employees: people(300) })).toEqual({
      created: 300,
      updated: 0,
      unchanged: 0,
      deleted: 0,
    });
    const changed = [...people(299), person(299, { name: 'Renamed' }), person(300)];
    expect(await sync({ employees: changed })).toEqual({
      created: 1,
      updated: 1,
      unchanged: 299,
      deleted: 0,
    });
    expect(await sync({ employees: [person(1)] })).toMatchObject({ unchanged: 1, deleted: 0 });
    expect((await facets()).total).toBe(301);
  });

  it('deletes the missing of that source, and only when it is full', async () => {
    await sync({ employees: people(10) });
    await sync({ sourceType: 'finch', employees: people(10) });
    expect(await sync({ mode: 'full', employees: people(4) })).toEqual({
      created: 0,
      updated: 0,
      unchanged: 4,
      deleted: 6,
    });
    expect(await facets()).toMatchObject({
      total: 14,
      departments: [
        { value: 'Even', count: 7 },
        { value: 'Odd', count: 7 },
      ],
    });
    const { docs } = await firestore()
      .collection('auditEvents')
      .where('type', '==', 'employee.deleted')
      .get();
    expect(docs.map((event) => event.get('reason'))).toEqual(Array(6).fill('missing_in_full_sync'));
  });

  it(
    'takes 5,000 records in one call, and refuses 5,001',
    async () => {
      expect(await sync({ employees: people(5_000) })).toMatchObject({ created: 5_000 });
      expect((await facets()).total).toBe(5_000);
      const refused = await send({ sourceType: 'csv', mode: 'incremental', employees: people(5_001) });
      expect(await readProblem(refused)).toMatchObject({ code: 'invalid_request' });
    },
    minuteMs,
  );

  it.each([
    ['nobody in a full synchronization', { mode: 'full', employees: [] }, '/employees'],
    ['the same record twice', { employees: [person(1), person(1)] }, '/employees/1/sourceId'],
    ['a record without an id', { employees: [{ ...person(1), sourceId: '' }] }, '/employees/0/sourceId'],
    ['a session without a full synchronization', { employees: people(1), sessionId: 'x' }, '/mode'],
    ['an email that is none', { employees: [{ ...person(1), email: 'x' }] }, '/employees/0/email'],
  ])('refuses %s, and writes nothing', async (_what, body, pointer) => {
    const response = await send({ sourceType: 'bamboohr', mode: 'incremental', ...body });
    expect(await readProblem(response)).toMatchObject({ code: 'invalid_request', errors: [{ pointer }] });
    expect((await facets()).total).toBe(0);
  });

  describe('in several calls', () => {
    async function start(): Promise<EmployeeSyncSession> {
      const response = await call('/employee-sync-sessions', {
        idToken: owner,
        json: { sourceType: 'bamboohr' },
      });
      expect(response.status).toBe(201);
      return (await response.json()) as EmployeeSyncSession;
    }
    const finish = (id: string) =>
      call(`/employee-sync-sessions/${id}/finish`, { method: 'POST', idToken: owner });

    it('deletes nobody before it is finished, and then everybody who was in no call', async () => {
      await sync({ employees: people(10) });
      const { id } = await start();
      await sync({ mode: 'full', sessionId: id, employees: people(3) });
      await sync({ mode: 'full', sessionId: id, employees: people(3, 20) });
      // A call whose answer was lost is sent again.
      await sync({ mode: 'full', sessionId: id, employees: people(3, 20) });
      expect((await facets()).total).toBe(13);

      const seen = await call(`/employee-sync-sessions/${id}`, { idToken: owner });
      expect(await seen.json()).toMatchObject({ status: 'open', received: 6, deleted: 0 });
      const finished = await (await finish(id)).json();
      expect(finished).toMatchObject({ status: 'finished', deleted: 7 });
      expect((await facets()).total).toBe(6);
      expect(await (await finish(id)).json()).toEqual(finished);
    });

    it('keeps people who were added or changed since it started', async () => {
      await sync({ employees: people(3) });
      const { id } = await start();
      await sync({ mode: 'full', sessionId: id, employees: [person(0)] });
      await sync({ employees: [person(1, { name: 'Changed meanwhile' }), person(7)] });
      expect(await (await finish(id)).json()).toMatchObject({ status: 'finished', deleted: 1 });
      expect((await facets()).total).toBe(3);
    });

    it('takes no more records once it is being finished, and deletes nobody when nobody was sent', async () => {
      await sync({ employees: people(3) });
      const empty = await start();
      expect(await readProblem(await finish(empty.id))).toMatchObject({ code: 'sync_session_empty' });
      expect((await facets()).total).toBe(3);

      const { id } = await start();
      await sync({ mode: 'full', sessionId: id, employees: people(3) });
      await finish(id);
      const late = { sourceType: 'bamboohr', mode: 'full', sessionId: id, employees: people(1, 50) };
      expect(await readProblem(await send(late))).toMatchObject({ status: 409, code: 'sync_session_closed' });
      const other = { ...late, sourceType: 'finch', sessionId: empty.id };
      expect(await readProblem(await send(other))).toMatchObject({ code: 'sync_session_closed' });
    });

    it("is nobody else's", async () => {
      const { id } = await start();
      await firestore().collection('employeeSyncSessions').doc(id).update({ organizationId: 'org-2' });
      const unknown = await call('/employee-sync-sessions/unknown', { idToken: owner });
      const theirs = await call(`/employee-sync-sessions/${id}`, { idToken: owner });
      const [one, other] = await Promise.all([readProblem(unknown), readProblem(theirs)]);
      expect({ ...one, requestId: '' }).toEqual({ ...other, requestId: '' });
      expect(await readProblem(await finish(id))).toMatchObject({ code: 'sync_session_not_found' });
      const part = { sourceType: 'bamboohr', mode: 'full', sessionId: id, employees: people(1) };
      expect(await readProblem(await send(part))).toMatchObject({ code: 'sync_session_not_found' });
      expect((await facets()).total).toBe(0);
    });
  });
});
