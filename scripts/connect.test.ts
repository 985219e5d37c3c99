import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { browserKey } from './testing/api-answers.ts';
import { useScriptApi } from './testing/script-api.ts';

const { runner, env, taken, arrived } = useScriptApi();

describe('connect.sh', () => {
  it('starts an authorization, then completes it with the cookie of the start', async () => {
    const jar = join(runner.home, '.klayim-cookies');
    const args = ['google_calendar', '--scope', 'openid', '--scope', 'a/b', '--integration', 'int-1'];
    const started = await runner.run('connect.sh', {
      args: [...args, '--login-hint', 'ada@example.com'],
      env,
    });
    expect(started.exitCode).toBe(0);
    expect(JSON.parse(started.stdout)).toHaveProperty('authorizationUrl');
    expect(started.stderr).toContain('  https://accounts.example/auth?state=s-1&x=1\n');
    const [[method, target, body] = []] = arrived();
    expect([method, target]).toEqual(['POST', '/api/integrations/google_calendar/authorize']);
    expect(JSON.parse(body ?? '')).toEqual({
      scopes: ['openid', 'a/b'],
      integrationId: 'int-1',
      loginHint: 'ada@example.com',
    });
    expect(readFileSync(jar, 'utf8')).toContain(browserKey);
    expect(statSync(jar).mode & 0o077).toBe(0);

    const finished = await runner.run('connect.sh', {
      args: ['google_calendar', '--finish'],
      env: { KLAYIM_API_URL: env['KLAYIM_API_URL'] ?? '' },
      input: 'https://elsewhere.example/api/oauth/google/callback?code=c-secret&state=s-1#fragment\n',
    });
    expect([finished.exitCode, finished.stderr]).toEqual([0, '']);
    expect(JSON.parse(finished.stdout)).toEqual({ id: 'int-1', state: 's-1' });
    const [callback] = taken();
    expect(callback?.target).toBe('/api/oauth/google/callback?code=c-secret&state=s-1');
    expect(callback?.headers.authorization).toBeUndefined();
    expect(runner.curlArguments()).not.toContain('c-secret');
  });

  it('completes nothing with another jar', async () => {
    const { exitCode, stderr } = await runner.run('connect.sh', {
      args: ['google_calendar', '--finish', '--cookie-jar', join(runner.home, 'empty')],
      env,
      input: `${env['KLAYIM_API_URL']}/oauth/google/callback?code=c&state=s`,
    });
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('oauth_state_foreign')]);
  });

  it.each([
    '',
    'https://api.example/elsewhere?code=c',
    'https://api.example/oauth/google/callback?code="',
    'https://api.example/oauth/../callback?code=c',
    'https://api.example/oauth//callback?code=c',
  ])('refuses the address %j', async (input) => {
    const { exitCode } = await runner.run('connect.sh', {
      args: ['google_calendar', '--finish'],
      env,
      input,
    });
    expect([exitCode, taken()]).toEqual([2, []]);
  });

  it('sends an empty request when nothing is asked for', async () => {
    await runner.run('connect.sh', { args: ['google_calendar'], env });
    expect(arrived()).toEqual([['POST', '/api/integrations/google_calendar/authorize', '{}']]);
  });

  it('imports tokens from a file and from standard input', async () => {
    const tokens = JSON.stringify({
      provider: 'google_calendar',
      accountId: '1',
      accountEmail: 'ada@example.com',
      scopes: ['openid'],
      accessToken: 'canary-access-token',
      expiresAt: '2026-11-23T10:15:00.000Z',
    });
    const file = join(runner.home, 'tokens.json');
    writeFileSync(file, tokens);
    for (const run of [{ args: ['--import', file] }, { args: ['--import', '-'], input: tokens }]) {
      const { exitCode, stdout } = await runner.run('connect.sh', { ...run, env });
      expect([exitCode, stdout]).toEqual([0, '{"id":"imported"}\n']);
      expect(arrived()).toEqual([['POST', '/api/integrations', tokens]]);
    }
    expect(runner.curlArguments()).not.toContain('canary-access-token');
  });

  it.each([
    [[]],
    [['google_calendar', 'microsoft_calendar']],
    [['../purge']],
    [['google_calendar', '--scope']],
    [['google_calendar', '--login-hint', 'a\nb']],
    [['google_calendar', '--import', 'file']],
    [['--import', 'no-such-file']],
    [['google_calendar', '--finish', '--scope', 'x']],
    [['google_calendar', '--cookie-jar', '-']],
  ])('refuses the arguments %j', async (args) => {
    const { exitCode } = await runner.run('connect.sh', { args, env });
    expect([exitCode, taken()]).toEqual([2, []]);
  });
});
