import type { EmployeeImport, EmployeeImportPage, Role } from '@klayim/shared/types';
import { beforeEach, describe, expect, it } from 'vitest';
import { readProblem } from '../../../test/http/api-server.ts';
import { useDirectoryApi } from '../../../test/http/directory-api.ts';
import { idTokenOf, idTokens, signUp } from '../../../test/http/test-identity.ts';

const owner = idTokenOf('owner');
const stranger = signUp('imports-elsewhere', { organizationId: 'org-2', role: 'owner' });

describe('GET /employee-imports', () => {
  const { call, runTasks } = useDirectoryApi();
  const started: string[] = [];

  async function start(name: string, idToken = owner, query = ''): Promise<string> {
    const response = await call(`/employee-imports${query}`, {
      method: 'POST',
      idToken,
      body: `name,email\n${name},${name}@example.com\n`,
      headers: { 'content-type': 'text/csv' },
    });
    expect(response.status).toBe(202);
    return ((await response.json()) as EmployeeImport).id;
  }
  async function list(query = '', idToken = owner): Promise<EmployeeImportPage> {
    const response = await call(`/employee-imports${query}`, { idToken });
    expect(response.status).toBe(200);
    return (await response.json()) as EmployeeImportPage;
  }
  const idsOf = ({ items }: EmployeeImportPage) => items.map(({ id }) => id);

  beforeEach(async () => {
    started.splice(0);
    for (const name of ['ada', 'grace', 'alan']) {
      started.unshift(await start(name));
    }
  });

  it('lists what waits and what is over, newest first', async () => {
    await runTasks();
    started.unshift(await start('barbara', owner, '?dryRun=true'));
    const page = await list();
    expect(idsOf(page)).toEqual(started);
    expect(page.nextCursor).toBeNull();
    expect(page.items.map(({ status, dryRun, created }) => [status, dryRun, created])).toEqual([
      ['queued', true, 0],
      ['completed', false, 1],
      ['completed', false, 1],
      ['completed', false, 1],
    ]);
  });

  it('gives pages, which together are the whole list, each import once', async () => {
    const first = await list('?limit=2');
    expect(idsOf(first)).toEqual(started.slice(0, 2));
    const second = await list(`?limit=2&cursor=${encodeURIComponent(first.nextCursor ?? '')}`);
    expect(idsOf(second)).toEqual(started.slice(2));
    expect(second.nextCursor).toBeNull();
  });

  it('goes on where a page ended while another import begins', async () => {
    const first = await list('?limit=2');
    await start('late');
    const second = await list(`?limit=2&cursor=${encodeURIComponent(first.nextCursor ?? '')}`);
    expect(idsOf(second)).toEqual(started.slice(2));
  });

  it('shows none of another organization, to whom a cursor is of no use either', async () => {
    expect(await list('', stranger)).toEqual({ items: [], nextCursor: null });
    const theirs = await start('dorothy', stranger);
    expect(idsOf(await list('', stranger))).toEqual([theirs]);
    expect(idsOf(await list())).toEqual(started);
    const { nextCursor } = await list('?limit=1');
    const response = await call(`/employee-imports?cursor=${encodeURIComponent(nextCursor ?? '')}`, {
      idToken: stranger,
    });
    const text = await response.text();
    for (const id of started) {
      expect(text).not.toContain(id);
    }
  });

  it.each<[Role, number]>([
    ['owner', 200],
    ['administrator', 200],
    ['member', 403],
  ])('answers an %s with %i', async (role, status) => {
    expect((await call('/employee-imports', { idToken: idTokenOf(role) })).status).toBe(status);
  });

  it('is refused to who belongs to no organization, and without a token', async () => {
    const answers = [await call('/employee-imports', { idToken: idTokens.stranger })];
    answers.push(await call('/employee-imports'));
    expect(await Promise.all(answers.map(readProblem))).toMatchObject([
      { status: 403, code: 'organization_missing' },
      { status: 401, code: 'unauthenticated' },
    ]);
  });

  it.each([
    ['?limit=0', 'invalid_request'],
    ['?limit=101', 'invalid_request'],
    ['?limit=two', 'invalid_request'],
    ['?status=completed', 'invalid_request'],
    ['?limit=2&limit=3', 'invalid_request'],
    ['?cursor=', 'invalid_request'],
    ['?cursor=not-a-cursor', 'invalid_cursor'],
  ])('refuses %s', async (query, code) => {
    const problem = await readProblem(await call(`/employee-imports${query}`, { idToken: owner }));
    expect(problem).toMatchObject({ status: 400, code });
  });

  it('refuses a cursor of another list', async () => {
    const files = `?cursor=${encodeURIComponent(Buffer.from('{"offset":1}').toString('base64url'))}`;
    const problem = await readProblem(await call(`/employee-imports${files}`, { idToken: owner }));
    expect(problem).toMatchObject({ status: 400, code: 'invalid_cursor' });
  });
});
