import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startAuthorizationServer } from './server.ts';
import { connect, refresh, startServer, userinfo } from './test-client.ts';

async function stateFilePath(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'local-oauth-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return join(folder, 'new', 'state.json');
}

describe('the state file', () => {
  it('lets tokens and signing keys outlive a restart', async () => {
    const stateFile = await stateFilePath();
    const before = await startServer('google', { stateFile });
    const keysBefore = await (await fetch(before.endpoints.jwks)).json();
    const tokens = await connect(before);
    await before.stop();

    const after = await startServer('google', { stateFile });
    expect(await (await fetch(after.endpoints.jwks)).json()).toEqual(keysBefore);
    expect((await userinfo(after, tokens)).status).toBe(200);
    const refreshed = await refresh(after, tokens);
    expect(refreshed.status).toBe(200);
    expect(refreshed.body).toHaveProperty('refresh_token');
  });

  it('remembers used refresh tokens, so that a replay after a restart still ends the family', async () => {
    const stateFile = await stateFilePath();
    const before = await startServer('microsoft', { stateFile });
    const tokens = await connect(before);
    const newest = await refresh(before, tokens);
    await before.stop();

    const after = await startServer('microsoft', { stateFile });
    expect((await refresh(after, tokens)).body['error']).toBe('invalid_grant');
    expect((await refresh(after, newest.body)).body['error']).toBe('invalid_grant');
  });

  it('is written while the server runs, and readable by its owner only', async () => {
    const stateFile = await stateFilePath();
    const server = await startServer('google', { stateFile });
    const { refresh_token: token } = await connect(server);
    await expect
      .poll(() => readFile(stateFile, 'utf8').catch(() => ''), { timeout: 5000 })
      .toContain(String(token));
    expect((await stat(stateFile)).mode & 0o777).toBe(0o600);
  });

  it.each(['{"version":1', '[]', '{"version":99,"keys":{},"entries":[]}'])(
    'with the content %s is refused with a sentence that says what to do',
    async (content) => {
      const stateFile = join(await mkdtemp(join(tmpdir(), 'local-oauth-')), 'state.json');
      onTestFinished(() => rm(join(stateFile, '..'), { recursive: true }));
      await writeFile(stateFile, content);
      await expect(startServer('google', { stateFile })).rejects.toThrow(
        /state\.json cannot be used\. Delete it/,
      );
    },
  );

  it('that cannot be written makes stop fail, with the port closed all the same', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'local-oauth-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const stateFile = join(folder, 'state.json');
    const server = await startAuthorizationServer({
      profile: 'google',
      clientId: 'client',
      clientSecret: 'secret',
      redirectUris: ['http://127.0.0.1:9/callback'],
      stateFile,
    });
    await mkdir(stateFile);
    await expect(server.stop()).rejects.toThrow(/Writing .* failed/);
    await expect(fetch(server.endpoints.discovery)).rejects.toThrow();
  });
});
