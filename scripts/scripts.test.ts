import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { idToken } from './testing/api-answers.ts';
import { startRecordingServer } from './testing/recording-server.ts';
import { useScriptApi } from './testing/script-api.ts';
import { jqMark } from './testing/script-runner.ts';

const { runner, env, taken, arrived } = useScriptApi();

/** Any file that can be read. */
const scriptPath = fileURLToPath(import.meta.url);

const scripts: [script: string, args: string[]][] = [
  ['list.sh', []],
  ['audit-export.sh', []],
  ['providers.sh', []],
  ['connect.sh', ['google_calendar']],
  ['token.sh', ['int-1']],
  ['refresh.sh', ['int-1']],
  ['disconnect.sh', ['int-1']],
  ['purge.sh', ['int-1', '--yes']],
  ['employees.sh', []],
  ['organization.sh', []],
  ['api-keys.sh', []],
  ['me.sh', []],
  ['summary.sh', []],
  ['test.sh', ['int-1']],
  ['history.sh', ['int-1']],
  ['members.sh', []],
  ['webhooks.sh', []],
  ['changes.sh', []],
  ['import-employees.sh', [scriptPath]],
];

describe.each(scripts)('%s', (script, args) => {
  it('explains itself, whatever else it is given and without any variable', async () => {
    for (const asked of [['--help'], ['-h'], [...args, '--help']]) {
      const { exitCode, stdout, stderr } = await runner.run(script, { args: asked });
      expect([exitCode, stderr]).toEqual([0, '']);
      expect(stdout).toMatch(new RegExp(`^Usage: ${script}`));
      expect(stdout).toContain('KLAYIM_API_URL');
      expect(stdout.includes('--format json, table or csv')).toBe(
        !['purge.sh', 'changes.sh'].includes(script),
      );
    }
    expect(taken()).toEqual([]);
  });

  it.each(['KLAYIM_API_URL', 'KLAYIM_ID_TOKEN'])('names %s when it is missing', async (name) => {
    const { [name]: _missing, ...rest } = env;
    const { exitCode, stdout, stderr } = await runner.run(script, { args, env: rest });
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`${script}: ${name} is not set`);
    expect(taken()).toEqual([]);
  });

  it('refuses an argument that it does not know', async () => {
    const { exitCode, stderr } = await runner.run(script, { args: [...args, '--nonsense'], env });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('--help')]);
    expect(taken()).toEqual([]);
  });

  it('tells of a refusal on standard error and exits with 1', async () => {
    const forged = { ...env, KLAYIM_ID_TOKEN: 'forged.token' };
    const { exitCode, stdout, stderr } = await runner.run(script, { args, env: forged });
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toContain(`${script}: Title of id_token_invalid (id_token_invalid, HTTP 401)\n`);
    expect(stderr).toContain('Detail of id_token_invalid');
    expect(stderr).toContain('request id: request-1');
    expect(stderr).toContain('Sign in again');
  });
});

