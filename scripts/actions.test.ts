import { describe, expect, it } from 'vitest';
import { useScriptApi } from './testing/script-api.ts';

const { runner, env, taken, arrived } = useScriptApi();

describe('actions on one integration', () => {
  it.each([
    ['refresh.sh', [], 'POST', '/refresh', '', '{"id":"int-1","refreshCount":1}\n'],
    ['disconnect.sh', [], 'POST', '/disconnect', '', '{"revocation":"revoked"}\n'],
    ['token.sh', [], 'POST', '/token', '{}', '{"accessToken":"at-1"}\n'],
    ['token.sh', ['--force'], 'POST', '/token', '{"forceRefresh":true}', '{"accessToken":"at-1"}\n'],
    [
      'token.sh',
      ['--min-validity-ms', '60000', '--force'],
      'POST',
      '/token',
      '{"minValidityMs":60000,"forceRefresh":true}',
      '{"accessToken":"at-1"}\n',
    ],
    ['purge.sh', ['--yes'], 'DELETE', '', '', ''],
  ])('%s %j calls %s /integrations/int-1%s', async (script, options, method, path, body, expected) => {
    const { exitCode, stdout } = await runner.run(script, { args: ['int-1', ...options], env });
    expect([exitCode, stdout]).toEqual([0, expected]);
    expect(arrived()).toEqual([[method, `/api/integrations/int-1${path}`, body]]);
  });

  it('states the length of an empty body', async () => {
    await runner.run('refresh.sh', { args: ['int-1'], env });
    expect(taken()[0]?.headers).toMatchObject({ 'content-length': '0' });
  });

  it.each(['refresh.sh', 'disconnect.sh', 'token.sh', 'purge.sh'])(
    '%s takes one plain id',
    async (script) => {
      for (const args of [[], ['a', 'b'], ['../x'], ['']]) {
        expect((await runner.run(script, { args, env })).exitCode).toBe(2);
      }
      expect(taken()).toEqual([]);
    },
  );

  it.each(['-1', '1.5', '010', 'x', ''])('token.sh refuses %j milliseconds', async (ms) => {
    const { exitCode } = await runner.run('token.sh', { args: ['int-1', '--min-validity-ms', ms], env });
    expect(exitCode).toBe(2);
  });

  it.each([
    ['the id is typed', 'int-1\n', 0, 1],
    ['something else is typed', 'yes\n', 1, 0],
    ['nothing is typed', '', 1, 0],
  ])('purge.sh asks first: when %s', async (_when, input, exitCode, calls) => {
    const outcome = await runner.run('purge.sh', { args: ['int-1'], env, input });
    expect(outcome.stderr).toContain(`This deletes int-1 at ${env['KLAYIM_API_URL']} for good.`);
    expect([outcome.exitCode, taken().length]).toEqual([exitCode, calls]);
  });
});
