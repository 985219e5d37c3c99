import type { EmployeeImport, EmployeeImportFaultPage, EmployeeImportPage } from '@klayim/shared/types';
import { describe, expect, it } from 'vitest';
import { readProblem } from '../../../test/http/api-server.ts';
import { useDirectoryApi } from '../../../test/http/directory-api.ts';
import { idTokenOf, organizationId } from '../../../test/http/test-identity.ts';

const owner = idTokenOf('owner');
type Bytes = string | Buffer;

const { call, employeeRepository, firestore, runTasks } = useDirectoryApi();

const upload = (body: Bytes, query = '', contentType = 'text/csv') =>
  call(`/employee-imports${query}`, {
    method: 'POST',
    idToken: owner,
    body: body as string,
    headers: { 'content-type': contentType },
  });

/** Imports a file to its end. */
async function imported(body: Bytes, query = '', contentType?: string) {
  const started = await upload(body, query, contentType);
  const { id } = (await started.json()) as EmployeeImport;
  await runTasks();
  const job = (await (await call(`/employee-imports/${id}`, { idToken: owner })).json()) as EmployeeImport;
  const faults = await call(`/employee-imports/${id}/faults`, { idToken: owner });
  const { items } = (await faults.json()) as EmployeeImportFaultPage;
  return { status: started.status, job, faults: items };
}

const everybody = () => employeeRepository.findByOrganization(organizationId);
const refusal = async (body: Bytes, query = '', contentType?: string) => {
  const problem = await readProblem(await upload(body, query, contentType));
  expect(problem).toMatchObject({ status: 422, code: 'import_unreadable' });
  return problem.detail;
};

describe('a file that comes again', () => {
  const a = 'ID,Name,Email,Department\n1,Ada,a@acme.example,Research\n2,Bo,b@acme.example,Sales\n';
  const [head = '', first = '', second = ''] = a.split('\n');

  it.each([
    ['columns', 'Department,Email,Name,ID\nField,a@acme.example,Ada,1\nField,b@acme.example,Bo,2\n'],
    ['people', `${head}\n${second.replace('Sales', 'Field')}\n${first.replace('Research', 'Field')}\n`],
  ])('applies again after another one, whose %s are in another order', async (_what, b) => {
    const departments = async () =>
      (await everybody()).map(({ sourceId, department }) => `${sourceId} ${department}`).sort();
    const one = await imported(a);
    expect(one.job).toMatchObject({ created: 2, updated: 0 });
    expect((await imported(b)).job).toMatchObject({ created: 0, updated: 2 });
    expect(await departments()).toEqual(['1 Field', '2 Field']);
    const again = await imported(a);
    expect(again.status).toBe(202);
    expect(again.job.id).not.toBe(one.job.id);
    expect(again.job).toMatchObject({ status: 'completed', created: 0, updated: 2 });
    expect(await departments()).toEqual(['1 Research', '2 Sales']);
  });

  it("is judged by today's directory in a dry run", async () => {
    expect((await imported(a, '?dryRun=true')).job).toMatchObject({ created: 2, unchanged: 0 });
    await imported(a);
    expect((await imported(a, '?dryRun=true')).job).toMatchObject({ created: 0, unchanged: 2 });
    const [somebody] = await everybody();
    await employeeRepository.delete(organizationId, somebody?.id ?? '');
    expect((await imported(a, '?dryRun=true')).job).toMatchObject({ created: 1, unchanged: 1 });
  });
});

describe('people of a file without ids', () => {
  const withoutIds = 'Name,Email\nAda,a@acme.example\nBo,b@acme.example\n';
  const withIds = 'ID,Name,Email\n1,Ada,A@acme.example\n2,Bo,b@acme.example\n';

  it.each([
    ['first', withoutIds, withIds],
    ['afterwards', withIds, withoutIds],
  ])('are the same people as in a file with ids when it comes %s', async (_when, one, other) => {
    await imported(one);
    expect((await imported(other)).job).toMatchObject({ created: 0, rejectedRows: 0 });
    expect((await everybody()).map(({ sourceId }) => sourceId).sort()).toEqual(['1', '2']);
  });

  it('are not confused with somebody who has another id or was added by hand', async () => {
    await imported(withIds);
    const { job, faults } = await imported('ID,Name,Email\n7,Ada,a@acme.example\n2,Bo,b@acme.example\n');
    expect(job).toMatchObject({ unchanged: 1, rejectedRows: 1 });
    expect(faults).toEqual([{ line: 2, column: 'Email', reason: expect.stringContaining('another id') }]);
    await call('/employees', {
      method: 'POST',
      idToken: owner,
      json: {
        name: 'Cy',
        email: 'c@acme.example',
        role: '',
        department: '',
        hourlyRateCents: null,
        employmentStatus: 'fullTime',
        sourceType: 'manual',
      },
    });
    const manual = await imported('Name,Email\nCy,c@acme.example\n');
    expect(manual.faults).toEqual([
      { line: 2, column: 'Email', reason: expect.stringContaining('not imported from a file') },
    ]);
    expect(await everybody()).toHaveLength(3);
  });
});

