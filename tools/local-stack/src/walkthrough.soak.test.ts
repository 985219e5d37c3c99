import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { integrationPageSchema, problemDetailsSchema, tokenResponseSchema } from '@klayim/shared/schemas';
import type { Integration } from '@klayim/shared/types';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runWalkthrough, type Stack, startStack, type WalkthroughReport } from './index.ts';
import { createAuthUsers, demoOrganization } from './stack/auth-users.ts';
import { functionSettings } from './stack/function-settings.ts';
import { apiFolder } from './stack/repository.ts';
import { connectByHand, tokenByHand } from './testing/connect-by-hand.ts';
import { installArtifact } from './testing/install-artifact.ts';

/** Two minutes on an idle machine. */
const installStartAndJobTimeoutMs = 900_000;
const startTimeoutMs = 300_000;
const byHand = 'ada@northwind.example';

/** A Firestore that the person running the tests has named; not the one that the tests share among themselves. */
function givenFirestore(): string | null {
  const { FIRESTORE_EMULATOR_HOST: host, KLAYIM_TEST_FIRESTORE: shared } = process.env;
  return host === undefined || host === shared ? null : host;
}

describe('the walkthrough, by the artifact as it is deployed, through the real emulators and authorization servers', () => {
  let stateDir = '';
  let artifact = '';
  let report: WalkthroughReport;
  /** Made by a person before the demonstration, in an organization that is not the demonstration's. */
  let made: Integration;
  let madeToken = '';

  const start = (fresh: boolean): Promise<Stack> =>
    startStack({
      ports: 'any',
      stateDir,
      fresh,
      projectId: 'demo-klayim-e2e',
      artifact,
      firestoreHost: givenFirestore(),
    });

  beforeAll(async () => {
    stateDir = await mkdtemp(join(tmpdir(), 'klayim-stack-'));
    artifact = await installArtifact(await mkdtemp(join(tmpdir(), 'klayim-artifact-')));
    const stack = await start(true);
    try {
      made = await connectByHand(stack, byHand);
      madeToken = await tokenByHand(stack, made);
      report = await runWalkthrough(stack);
    } finally {
      await stack.stop();
    }
  }, installStartAndJobTimeoutMs);

  afterAll(() => Promise.all([stateDir, artifact].map((path) => rm(path, { recursive: true, force: true }))));

  it('runs what was installed from public registries by its own lockfile, and compiled when it was installed', async () => {
    const installed = await readdir(artifact);
    expect(installed).toEqual(expect.arrayContaining(['.compile-cache', 'node_modules']));
    expect(installed).not.toContain('src');
    const [manifest, lockfile] = await Promise.all(
      ['package.json', 'pnpm-lock.yaml'].map((name) => readFile(join(artifact, name), 'utf8')),
    );
    expect(manifest).not.toMatch(/\b(workspace|link|file):\S/);
    expect(lockfile).not.toMatch(/\b(workspace|link|file):\S|tarball|registry/);
    const packages = await readdir(join(artifact, 'node_modules/.pnpm'));
    expect(packages.filter((name) => /^(googleapis|@azure|@google-cloud\+firestore)/.test(name))).toEqual([]);
  });

  it('gets through all of its steps', () => {
    expect(report.steps.filter(({ outcome }) => outcome !== 'ok')).toEqual([]);
    expect(report.steps.length).toBeGreaterThan(10);
    expect(report.ok).toBe(true);
  });

  it('refreshes an expired token exactly once, also for many callers in many processes', () => {
    expect(report.facts).toMatchObject({ refreshesAfterExpiry: 1, refreshesForConcurrentCalls: 1 });
  });

  it('refreshes what is due through the schedule and the task queue, exactly once', () => {
    expect(report.facts.refreshesBySweep).toBe(1);
  });

  it('imports a directory through the functions and their queue', () => {
    expect(report.facts.importedPeople).toBe(299);
  });

  it('tells the organization of a broken connection by a mail, through the queue and a real SMTP server', () => {
    expect(report.facts.mailedTo).toEqual(['owner@demo.example']);
    expect(report.facts.webhook).toBe('connection.reauthorization_required');
  });

  it('ends the grant at the provider on disconnect', () => {
    expect(report.facts.revocation).toBe('revoked');
  });

  it('leaves no secret in clear in the database, the logs or the answers', () => {
    expect(report.facts.search?.found).toBe(0);
    expect(report.facts.search?.secrets).toBeGreaterThan(30);
    expect(report.facts.search?.places).toBeGreaterThan(30);
  });

  it(
    'finds its connections again after a restart, and those of other organizations, and the one left alive still gives tokens and refreshes, until the organization is deleted',
    async () => {
      const stack = await start(false);
      try {
        const [owner, member, service] = await Promise.all(
          (['owner', 'member', 'service'] as const).map((role) => stack.signIn(role, demoOrganization)),
        );
        const list = await fetch(`${stack.apiUrl}/integrations`, {
          headers: { authorization: `Bearer ${member}` },
        });
        const { items } = integrationPageSchema.parse(await list.json());
        expect(Object.fromEntries(items.map(({ provider, status }) => [provider, status]))).toEqual({
          google_calendar: 'disconnected',
          microsoft_calendar: 'connected',
        });

        const id = items.find(({ provider }) => provider === 'microsoft_calendar')?.id;
        const askForToken = async (body: object): Promise<string> => {
          const response = await fetch(`${stack.apiUrl}/integrations/${id}/token`, {
            method: 'POST',
            headers: { authorization: `Bearer ${service}`, 'content-type': 'application/json' },
            body: JSON.stringify(body),
          });
          return tokenResponseSchema.parse(await response.json()).accessToken;
        };
        const kept = await askForToken({});
        expect(stack.microsoft.control.refreshCount()).toBe(0);
        const refresh = await fetch(`${stack.apiUrl}/integrations/${id}/refresh`, {
          method: 'POST',
          headers: { authorization: `Bearer ${owner}` },
        });
        expect(refresh.status).toBe(200);
        const renewed = await askForToken({});
        expect(renewed).not.toBe(kept);
        // A token of less than a minute satisfies who asks for a new one.
        expect(await askForToken({ forceRefresh: true })).toBe(renewed);
        expect(stack.microsoft.control.refreshCount('ok')).toBe(1);

        // What a person made in another organization is as it was: the demonstration and the restart have left it alone.
        expect(await tokenByHand(stack, made)).toBe(madeToken);
        await expectDeletable(stack);
        expect(await tokenByHand(stack, made)).toBe(madeToken);
      } finally {
        await stack.stop();
      }
    },
    startTimeoutMs,
  );
});

