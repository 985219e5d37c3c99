import type { EmployeeImport, EmployeeImportFaultPage } from '@klayim/shared/types';
import { describe, expect, it } from 'vitest';
import { csvText } from '../../../test/csv-files.ts';
import { readProblem } from '../../../test/http/api-server.ts';
import { useDirectoryApi } from '../../../test/http/directory-api.ts';
import { idTokenOf, organizationId } from '../../../test/http/test-identity.ts';

const owner = idTokenOf('owner');
const small = 'id,name,email,department\n1,Ada,ada@example.com,Research\n2,Grace,grace@example.com,Navy\n';

describe('the import routes', () => {
  const { call, employeeService, employeeRepository, firestore, runTasks, tasks } = useDirectoryApi();

  const upload = (body: string | Buffer, query = '', headers = {}) =>
    call(`/employee-imports${query}`, {
      method: 'POST',
      idToken: owner,
      body: body as string,
      headers: { 'content-type': 'text/csv', ...headers },
    });
  async function imported(body: string | Buffer, query = ''): Promise<EmployeeImport> {
    const started = await upload(body, query);
    expect(started.status).toBe(202);
    const { id } = (await started.json()) as EmployeeImport;
    await runTasks();
    const response = await call(`/employee-imports/${id}`, { idToken: owner });
    return (await response.json()) as EmployeeImport;
  }
  async function listFaults(id: string, query = ''): Promise<EmployeeImportFaultPage> {
    const response = await call(`/employee-imports/${id}/faults${query}`, { idToken: owner });
    return (await response.json()) as EmployeeImportFaultPage;
  }
  const everybody = () => employeeRepository.findByOrganization(organizationId);
  const documentsIn = async (collection: string) => (await firestore().collection(collection).get()).size;

  it('import a file as a job, and report its progress to the end', async () => {
    const started = await upload(small);
    expect(started.status).toBe(202);
    const job = (await started.json()) as EmployeeImport;
    expect(started.headers.get('location')).toBe(`https://api.example/employee-imports/${job.id}`);
    expect(job).toMatchObject({
      status: 'queued',
      rows: 2,
      bytes: small.length,
      mapping: { id: 'id', name: 'name', email: 'email', department: 'department' },
    });
    expect(await everybody()).toEqual([]);
    await runTasks();
    const done = await call(`/employee-imports/${job.id}`, { idToken: owner });
    expect(await done.json()).toMatchObject({
      status: 'completed',
      processedRows: 2,
      created: 2,
      rejectedRows: 0,
      finishedAt: expect.any(String),
    });
    expect(await everybody()).toMatchObject([{ sourceType: 'csv' }, { sourceType: 'csv' }]);
    const { docs } = await firestore().collection('auditEvents').get();
    expect(docs.map((event) => [event.get('type'), event.get('reason'), event.get('actor.userId')])).toEqual(
      Array(2).fill(['employee.created', 'csv_import', 'user-owner']),
    );
  });

  it('do nothing for the same file again, and import it again with other settings', async () => {
    const { id } = await imported(small);
    const again = await upload(small);
    expect(again.status).toBe(200);
    expect(await again.json()).toMatchObject({ id, status: 'completed', created: 2 });
    expect([tasks.length, await documentsIn('employeeImportChunks')]).toEqual([0, 0]);
    const renamed = await imported(small, '?nameColumn=department');
    expect(renamed).toMatchObject({ updated: 2, created: 0 });
    expect(renamed.id).not.toBe(id);
  });

  it('put an import on the queue again when its task was lost or it had failed', async () => {
    await upload(small);
    tasks.splice(0);
    const again = await upload(small);
    const { id } = (await again.json()) as EmployeeImport;
    expect([again.status, tasks.length]).toEqual([200, 1]);
    tasks.splice(0);
    await firestore()
      .collection('employeeImports')
      .doc(id)
      .update({ status: 'failed', error: 'store_unavailable' });
    expect(await (await upload(small)).json()).toMatchObject({ id, status: 'queued', error: null });
    await runTasks();
    expect(await everybody()).toHaveLength(2);
  });

  it('keep what the file has no column for, and overwrite the rest', async () => {
    await imported(small);
    const [ada] = (await everybody()).filter(({ name }) => name === 'Ada');
    await employeeRepository.update(organizationId, ada?.id ?? '', {
      role: 'Countess',
      department: 'Elsewhere',
    });
    await imported('id,name,email,dept\n1,Ada,ada@example.com,\n');
    expect(await employeeRepository.findBySourceId(organizationId, 'csv', '1')).toMatchObject({
      role: 'Countess',
      department: '',
    });
  });

  it('check every row in a dry run, and write nothing', async () => {
    await imported(small);
    const file = `${small}1,Ada,lost@example.com,Research\n3,=x(),three@example.com,\n4,Four,four,\n5,Five,five@example.com,\n`;
    const before = await everybody();
    const job = await imported(file, '?dryRun=true');
    expect(job).toMatchObject({
      status: 'completed',
      dryRun: true,
      rows: 6,
      created: 1,
      updated: 0,
      unchanged: 2,
      rejectedRows: 3,
      faults: 3,
    });
    expect(await listFaults(job.id)).toEqual({
      items: [
        { line: 4, column: 'id', reason: 'is the same as on line 2' },
        { line: 5, column: 'name', reason: expect.stringContaining('formula') },
        { line: 6, column: 'email', reason: expect.any(String) },
      ],
      nextCursor: null,
    });
    expect(await everybody()).toEqual(before);
    expect((await employeeService.getFacets(organizationId)).total).toBe(2);
    const real = await imported(file);
    expect(real).toMatchObject({ created: 1, unchanged: 2, rejectedRows: 3 });
  });

  it('give faults in pages, and say how many are not kept', async () => {
    // Five faults in each row.
    const file = `id,name,email,status,hourly rate\n${'=1,,nonsense,asleep,plenty\n'.repeat(2_400)}`;
    const job = await imported(file, '?dryRun=true');
    expect(job).toMatchObject({ faults: 12_000, omittedFaults: 2_000, rejectedRows: 2_400 });
    const first = await listFaults(job.id, '?limit=150');
    expect([first.items.length, first.items[0]?.line, first.nextCursor]).toEqual([150, 2, '150']);
    const second = await listFaults(job.id, `?limit=150&cursor=${first.nextCursor}`);
    expect([second.items[0]?.line, second.items.at(-1)?.line]).toEqual([32, 61]);
    const last = await listFaults(job.id, '?limit=1000&cursor=9900');
    expect([last.items.length, last.items.at(-1)?.line, last.nextCursor]).toEqual([100, 2_001, null]);
    const odd = await call(`/employee-imports/${job.id}/faults?cursor=x`, { idToken: owner });
    expect(await readProblem(odd)).toMatchObject({ code: 'invalid_cursor' });
  });

  it.each<[string, string | Buffer, string]>([
    ['nothing', '', 'empty'],
    ['blank lines', '\n\n\n', 'empty'],
    ['a header alone', 'id,name,email\n', 'no row'],
    ['the same header twice', 'name,email,E-mail,EMAIL\nA,a@example.com,,\n', 'more than once'],
    ['no email', 'id,name\n1,A\n', 'emailColumn'],
    ['no name', 'id,email\n1,a@example.com\n', 'nameColumn'],
    ['an open quote', 'name,email\n"A,a@example.com\n', 'line 2 opens a quote'],
    ['Latin-1', Buffer.from('name,email\nJosé,a@example.com\n', 'latin1'), 'windows-1252'],
    ['a workbook', Buffer.from('PK\u0003\u0004...'), 'workbook'],
    ['UTF-16 without a mark', Buffer.from('name,email\n', 'utf16le'), 'utf-16le'],
    ['50,001 rows', `name,email\n${'A,a@example.com\n'.repeat(50_001)}`, 'more than 50000 rows'],
  ])('refuse a file with %s at once, and keep nothing of it', async (_what, body, reason) => {
    const problem = await readProblem(await upload(body));
    expect(problem).toMatchObject({ status: 422, code: 'import_unreadable' });
    expect(problem.detail).toContain(reason);
    expect(await documentsIn('employeeImportChunks')).toBe(0);
    expect(tasks).toEqual([]);
  });

  it.each<[string, string | Buffer, string]>([
    ['UTF-8 with a mark', '\ufeffname,email\nJosé,a@example.com\n', ''],
    ['UTF-16', Buffer.from('\ufeffname,email\nJosé,a@example.com\n', 'utf16le'), ''],
    ['Latin-1', Buffer.from('name,email\nJosé,a@example.com\n', 'latin1'), '?encoding=windows-1252'],
    ['semicolons', 'name;email\nJosé;a@example.com\n', ''],
    ['tabs', 'name\temail\r\nJosé\ta@example.com\r\n', ''],
    [
      'a delimiter that must be told',
      'na;me;x,email\nJosé,a@example.com',
      '?delimiter=comma&nameColumn=na;me;x',
    ],
    ['quotes and line breaks', '"name","email"\n"José","a@example.com"\n\n', ''],
  ])('read %s', async (_what, body, query) => {
    expect(await imported(body, query)).toMatchObject({ status: 'completed', created: 1 });
    expect(await everybody()).toMatchObject([{ name: 'José', email: 'a@example.com' }]);
  });

  it.each<[string, Record<string, string>, number]>([
    ['another media type', { 'content-type': 'application/json' }, 415],
    ['a compressed body', { 'content-encoding': 'gzip' }, 415],
  ])('refuse %s', async (_what, headers, status) => {
    expect((await upload(small, '', headers)).status).toBe(status);
  });

  it('refuse more than 20 MB', async () => {
    const problem = await readProblem(await upload('x'.repeat(20_000_001)));
    expect(problem).toMatchObject({ status: 413, code: 'payload_too_large' });
  });

  it('send progress as server-sent events until the import is over', async () => {
    const started = await upload(csvText({ rows: 700, faultEvery: 100 }));
    const { id } = (await started.json()) as EmployeeImport;
    const following = call(`/employee-imports/${id}/events`, { idToken: owner });
    await runTasks();
    const response = await following;
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const text = await response.text();
    expect(text).toMatch(/^retry: 1000\n\n/);
    const events = [...text.matchAll(/^event: progress\ndata: (.*)\n\n/gm)].map(
      ([, data]) => JSON.parse(data ?? '') as EmployeeImport,
    );
    expect(events.length).toBeGreaterThan(1);
    const rows = events.map(({ processedRows }) => processedRows);
    expect(rows).toEqual(rows.toSorted((one, other) => one - other));
    expect(events.at(-1)).toMatchObject({ status: 'completed', created: 693, rejectedRows: 7 });
  });

  it.each(['', '/events', '/faults'])(
    "answer another organization's import%s as an unknown one",
    async (path) => {
      const { id } = await imported(small);
      await firestore().collection('employeeImports').doc(id).update({ organizationId: 'org-2' });
      const answers = [id, 'unknown'].map(async (each) => {
        const response = await call(`/employee-imports/${each}${path}`, { idToken: owner });
        return { ...(await readProblem(response)), requestId: '' };
      });
      const [theirs, unknown] = await Promise.all(answers);
      expect(theirs).toMatchObject({ status: 404, code: 'import_not_found' });
      expect(theirs).toEqual(unknown);
    },
  );
});
