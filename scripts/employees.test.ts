import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { idToken } from './testing/api-answers.ts';
import { startRecordingServer } from './testing/recording-server.ts';
import { useScriptApi } from './testing/script-api.ts';

const { runner, env, taken } = useScriptApi();
const file = join(runner.home, 'people file.csv');

beforeAll(() => {
  writeFileSync(file, 'name,email\r\nAda,ada@example.com\r\n');
});

const queryOf = (target: string | undefined) =>
  Object.fromEntries(new URL(target ?? '', 'http://api').searchParams);

describe('employees.sh', () => {
  it('passes filters, prefixes and order on', async () => {
    const args = ['--department', 'R&D', '--role', 'Lead', '--status', 'fullTime', '--source', 'csv'];
    const { exitCode } = await runner.run('employees.sh', {
      args: [...args, '--name', 'Á d', '--limit', '5'],
      env,
    });
    expect(exitCode).toBe(0);
    expect(queryOf(taken()[0]?.target)).toEqual({
      department: 'R&D',
      role: 'Lead',
      status: 'fullTime',
      sourceType: 'csv',
      namePrefix: 'Á d',
      limit: '5',
    });
    await runner.run('employees.sh', { args: ['--email', 'a', '--order', 'desc', '--cursor', 'c'], env });
    expect(queryOf(taken()[0]?.target)).toEqual({ emailPrefix: 'a', order: 'desc', cursor: 'c' });
  });

  it('goes through all pages when told, and shows one employee or the facets', async () => {
    const { stdout } = await runner.run('employees.sh', { args: ['--all', '--sort', 'email'], env });
    expect(stdout).toBe(
      '{"items":[{"id":"e-1"}],"nextCursor":"more"}\n{"items":[{"id":"e-2"}],"nextCursor":null}\n',
    );
    expect(taken().map(({ target }) => queryOf(target))).toEqual([
      { sort: 'email' },
      { sort: 'email', cursor: 'more' },
    ]);
    const one = await runner.run('employees.sh', { args: ['--id', 'e-1'], env });
    const facets = await runner.run('employees.sh', { args: ['--facets'], env });
    expect([one.stdout, facets.stdout]).toEqual([
      '{"id":"e-1"}\n',
      '{"total":2,"departments":[],"roles":[]}\n',
    ]);
    expect((await runner.run('employees.sh', { args: ['--id', '../x'], env })).exitCode).toBe(2);
  });

  it('shows why a combination is refused', async () => {
    const { exitCode } = await runner.run('employees.sh', { args: ['--sort', 'email', '--role', 'x'], env });
    expect(exitCode).toBe(1);
  });
});

describe('import-employees.sh', () => {
  it('sends the file as it is, with its settings, and shows progress until the end', async () => {
    const args = [
      file,
      '--dry-run',
      '--column',
      'role=Job = Title',
      '--column',
      'email=E Mail',
      '--delimiter',
      'comma',
    ];
    const { exitCode, stdout, stderr } = await runner.run('import-employees.sh', { args, env });
    // One row was rejected.
    expect(exitCode).toBe(3);
    const [sent, followed, seen] = taken();
    expect([sent?.method, sent?.body, sent?.headers['content-type']]).toEqual([
      'POST',
      'name,email\r\nAda,ada@example.com\r\n',
      'text/csv',
    ]);
    expect(queryOf(sent?.target)).toEqual({
      dryRun: 'true',
      roleColumn: 'Job = Title',
      emailColumn: 'E Mail',
      delimiter: 'comma',
    });
    expect([followed?.target, seen?.target]).toEqual([
      '/api/employee-imports/i-1/events',
      '/api/employee-imports/i-1',
    ]);
    expect(JSON.parse(stdout)).toMatchObject({ id: 'i-1', status: 'completed', processedRows: 240 });
    expect(stderr).toContain(
      'Import i-1\n0 of 240 rows, 0 rejected\n120 of 240 rows, 1 rejected\n240 of 240 rows',
    );
    expect(stderr).toContain('--faults i-1');
    expect(runner.curlArguments()).not.toContain(idToken);
  });

  it('asks again while the import is under way, and fails when it has failed', async () => {
    const states = ['running', 'failed'];
    const odd = await startRecordingServer(({ target }) =>
      target.endsWith('/events')
        ? { status: 200, body: '' }
        : { status: 200, body: { id: 'i-1', status: states.shift(), faults: 0 } },
    );
    const outcome = await runner.run('import-employees.sh', {
      args: ['--follow', 'i-1'],
      env: { ...env, KLAYIM_API_URL: odd.url },
    });
    expect([outcome.exitCode, states.length, odd.taken().length]).toEqual([1, 0, 4]);
    expect(JSON.parse(outcome.stdout)).toMatchObject({ status: 'failed' });
    await odd.stop();
  });

  it('passes settings on, and nothing that is none', async () => {
    const settings = ['matchBy=email', 'payPeriod=month', 'decimalSeparator=comma', 'maxHourlyRate=500'];
    const words = 'statusWords=Garden leave=inactive;Probe=fullTime';
    const args = [...settings, words].flatMap((each) => ['--set', each]);
    const { exitCode } = await runner.run('import-employees.sh', { args: [file, ...args], env });
    expect(exitCode).toBe(3);
    expect(queryOf(taken()[0]?.target)).toEqual({
      matchBy: 'email',
      payPeriod: 'month',
      decimalSeparator: 'comma',
      maxHourlyRate: '500',
      statusWords: 'Garden leave=inactive;Probe=fullTime',
    });
    const odd = await runner.run('import-employees.sh', { args: [file, '--set', 'matchBy=shoe size'], env });
    expect([odd.exitCode, odd.stdout]).toEqual([1, '']);
    expect(odd.stderr).toContain('invalid_request');
  });

  it('does not wait when told', async () => {
    const { stdout } = await runner.run('import-employees.sh', { args: ['--no-wait', file], env });
    expect([JSON.parse(stdout).status, taken().length]).toEqual(['queued', 1]);
  });

  it('lists the imports, page after page', async () => {
    const { stdout, exitCode } = await runner.run('import-employees.sh', { args: ['--list'], env });
    expect([stdout, exitCode]).toEqual(['{"items":[{"id":"i-1"}],"nextCursor":null}\n', 0]);
  });

  it('prints every page of what is wrong', async () => {
    const { stdout } = await runner.run('import-employees.sh', { args: ['--faults', 'i-1'], env });
    expect(stdout).toBe(
      '{"items":[{"line":2}],"nextCursor":"1000"}\n{"items":[{"line":1002}],"nextCursor":null}\n',
    );
  });

  it.each([
    [[]],
    [['a.csv', 'b.csv']],
    [['/no/such/file']],
    [['a.csv', '--follow', 'i-1']],
    [['--follow', '../x']],
    [[file, '--column', 'role']],
    [[file, '--column', 'a b=c']],
    [[file, '--delimiter']],
    [[file, '--set', 'matchBy']],
    [[file, '--set', 'a&b=c']],
    [[file, '--format', 'xml']],
  ])('is called wrongly with %j', async (args) => {
    const { exitCode, stdout } = await runner.run('import-employees.sh', { args, env });
    expect([exitCode, stdout, taken().length]).toEqual([2, '', 0]);
  });
});
