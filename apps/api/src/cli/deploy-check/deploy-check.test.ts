import { chmod, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Outage } from '../../../test/cli/deploy-check/google-cloud.ts';
import {
  findBad,
  projectId,
  useDeployCheck,
  variables,
  variablesFile,
} from '../../../test/cli/deploy-check/use-deploy-check.ts';
import { readArtifact } from './artifact.ts';

describe('deploy:check of files, logins and outages', () => {
  const fixture = useDeployCheck();

  it('prints a line for each check and under it the command that repairs it', async () => {
    delete fixture.project.secrets['GOOGLE_CLIENT_SECRET'];
    const { exitCode, stdout, stderr } = await fixture.run(['--project', projectId]);
    expect([exitCode, stderr]).toEqual([1, '']);
    expect(stdout).toContain(
      `missing      secret GOOGLE_CLIENT_SECRET: there is none\n               npx -y firebase-tools@15.34.2 functions:secrets:set GOOGLE_CLIENT_SECRET --project ${projectId}\n`,
    );
    expect(stdout).toMatch(/^ok +APIs: all 10 are enabled$/m);
    expect(stdout).toMatch(/\nNot ready: 1 missing, 0 cannot be told\. Nothing was changed\.\n$/);
    expect(stdout).not.toContain(fixture.project.secrets['ENCRYPTION_KEY']?.value.trim());
  });

  it.each<[string, string, string, RegExp, RegExp]>([
    [
      'another default project',
      '.firebaserc',
      '{"projects":{"default":"other"}}',
      /^\.firebaserc/,
      /works there/,
    ],
    [
      'a typing error',
      variablesFile,
      `${variables}GOOGLE_CLIENTID=x\n`,
      /^\.env/,
      /GOOGLE_CLIENTID: unknown variable/,
    ],
    ['a secret', variablesFile, `${variables}ENCRYPTION_KEY=x\n`, /^\.env/, /belongs in Secret Manager/],
    ['an http address', variablesFile, variables.replace('https', 'http'), /^\.env/, /must be https/],
    ['no number', variablesFile, `${variables}API_MAX_INSTANCES=many\n`, /^\.env/, /must be a number/],
    ['a mail sender', variablesFile, `${variables}SMTP_HOST=smtp.example.com\n`, /^\.env/, /SMTP_SENDER/],
    [
      'a mail password',
      variablesFile,
      `${variables}SMTP_PASSWORD=x\n`,
      /^\.env/,
      /belongs in Secret Manager/,
    ],
    ['a placeholder', variablesFile, variables.replace(/g\.apps.*/, '...'), /^\.env/, /still "\.\.\."/],
    ['another path', variablesFile, variables.replace('/api', '/v1'), /^PUBLIC_BASE_URL/, /leads \/api/],
    [
      'a function of another project',
      variablesFile,
      variables.replace(/https.*api/, 'https://us-central1-other.cloudfunctions.net/api'),
      /^PUBLIC_BASE_URL/,
      /not us-central1-other/,
    ],
  ])('notifications %s in the files of the deployment', async (_what, file, text, name, message) => {
    await fixture.repository.write(file, text);
    const { isReady: ready, results } = await fixture.check();
    expect(ready).toBe(false);
    expect(findBad(results)[0]).toMatchObject({
      name: expect.stringMatching(name),
      status: 'missing',
      message: expect.stringMatching(message),
      fix: expect.any(String),
    });
  });

  it('asks for the password of the SMTP server only when there is a user for it', async () => {
    const mail = `${variables}SMTP_HOST=smtp.example.com\nSMTP_SENDER=Klayim <notifications@example.com>\n`;
    const passwords = async (file: string) => {
      await fixture.repository.write(variablesFile, file);
      const { results } = await fixture.check();
      return results.filter(({ name }) => name === 'secret SMTP_PASSWORD');
    };
    expect(await passwords(mail)).toEqual([]);
    expect(await passwords(`${mail}SMTP_USER=klayim\n`)).toMatchObject([
      {
        status: 'missing',
        message: 'there is none',
        fix: expect.stringContaining('functions:secrets:set SMTP_PASSWORD'),
      },
    ]);
    fixture.project.secrets['SMTP_PASSWORD'] = { state: 'ENABLED', value: 'secret\n' };
    expect(await passwords(`${mail}SMTP_USER=klayim\n`)).toMatchObject([
      { message: expect.stringMatching(/line break/) },
    ]);
    fixture.project.secrets['SMTP_PASSWORD'] = { state: 'ENABLED', value: 'secret' };
    expect(await passwords(`${mail}SMTP_USER=klayim\n`)).toMatchObject([{ status: 'ok' }]);
  });

  it('reads the artifact as firebase-tools does, and leaves its folder as it was', async () => {
    expect(fixture.artifact).toMatchObject({ state: 'found', node: '24' });
    expect(await readdir(join(fixture.repository.path, 'apps/api'))).toEqual([
      'deploy',
      'dist',
      'node_modules',
    ]);
    await fixture.repository.write('apps/api/dist/functions.js', 'throw new Error("broken")');
    const broken = await readArtifact(join(fixture.repository.path, 'apps/api'), {});
    expect(broken).toEqual({ state: 'broken', reason: expect.stringContaining('broken') });
    const { results } = await fixture.check({ readArtifact: async () => broken });
    expect(findBad(results)[0]).toMatchObject({ name: 'artifact', fix: 'npx -y pnpm@10.34.8 build' });
  });

  it('says that nothing is prepared: no file of variables, nothing built, another Node', async () => {
    await rm(join(fixture.repository.path, variablesFile));
    await rm(join(fixture.repository.path, 'apps/api/dist'), { recursive: true });
    const { stdout } = await fixture.run(['--project', projectId], {
      npm_config_user_agent: 'pnpm/10.34.9 node/v18.20.0 linux',
    });
    expect(stdout).toMatch(/^missing +Node: firebase-tools needs Node 20 or later, and this is 18\.20\.0$/m);
    expect(stdout).toMatch(/^missing +\.env\.acme-production: there is no /m);
    expect(stdout).toMatch(
      /^missing +artifact: apps\/api\/dist is not built\n +npx -y pnpm@10\.34\.8 build$/m,
    );
    expect(stdout).toMatch(/^cannot tell +Cloud Tasks queues: only a built artifact/m);
  });

  it.each<[string, Outage, RegExp, RegExp | null]>([
    [
      'an API that is not enabled',
      {
        service: 'secretmanager',
        status: 403,
        body: {
          error: {
            status: 'PERMISSION_DENIED',
            message: 'disabled',
            details: [{ reason: 'SERVICE_DISABLED' }],
          },
        },
      },
      /secretmanager\.googleapis\.com is not enabled/,
      /services enable secretmanager/,
    ],
    [
      'an API that one may not ask',
      {
        service: 'iam',
        status: 403,
        body: { error: { status: 'PERMISSION_DENIED', message: 'no iam.get' } },
      },
      /iam\.googleapis\.com answered 403 PERMISSION_DENIED no iam\.get/,
      null,
    ],
    ['an API that is out', { service: 'firebaserules', status: 503, body: {} }, /answered 503/, null],
    [
      'an answer of another form',
      { service: 'firestore', status: 200, body: { indexes: 'x' } },
      /unexpected/,
      null,
    ],
  ])('cannot tell what %s hides, and tells the rest', async (_what, outage, message, fix) => {
    fixture.breakApi(outage);
    const { isReady: ready, results } = await fixture.check();
    const hidden = results.filter(({ status }) => status === 'unknown');
    expect(ready).toBe(false);
    expect(hidden[0]?.message).toMatch(message);
    if (fix) {
      expect(hidden[0]?.fix).toMatch(fix);
    }
    expect(results.filter(({ status }) => status === 'ok').length).toBeGreaterThan(5);
  });

  it.each<[string, Record<string, string>, RegExp]>([
    [
      'gcloud',
      { PATH: '/nonexistent' },
      /^cannot tell +project acme-production: there is neither gcloud nor [\s\S]*install gcloud/m,
    ],
    [
      'a network',
      { DEPLOY_CHECK_GOOGLE_URL: 'http://127.0.0.1:1' },
      /cannot be reached \(ECONNREFUSED|bad port/,
    ],
    [
      'credentials in the file that is named',
      { GOOGLE_APPLICATION_CREDENTIALS: '/nonexistent.json' },
      /the application default credentials give no access token\n +gcloud auth application-default login/,
    ],
  ])('says so in one line without %s', async (_what, environment, message) => {
    const outcome = await fixture.run(['--project', projectId], {
      METADATA_SERVER_DETECTION: 'none',
      ...environment,
    });
    expect([outcome.exitCode, outcome.stderr]).toEqual([1, '']);
    expect(outcome.stdout).toMatch(message);
    expect(outcome.stdout.match(/^cannot tell/gm)).toHaveLength(1);
    expect(outcome.stdout).toMatch(/^ok +artifact/m);
  });

  it('asks for a login when gcloud has none, and for a new one when Google refuses it', async () => {
    const loggedOut = await mkdtemp(join(tmpdir(), 'klayim-tools-'));
    await writeFile(join(loggedOut, 'gcloud'), '#!/bin/sh\necho "no active account" >&2\nexit 1\n');
    await chmod(join(loggedOut, 'gcloud'), 0o755);
    await symlink(process.execPath, join(loggedOut, 'node'));
    const env = { PATH: loggedOut, METADATA_SERVER_DETECTION: 'none' };
    const { stdout } = await fixture.run(['--project', projectId], env);
    expect(stdout).toMatch(/no account is logged in\n +gcloud auth login/);
    await rm(loggedOut, { recursive: true });
    fixture.breakApi({ service: 'firebase', status: 401, body: {} });
    expect(findBad((await fixture.check()).results)).toMatchObject([
      { status: 'unknown', fix: 'gcloud auth login' },
    ]);
  });

  it.each([
    [[], /Which project\?/],
    [['--project', 'Not a project'], /is no project id/],
    [['--projects', projectId], /--projects/],
  ])('refuses to be called by %j', async (args, message) => {
    const { exitCode, stdout, stderr } = await fixture.run(args);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
  });

  it('shows a login only to Google and this machine', async () => {
    const { exitCode, stderr } = await fixture.run(['--project', projectId], {
      DEPLOY_CHECK_GOOGLE_URL: 'http://evil.example',
    });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('must be on 127.0.0.1')]);
  });

  it('explains itself', async () => {
    const { exitCode, stdout } = await fixture.run(['--help']);
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('--replace-rules')]);
  });
});
