import { describe, expect, it } from 'vitest';
import { startRecordingServer } from './testing/recording-server.ts';
import { useScriptApi } from './testing/script-api.ts';

const items = [
  {
    id: 'int-1',
    provider: 'google_calendar',
    accountEmail: 'ada@northwind.example',
    status: 'error',
    requiredAction: 'reauthorize',
    scopes: ['openid', 'email'],
    lastError: { code: 'invalid_grant', at: '2026-11-23T10:15:00.000Z' },
    refreshCount: 3,
  },
  {
    id: 'int-2',
    provider: 'microsoft_calendar',
    accountEmail: 'zoë@x.example',
    status: 'connected',
    lastError: null,
  },
];

/** Answers of an API whose texts are chosen by the test. */
let bodies: unknown[] = [];
const { runner, env, taken } = useScriptApi(({ target }) =>
  target.includes('/export')
    ? { status: 200, headers: { 'Content-Type': 'application/x-ndjson' }, body: bodies[0] }
    : { status: 200, body: bodies.length > 1 ? bodies.shift() : bodies[0] },
);

async function run(script: string, args: string[], ...answers: unknown[]) {
  bodies = answers;
  return runner.run(script, { args, env });
}
const printLines = async (...given: Parameters<typeof run>) => (await run(...given)).stdout.split('\n');

describe('--format table', () => {
  it('shows the fields that matter, aligned by characters', async () => {
    expect(await printLines('list.sh', ['--format', 'table'], { items, nextCursor: null })).toEqual([
      'id     provider            accountEmail           status     requiredAction  expiresAt',
      'int-1  google_calendar     ada@northwind.example  error      reauthorize',
      'int-2  microsoft_calendar  zoë@x.example          connected',
      '',
    ]);
  });

  it('joins the pages of a list to one table', async () => {
    const [one, other] = items;
    const pages = [
      { items: [one], nextCursor: 'more' },
      { items: [other], nextCursor: null },
    ];
    const lines = await printLines('list.sh', ['--all', '--format', 'table'], ...pages);
    expect(lines.map((line) => line.split(' ')[0])).toEqual(['id', 'int-1', 'int-2', '']);
    expect(taken()).toHaveLength(2);
  });

  it('shows one record field by field', async () => {
    const lines = await printLines('refresh.sh', ['int-1', '--format', 'table'], items[0]);
    expect(lines).toContain('scopes          openid, email');
    expect(lines).toContain('lastError.code  invalid_grant');
  });

  it('says which list a row is of where an answer has several', async () => {
    const facets = {
      total: 3,
      departments: [{ value: 'Ops', count: 2 }],
      roles: [{ value: 'Lead', count: 1 }],
    };
    expect(await printLines('employees.sh', ['--facets', '--format', 'table'], facets)).toEqual([
      'list         value  count',
      'departments  Ops    2',
      'roles        Lead   1',
      '',
    ]);
  });

  it('lets no text command the terminal or turn the reading direction', async () => {
    const name = 'a\u001b[2Jb\u0007c\u009bd\u202ee\u200bf\ng';
    const { stdout } = await run('employees.sh', ['--format', 'table'], { items: [{ id: 'e-1', name }] });
    // The control character of two bytes becomes one blank.
    expect(stdout.split('\n')[1]).toBe('e-1  a [2Jb c def g');
  });

  it('cuts a long text in a list, and never within a character', async () => {
    const name = 'ö'.repeat(100);
    const { stdout } = await run('employees.sh', ['--format', 'table'], { items: [{ id: 'e-1', name }] });
    expect(stdout.split('\n')[1]).toBe(`e-1  ${'ö'.repeat(59)}…`);
  });
});

