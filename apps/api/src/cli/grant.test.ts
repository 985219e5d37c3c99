import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StoredUser, startIdentityToolkit } from '../../test/cli/identity-toolkit.ts';
import { useTestFirestore } from '../../test/repositories/test-firestore.ts';
import { readGrantArguments } from './grant-arguments.ts';
import { findTarget } from './target.ts';

describe('the command line', () => {
  const read = (line: string) => readGrantArguments(line.split(' '));

  it.each([
    ['a@b.c', { action: 'show' }],
    ['a@b.c --organization o --role owner', { action: 'grant', organizationId: 'o', role: 'owner' }],
    ['--role member a@b.c', { action: 'grant', role: 'member' }],
    ['a@b.c --platform-operator', { action: 'grant', platformOperator: true }],
    ['a@b.c --revoke', { action: 'revoke', platformOperator: false }],
    ['a@b.c --revoke --platform-operator', { action: 'revoke', platformOperator: true }],
    ['a@b.c --organization o --create-organization O', { action: 'grant', createOrganization: 'O' }],
    ['a@b.c --project p', { action: 'show', project: 'p' }],
  ])('"%s" is understood', (line, request) => {
    expect(read(line)).toMatchObject({ email: 'a@b.c', ...request });
  });

  it.each([
    ['--role owner', 'email'],
    ['a@b.c d@e.f', 'email'],
    ['ada', 'no email address'],
    ['a@b.c --role king', 'owner, administrator, member, service'],
    ['a@b.c --organization ../x', 'organization id'],
    ['a@b.c --revoke --role owner', 'name none'],
    ['a@b.c --create-organization O', 'needs --organization'],
    ['a@b.c --everything', '--everything'],
    ['a@b.c --role', '--role'],
  ])('"%s" is refused', (line, sentence) => {
    expect(() => read(line)).toThrow(sentence);
  });
});

describe('the project', () => {
  const local = { projectId: 'demo-klayim', auth: '127.0.0.1:9099', firestore: '127.0.0.1:8080' };
  const find = (environment: Record<string, string> = {}, project?: string, isUp = false) =>
    findTarget({ project, environment, local, isListening: async () => isUp });
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'klayim-grant-'));
    await writeFile(join(folder, 'credentials.json'), '{"project_id":"of-credentials"}');
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const emulators = { auth: '127.0.0.1:9099', firestore: '127.0.0.1:8080' };

  it.each<[string, Record<string, string>, string | undefined, boolean, object]>([
    ['named', {}, 'real', true, { projectId: 'real', emulators: null }],
    [
      'of the environment',
      { GOOGLE_CLOUD_PROJECT: 'real' },
      undefined,
      true,
      { projectId: 'real', emulators: null },
    ],
    ['of a running dev', {}, undefined, true, { projectId: 'demo-klayim', emulators }],
    [
      'of other emulators',
      { FIREBASE_AUTH_EMULATOR_HOST: 'h:1', FIRESTORE_EMULATOR_HOST: 'h:2' },
      'demo-x',
      false,
      { projectId: 'demo-x', emulators: { auth: 'h:1', firestore: 'h:2' } },
    ],
    ['that has no cloud', {}, 'demo-x', false, { projectId: 'demo-x', emulators }],
  ])('is the one %s', async (_which, environment, project, isUp, target) => {
    await expect(find(environment, project, isUp)).resolves.toEqual(target);
  });

  it('is the one of the credentials', async () => {
    const environment = { GOOGLE_APPLICATION_CREDENTIALS: join(folder, 'credentials.json') };
    await expect(find(environment, undefined, true)).resolves.toEqual({
      projectId: 'of-credentials',
      emulators: null,
    });
    await expect(find({ GOOGLE_APPLICATION_CREDENTIALS: join(folder, 'none') })).rejects.toThrow(
      'cannot be read',
    );
  });

  it('is never half real, with claims in a project and the trail in an emulator', async () => {
    await expect(find({ FIRESTORE_EMULATOR_HOST: 'h:2' }, 'real')).rejects.toThrow('FIRESTORE_EMULATOR_HOST');
  });

  it('is not guessed', async () => {
    await expect(find()).rejects.toThrow('--project');
  });
});

describe('the command', () => {
  const { firestore, projectId } = useTestFirestore();
  const users: StoredUser[] = [{ localId: 'uid-ada', email: 'ada@example.com', emailVerified: true }];
  let toolkit: Awaited<ReturnType<typeof startIdentityToolkit>>;
  beforeAll(async () => {
    toolkit = await startIdentityToolkit(users);
    await firestore().doc('organizations/northwind').create({ name: 'Northwind' });
  });
  afterAll(() => toolkit.close());

  function grant(...args: string[]) {
    const script = fileURLToPath(new URL('./grant.ts', import.meta.url));
    const env = {
      ...process.env,
      FIREBASE_AUTH_EMULATOR_HOST: toolkit.host,
      GOOGLE_CLOUD_PROJECT: projectId,
    };
    return new Promise<{ exitCode: unknown; stdout: string; stderr: string }>((resolve) => {
      execFile(process.execPath, [script, ...args], { env }, (error, stdout, stderr) => {
        resolve({ exitCode: error?.code ?? 0, stdout, stderr });
      });
    });
  }

  it('does it, prints what the user has now, and ends', async () => {
    const outcome = await grant('ada@example.com', '--role', 'administrator');
    expect(outcome).toMatchObject({ exitCode: 0, stderr: `Project ${projectId} (emulators)\n` });
    expect(JSON.parse(outcome.stdout)).toMatchObject({
      memberships: [{ organizationId: 'northwind', role: 'administrator' }],
    });
    expect(users[0]?.customAttributes).toBe('{"organizationId":"northwind","role":"administrator"}');
  });

  it.each([
    ['a refusal', ['eve@example.com'], 1, 'There is no user eve@example.com'],
    ['a wrong call', ['ada@example.com', '--role', 'king'], 2, 'Try "grant --help"'],
  ])('says what was wrong, without a stack: %s', async (_what, args, exitCode, sentence) => {
    const outcome = await grant(...args);
    expect(outcome).toMatchObject({ exitCode, stdout: '', stderr: expect.stringContaining(sentence) });
    expect(outcome.stderr).not.toMatch(/\n\s+at /);
  });

  it('has help', async () => {
    expect(await grant('--help')).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('--revoke') });
  });
});