describe('list.sh', () => {
  it('passes its filters on', async () => {
    const args = [
      '--provider',
      'google_calendar',
      '--status',
      'error',
      '--limit',
      '5',
      '--cursor',
      'a+b/c=&d',
    ];
    const { exitCode, stdout } = await runner.run('list.sh', { args, env });
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ items: [{ id: 'after a+b/c=&d' }], nextCursor: null });
    const [request] = taken();
    expect(Object.fromEntries(new URL(request?.target ?? '', 'http://api').searchParams)).toEqual({
      provider: 'google_calendar',
      status: 'error',
      limit: '5',
      cursor: 'a+b/c=&d',
    });
  });

  it('filters by what would mend a connection and by address, and sorts', async () => {
    for (const [args, query] of [
      [
        ['--action', 'reauthorize', '--sort', 'expiresAt'],
        { requiredAction: 'reauthorize', sort: 'expiresAt' },
      ],
      [['--account', 'Ada & Co'], { accountPrefix: 'Ada & Co' }],
    ] as const) {
      expect((await runner.run('list.sh', { args: [...args], env })).exitCode).toBe(0);
      const [request] = taken();
      expect(Object.fromEntries(new URL(request?.target ?? '', 'http://api').searchParams)).toEqual(query);
    }
    expect((await runner.run('list.sh', { args: ['--sort', 'name'], env })).exitCode).toBe(1);
  });

  it('gives one page, and with --all every page, one document after another', async () => {
    const first = '{"items":[{"id":"after first"}],"nextCursor":"a+b/c=&d"}\n';
    const second = '{"items":[{"id":"after a+b/c=&d"}],"nextCursor":null}\n';
    expect((await runner.run('list.sh', { env })).stdout).toBe(first);
    expect((await runner.run('list.sh', { args: ['--all'], env })).stdout).toBe(first + second);
  });

  it('indents through jq where there is one', async () => {
    const { stdout } = await runner.run('list.sh', { env, jq: true });
    expect(stdout).toBe(`${jqMark}{"items":[{"id":"after first"}],"nextCursor":"a+b/c=&d"}\n`);
  });

  it('shows the faults of a refused request one by one', async () => {
    const { exitCode, stderr } = await runner.run('list.sh', { args: ['--limit', '1000'], env });
    expect(exitCode).toBe(1);
    expect(stderr).toContain('  - /limit: must be at most 100\n');
    expect(stderr).toContain('  - : unknown key "x"\n');
  });

  it('stops when the API gives the same cursor twice', async () => {
    const stuck = await startRecordingServer(() => ({ status: 200, body: { items: [], nextCursor: 'c' } }));
    const { exitCode, stderr } = await runner.run('list.sh', {
      args: ['--all'],
      env: { ...env, KLAYIM_API_URL: stuck.url },
    });
    expect([exitCode, stuck.taken().length]).toEqual([1, 2]);
    expect(stderr).toContain('the same cursor twice');
    await stuck.stop();
  });
});

describe('an address', () => {
  it('may end with a slash', async () => {
    await runner.run('providers.sh', { env: { ...env, KLAYIM_API_URL: `${env['KLAYIM_API_URL']}/` } });
    expect(arrived()).toEqual([['GET', '/api/integrations/providers', '']]);
  });

  it.each([
    'http://example.com',
    'ftp://localhost',
    'http://localhost@evil.example',
    'http://localhost.evil.example',
    'https://a"b',
  ])('such as %s gets no token', async (url) => {
    const outcome = await runner.run('providers.sh', { env: { ...env, KLAYIM_API_URL: url } });
    expect([outcome.exitCode, outcome.stderr]).toEqual([2, expect.stringContaining('KLAYIM_API_URL')]);
  });

  it('where nobody answers is an error in a sentence', async () => {
    const gone = await startRecordingServer(() => ({ status: 200 }));
    await gone.stop();
    const outcome = await runner.run('providers.sh', { env: { ...env, KLAYIM_API_URL: gone.url } });
    expect([outcome.exitCode, outcome.stdout]).toEqual([1, '']);
    expect(outcome.stderr).toContain(`providers.sh: No answer from ${gone.url}/integrations/providers.`);
  });

  it.each([
    ['a page of a proxy', { status: 502, body: '<html>Bad gateway</html>' }, 'HTTP 502\n<html>Bad gateway'],
    ['a redirect', { status: 302, headers: { Location: 'http://127.0.0.1:1/' } }, 'HTTP 302'],
  ])('that answers with %s is an error', async (_what, answer, shown) => {
    const odd = await startRecordingServer(() => answer);
    const outcome = await runner.run('providers.sh', { env: { ...env, KLAYIM_API_URL: odd.url } });
    expect([outcome.exitCode, outcome.stdout, odd.taken().length]).toEqual([1, '', 1]);
    expect(outcome.stderr).toContain(shown);
    await odd.stop();
  });
});

describe('the process list', () => {
  it('does not show the ID token', async () => {
    await runner.run('list.sh', { env });
    expect(runner.curlArguments()).toContain('--config');
    expect(runner.curlArguments()).not.toContain(idToken);
  });
});