describe('a value', () => {
  it.each([' =1+1', '\u00a0@SUM(A1)', '\u200b+1', '\ufeff=1', ' \t=1'])(
    'is refused as a formula whatever stands in front of it: %j',
    async (title) => {
      const { faults } = await imported(`Name,Email,Title\nOla,o@acme.example,"${title}"\n`);
      expect(faults).toEqual([{ line: 2, column: 'Title', reason: expect.stringContaining('formula') }]);
      expect(await everybody()).toEqual([]);
    },
  );

  it('is trimmed inside quotes, too', async () => {
    await imported('"Name ","Email"\n" Ola ","o@acme.example "\n"Pia","\u00a0p@acme.example\u00a0"\n');
    expect((await everybody()).map(({ name, email }) => [name, email]).sort()).toEqual([
      ['Ola', 'o@acme.example'],
      ['Pia', 'p@acme.example'],
    ]);
  });

  it('is the same department with and without invisible characters', async () => {
    const spellings = ['Ops', 'Ops\u200b', '\u200eOps', 'Ops\u00a0', 'O\u00adps', '\ufeffOps', 'Ops\u2060'];
    const spaced = ['Field Ops', 'Field\u00a0Ops', 'Field  Ops', '"Field\nOps"'];
    const rows = [...spellings, ...spaced].map((each, index) => `P,p${index}@acme.example,${each}\n`);
    expect((await imported(`Name,Email,Department\n${rows.join('')}`)).faults).toEqual([]);
    const { departments } = await employeeRepository.getFacets(organizationId);
    expect(departments).toEqual([
      { value: 'Field Ops', count: 4 },
      { value: 'Ops', count: 7 },
    ]);
  });
});

describe('a row', () => {
  it.each(['Zed,z@acme.example,Ops,', 'Zed,z@acme.example,Ops,,,', 'Zed,z@acme.example,Ops, ,""'])(
    'with more empty cells than the header has is imported: %s',
    async (row) => {
      const { job } = await imported(`Name,Email,Department\n${row}\nYan,y@acme.example,Ops\n`);
      expect(job).toMatchObject({ created: 2, rejectedRows: 0 });
    },
  );
});

describe('the first line', () => {
  it.each<[string, Bytes]>([
    ['sep=;', 'sep=;\nName;Email\nZed;z@acme.example\n'],
    ['SEP=| with a mark and CRLF', '\ufeffSEP=|\r\nName|Email\r\nZed|z@acme.example\r\n'],
    ['"sep=," in quotes, with empty cells', '"sep=,",\nName,Email\nZed,z@acme.example\n'],
    ['sep=<tab> in UTF-16', Buffer.from('\ufeffsep=\t\nName\tEmail\nZed\tz@acme.example\n', 'utf16le')],
  ])('%s is obeyed, and lines are counted with it', async (_what, file) => {
    const bad = Buffer.isBuffer(file) ? file : `${file}nobody\n`;
    const { job, faults } = await imported(bad);
    expect(job).toMatchObject({ created: 1 });
    if (!Buffer.isBuffer(file)) {
      expect(faults[0]).toMatchObject({ line: 4 });
    }
  });

  it('is refused when it names a delimiter that is not supported', async () => {
    expect(await refusal('sep=^\nName^Email\nZed^z@acme.example\n')).toContain(
      'names a delimiter other than',
    );
  });
});

describe('columns that are not imported', () => {
  it('may have the same header', async () => {
    const { job } = await imported('Name,Email,Amount,Amount,Phone,Phone\nZed,z@acme.example,1,2,3,4\n');
    expect(job).toMatchObject({ created: 1, ignoredColumns: ['Amount', 'Amount', 'Phone', 'Phone'] });
  });
});