describe('--format csv', () => {
  it('has the same columns whatever comes', async () => {
    const columns =
      'id,name,email,role,department,hourlyRateCents,employmentStatus,sourceType,sourceId,createdAt,updatedAt,lastSyncedAt,version';
    const args = ['--format', 'csv'];
    expect(await printLines('employees.sh', args, { items: [], nextCursor: null })).toEqual([columns, '']);
    const employee = { version: '1', id: 'e-1', name: 'Ada, "the" first\nof all', extra: true };
    expect(await printLines('employees.sh', args, { items: [employee], nextCursor: null })).toEqual([
      columns,
      'e-1,"Ada, ""the"" first',
      'of all",,,,,,,,,,,1',
      '',
    ]);
  });

  it.each([
    '=1+1',
    '+1',
    '-1',
    '@x',
    ' =1',
    '\t1',
    '\u00a0=1',
    '\u200b=1',
    '\ufeff\u202e@x',
    '\uff1d1',
    '\r=1',
  ])('makes no formula of %j', async (name) => {
    const { stdout } = await run('employees.sh', ['--format', 'csv'], { items: [{ id: 'e-1', name }] });
    expect(stdout.slice(stdout.indexOf('\n') + 1)).toBe(`e-1,"'${name}",,,,,,,,,,,\n`);
  });

  it('leaves numbers and harmless texts alone', async () => {
    const row = { id: 'e-1', name: 'Ann-Marie = "x"', hourlyRateCents: -5 };
    const { stdout } = await run('employees.sh', ['--format', 'csv'], { items: [row] });
    expect(stdout).toContain('e-1,"Ann-Marie = ""x""",,,,-5,');
  });

  it('reads every escape that JSON has', async () => {
    const body = String.raw`{"items":[{"id":"e-1","name":"a\u00e9\u20ac\\\"\/\ud800z 😀","email":"\\"}]}`;
    const { stdout } = await run('employees.sh', ['--format', 'csv'], body);
    expect(stdout).toContain('e-1,"aé€\\""/\ufffdz 😀",\\,');
  });

  it('reads JSON that is indented', async () => {
    const { stdout } = await run('list.sh', ['--format', 'csv'], JSON.stringify({ items }, null, 2));
    expect(stdout).toContain(
      'int-1,google_calendar,,ada@northwind.example,error,reauthorize,"openid, email",,,,,,3,,invalid_grant,',
    );
  });

  it('writes the audit trail as it comes, with its details as JSON', async () => {
    const event = {
      id: 'a',
      at: '2026-11-23T10:15:00.000Z',
      type: 'integration.connected',
      actor: { type: 'apiKey', id: 'key-1', name: '=cmd' },
      subject: { type: 'integration', id: 'int-1' },
      details: { provider: 'google_calendar', missingScopes: [] },
    };
    const lines = `${JSON.stringify(event)}\n`.repeat(2);
    const { exitCode, stdout } = await run('audit-export.sh', ['--format', 'csv'], lines);
    const row =
      'a,2026-11-23T10:15:00.000Z,integration.connected,,,integration,int-1,apiKey,key-1,,\'=cmd,,,,"{""provider"":""google_calendar"",""missingScopes"":[]}"';
    expect([exitCode, stdout.split('\n').slice(1)]).toEqual([
      0,
      [row.replace("'=cmd", '"\'=cmd"'), row.replace("'=cmd", '"\'=cmd"'), ''],
    ]);
  });
});

describe('--format', () => {
  it('is JSON where there is no terminal', async () => {
    const { stdout } = await run('list.sh', [], { items, nextCursor: null });
    expect(JSON.parse(stdout)).toEqual({ items, nextCursor: null });
  });

  it.each([[['--format', 'xml']], [['--format']]])('refuses %j', async (args) => {
    const { exitCode, stderr } = await run('list.sh', args, {});
    expect([exitCode, taken()]).toEqual([2, []]);
    expect(stderr).toContain('--format');
  });

  it('prints what there was before a refusal, and exits with 1', async () => {
    const pages = [{ items: [items[0]], nextCursor: 'more' }, '<html>'];
    bodies = pages;
    const broken = await startRecordingServer(() =>
      bodies.length > 1 ? { status: 200, body: bodies.shift() } : { status: 502, body: '<html>' },
    );
    const outcome = await runner.run('list.sh', {
      args: ['--all', '--format', 'csv'],
      env: { ...env, KLAYIM_API_URL: broken.url },
    });
    expect([outcome.exitCode, outcome.stdout.split('\n').length]).toEqual([1, 3]);
    expect(outcome.stderr).toContain('HTTP 502');
    await broken.stop();
  });

  it('of an export that is refused prints no table, and exits with 1', async () => {
    const args = ['--format', 'table'];
    const { exitCode, stderr } = await run('audit-export.sh', args, '<html>Bad Gateway</html>');
    expect(exitCode).toBe(1);
    expect(stderr).toContain('Bad Gateway');
  });
});
