import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { idToken } from './testing/api-answers.ts';
import { type Answer, type RecordedRequest, startRecordingServer } from './testing/recording-server.ts';
import { createScriptRunner } from './testing/script-runner.ts';

const password = 'pa"ss \\ $(word) é';

/** Answers as Identity Toolkit would. */
function respondAsAuth({ method, target, body }: RecordedRequest): Answer {
  const { pathname, searchParams } = new URL(target, 'http://auth');
  if (method !== 'POST' || pathname !== '/emulator/v1/accounts:signInWithPassword') {
    return { status: 404, body: 'no' };
  }
  if (searchParams.get('key') !== 'local') {
    return { status: 400, body: { error: { message: 'API_KEY' } } };
  }
  const given: unknown = JSON.parse(body);
  if (
    JSON.stringify(given) === JSON.stringify({ email: 'mfa@example.com', password, returnSecureToken: true })
  ) {
    return { status: 200, body: { mfaPendingCredential: 'x' } };
  }
  return JSON.stringify(given) ===
    JSON.stringify({ email: 'ada@example.com', password, returnSecureToken: true })
    ? { status: 200, body: `{\n  "kind": "x",\n  "idToken": "${idToken}",\n  "refreshToken": "rt"\n}` }
    : { status: 400, body: { error: { code: 400, message: 'INVALID_LOGIN_CREDENTIALS' } } };
}

const runner = createScriptRunner();
let auth: Awaited<ReturnType<typeof startRecordingServer>>;

beforeAll(async () => {
  auth = await startRecordingServer(respondAsAuth);
});
afterAll(async () => {
  await auth.stop();
  runner.remove();
});

describe('sign-in.sh', () => {
  const authEnv = () => ({ KLAYIM_AUTH_URL: `${auth.url}/emulator` });

  it('prints the token alone, for a password from the environment or from standard input', async () => {
    for (const run of [
      { env: { ...authEnv(), KLAYIM_PASSWORD: password } },
      { env: authEnv(), input: `${password}\n` },
      { env: authEnv(), input: password },
    ]) {
      const outcome = await runner.run('sign-in.sh', { args: ['ada@example.com'], ...run });
      expect(outcome).toEqual({ exitCode: 0, stdout: `${idToken}\n`, stderr: '' });
    }
  });

  it.each([
    ['a wrong password', 'ada@example.com', 'wrong', 'INVALID_LOGIN_CREDENTIALS'],
    ['an account with a second factor', 'mfa@example.com', password, 'second factor'],
  ])('tells of %s', async (_what, email, input, reason) => {
    const outcome = await runner.run('sign-in.sh', { args: [email], env: authEnv(), input });
    expect(outcome).toEqual({ exitCode: 1, stdout: '', stderr: expect.stringContaining(reason) });
  });

  it('needs an email, a password and, in production, a web API key', async () => {
    const { exitCode, stdout } = await runner.run('sign-in.sh', { args: ['--help'] });
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('KLAYIM_WEB_API_KEY')]);
    const production = await runner.run('sign-in.sh', { args: ['ada@example.com'], input: password });
    expect(production).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('KLAYIM_WEB_API_KEY') });
    for (const args of [[], ['ada@example.com', password], ['a\nb']]) {
      expect((await runner.run('sign-in.sh', { args, env: authEnv(), input: 'x' })).exitCode).toBe(2);
    }
    expect((await runner.run('sign-in.sh', { args: ['ada@example.com'], env: authEnv() })).exitCode).toBe(2);
  });

  it('keeps the password out of the process list', async () => {
    await runner.run('sign-in.sh', {
      args: ['ada@example.com'],
      env: { ...authEnv(), KLAYIM_PASSWORD: password },
    });
    expect(runner.curlArguments()).toContain('--config');
    expect(runner.curlArguments()).not.toContain(password.slice(0, 5));
  });
});