/** Deletes the organization by the command for operators, and sees what is left for its members. */
async function expectDeletable(stack: Stack): Promise<void> {
  const stranger = await stack.signIn('owner', 'fabrikam');
  const { environment, secrets } = functionSettings(stack, stack, stack.state.keys);
  const { FIRESTORE_EMULATOR_HOST: _shared, ...inherited } = process.env;
  const { stderr } = await promisify(execFile)(
    process.execPath,
    [
      join(apiFolder, 'src/cli/delete-organization.ts'),
      demoOrganization,
      ...['--project', stack.projectId, '--ordered-by', 'a test', '--yes'],
    ],
    {
      env: {
        ...inherited,
        ...environment,
        ...secrets,
        FIRESTORE_EMULATOR_HOST: stack.firestoreHost,
        FIREBASE_AUTH_EMULATOR_HOST: new URL(stack.authUrl).host,
      },
    },
  );
  expect(stderr).toContain('Members without access now: 4.');
  expect(stderr).toContain('Nothing is left.');
  const { docs } = await stack.firestore.collection('integrations').get();
  expect(docs.filter((document) => document.get('organizationId') === demoOrganization)).toEqual([]);

  const list = async (idToken: string) => {
    const response = await fetch(`${stack.apiUrl}/integrations`, {
      headers: { authorization: `Bearer ${idToken}` },
    });
    return response.status;
  };
  expect(await list(await stack.signIn('owner', demoOrganization))).toBe(403);
  expect(await list(stranger)).toBe(200);
  // Somebody whose claims have outlived the organization.
  await createAuthUsers(stack.authUrl, stack.projectId).createAll();
  let late = '';
  const signInLate = async () => {
    late = await stack.signIn('owner', demoOrganization);
    return list(late);
  };
  await expect.poll(signInLate, { timeout: 90_000 }).toBe(200);
  const imported = await fetch(`${stack.apiUrl}/integrations`, {
    method: 'POST',
    headers: { authorization: `Bearer ${late}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      provider: 'google_calendar',
      accountId: '1',
      accountEmail: 'late@northwind.example',
      scopes: ['openid'],
      accessToken: 'late',
      expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
    }),
  });
  expect(problemDetailsSchema.parse(await imported.json())).toMatchObject({
    status: 403,
    code: 'organization_deleted',
  });
}
