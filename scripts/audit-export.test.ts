import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { idToken } from './testing/api-answers.ts';
import { useScriptApi } from './testing/script-api.ts';

const { runner, env, taken } = useScriptApi();

/** Runs the script against a server that answers everything in one way. */
async function exportFrom(answer: (response: ServerResponse) => void) {
  const server = createServer((_request, response) => answer(response));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const outcome = await runner.run('audit-export.sh', {
    env: { ...env, KLAYIM_API_URL: `http://127.0.0.1:${port}` },
  });
  server.close();
  return outcome;
}

describe('audit-export.sh', () => {
  it('prints the lines as they are', async () => {
    const outcome = await runner.run('audit-export.sh', { env, jq: true });
    expect(outcome).toEqual({ exitCode: 0, stdout: '{"id":"b","n":"\\\\"}\n{"id":"a"}\n', stderr: '' });
  });

  it('passes its filters on, and takes a day for its beginning', async () => {
    const filters = {
      from: '2026-11-01',
      to: '2026-12-01T08:00:00.000Z',
      type: 'integration.disconnected',
      subject: 'int-1',
      actor: 'a b&c',
      result: 'failure',
    };
    const args = Object.entries(filters).flatMap(([name, value]) => [`--${name}`, value]);
    const outcome = await runner.run('audit-export.sh', { args, env });
    expect(outcome).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    const [request] = taken();
    expect(Object.fromEntries(new URL(request?.target ?? '', 'http://api').searchParams)).toEqual({
      from: '2026-11-01T00:00:00.000Z',
      to: '2026-12-01T08:00:00.000Z',
      type: 'integration.disconnected',
      subjectId: 'int-1',
      actorId: 'a b&c',
      result: 'failure',
    });
    expect(request?.headers.accept).toContain('application/x-ndjson');
  });

  it('names the faults of a filter, and prints nothing else', async () => {
    const outcome = await runner.run('audit-export.sh', { args: ['--result', 'perhaps'], env });
    expect([outcome.exitCode, outcome.stdout]).toEqual([1, '']);
    expect(outcome.stderr).toContain('audit-export.sh: Title of invalid_request (invalid_request, HTTP 400)');
    expect(outcome.stderr).toContain('- /limit: must be at most 100');
  });

  it('needs a value for each option', async () => {
    const outcome = await runner.run('audit-export.sh', { args: ['--from'], env });
    expect(outcome).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('--from needs a value') });
  });

  it('says when the answer broke off, and keeps what came', async () => {
    const outcome = await exportFrom((response) => {
      response.write('{"id":"b"}\n{"id":');
      setTimeout(() => response.destroy(), 50);
    });
    expect(outcome).toMatchObject({ exitCode: 1, stdout: '{"id":"b"}\n{"id":' });
    expect(outcome.stderr).toContain('broke off: what was printed is not all of it');
  });

  it('takes a page of something before the API for no trail', async () => {
    const outcome = await exportFrom((response) => response.writeHead(502).end('<html>Bad Gateway</html>'));
    expect(outcome).toMatchObject({ exitCode: 1, stdout: '' });
    expect(outcome.stderr).toContain('Bad Gateway');
  });

  it('says when nobody answers', async () => {
    const outcome = await exportFrom((response) => response.destroy());
    expect(outcome).toMatchObject({ exitCode: 1, stdout: '' });
    expect(outcome.stderr).toContain('broke off');
  });

  it('keeps the ID token out of the process list', async () => {
    await runner.run('audit-export.sh', { env });
    expect(runner.curlArguments()).toContain('--config');
    expect(runner.curlArguments()).not.toContain(idToken);
  });
});