describe('the charset of the content type', () => {
  const latin1 = Buffer.from('Name,Email\nJosé,j@acme.example\n', 'latin1');
  const utf16 = Buffer.from('Name,Email\nJosé,j@acme.example\n', 'utf16le');

  it.each<[string, Buffer]>([
    ['text/csv; charset=iso-8859-1', latin1],
    ['text/csv; header=present; charset="Windows-1252"', latin1],
    ['text/csv;charset=UTF-16LE', utf16],
    ['text/csv; charset=utf-16', Buffer.concat([Buffer.from([0xff, 0xfe]), utf16])],
    ['text/csv; charset=UTF-8', Buffer.from('Name,Email\nJosé,j@acme.example\n')],
  ])('is obeyed: %s', async (contentType, file) => {
    await imported(file, '', contentType);
    expect(await everybody()).toMatchObject([{ name: 'José' }]);
  });

  it('counts less than the encoding in the query', async () => {
    await imported(latin1, '?encoding=windows-1252', 'text/csv; charset=utf-8');
    expect(await everybody()).toMatchObject([{ name: 'José' }]);
  });

  it('is refused when files cannot be read in it, or the file is in another one', async () => {
    expect(await refusal(latin1, '', 'text/csv; charset=shift_jis')).toContain('Save the file as UTF-8');
    expect(await refusal(latin1, '', 'text/csv; charset=utf-8')).toContain('not in the encoding');
    const marked = Buffer.from('\ufeffName,Email\nJosé,j@acme.example\n');
    expect(await refusal(marked, '', 'text/csv; charset=iso-8859-1')).toContain('byte order mark');
  });

  it('that is wrong garbles no name: such rows are refused', async () => {
    const file = 'Name,Email\nJosé,j@acme.example\nAda,a@acme.example\n';
    const { job, faults } = await imported(file, '', 'text/csv; charset=iso-8859-1');
    expect(job).toMatchObject({ created: 1, rejectedRows: 1 });
    expect(faults).toEqual([{ line: 2, column: 'Name', reason: expect.stringContaining('is garbled') }]);
  });
});

describe('a file that is not CSV', () => {
  const padded = (start: string) => Buffer.concat([Buffer.from(start, 'latin1'), Buffer.alloc(600, 1)]);

  it.each<[string, Bytes, string]>([
    ['.xlsx', padded('PK\u0003\u0004'), 'is a workbook'],
    ['.xls', padded('\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1'), 'Excel workbook of the older kind'],
    ['.gz', padded('\u001f\u008b\u0008'), 'is compressed'],
    ['.7z', padded('7z\u00bc\u00af\u0027\u001c'), 'is compressed'],
    ['PDF', '%PDF-1.7\n%\u00e2\u00e3\n', 'is a PDF'],
    ['RTF', '{\\rtf1\\ansi Name,Email}', 'is an RTF document'],
    ['PNG', padded('\u0089PNG\r\n\u001a\n'), 'is an image'],
    ['a sign-in page', '\n<!DOCTYPE html><html><body>Sign in</body></html>', 'is a web page'],
    ['HTML with a mark', '\ufeff<table><tr><td>Name</td></tr></table>', 'is a web page'],
    ['XML', '<?xml version="1.0"?><Workbook/>', 'is XML'],
    ['JSON', '[{"name":"Ada","email":"a@acme.example"}]', 'is JSON'],
    ['vCard', 'BEGIN:VCARD\nVERSION:4.0\nFN:Ada\nEND:VCARD\n', 'vCard'],
    ['UTF-16 without a mark', Buffer.from('Name,Email\nAda,a@acme.example\n', 'utf16le'), 'utf-16le'],
    ['UTF-32', Buffer.from([0xff, 0xfe, 0, 0, 0x4e, 0, 0, 0, 0x61, 0, 0, 0]), 'is UTF-32'],
  ])('is refused by what it is: %s', async (_what, file, sentence) => {
    expect(await refusal(file)).toContain(sentence);
    expect((await firestore().collection('employeeImportChunks').get()).size).toBe(0);
  });
});

describe('the list of imports', () => {
  const list = async (query: string, idToken = owner) => call(`/employee-imports${query}`, { idToken });

  it('has the newest first, in pages, without previews and without other organizations’ imports', async () => {
    const ids: string[] = [];
    for (const name of ['Ada', 'Bo', 'Cy']) {
      const query = name === 'Bo' ? '?dryRun=true' : '';
      ids.push((await imported(`Name,Email\n${name},${name}@acme.example\n`, query)).job.id);
    }
    const [theirs = '', ...ours] = ids;
    await firestore().collection('employeeImports').doc(theirs).update({ organizationId: 'org-2' });
    const page = (await (await list('?limit=1')).json()) as EmployeeImportPage;
    expect(page).toMatchObject({
      items: [{ id: ours[1], created: 1, dryRun: false }],
      nextCursor: expect.any(String),
    });
    const next = (await (
      await list(`?limit=1&cursor=${encodeURIComponent(page.nextCursor ?? '')}`)
    ).json()) as EmployeeImportPage;
    expect(next).toMatchObject({ items: [{ id: ours[0], dryRun: true }], nextCursor: null });
    expect(next.items[0]).not.toHaveProperty('preview');
  });

  it('is not for members, and a cursor of another list is refused', async () => {
    expect((await list('', idTokenOf('member'))).status).toBe(403);
    expect(await readProblem(await list('?cursor=x'))).toMatchObject({ status: 400, code: 'invalid_cursor' });
  });
});
