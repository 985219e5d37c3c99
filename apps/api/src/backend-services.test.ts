import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { request as forward, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ApiKeyScope, IssuedApiKey } from '@klayim/shared/types';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { apiServices, type RunningApi, startApi } from '../test/http/api-server.ts';
import { listen, type RunningServer } from '../test/http/listen.ts';
import { idTokenOf, organizationId } from '../test/http/test-identity.ts';
import { minuteMs } from './lib/duration.ts';
import { combineIdentities } from './services/identity/combined-identity.ts';
import { createServiceAccountIdentity } from './services/identity/service-account-identity.ts';

const issuer = 'https://accounts.google.com';
const account = { sub: '1001', email: 'payroll@p.iam.gserviceaccount.com', email_verified: true };
/** Answers in place of the API, in order; then the API itself answers. */
const interruptions: ((response: ServerResponse) => void)[] = [];
const arrivals: { url: string; atMs: number }[] = [];

/** A front end, as those of a cloud, that now and then answers by itself. */
function startFront(apiUrl: () => string) {
  return listen((incoming, response) => {
    arrivals.push({ url: incoming.url ?? '', atMs: performance.now() });
    const interrupt = interruptions.shift();
    if (interrupt) {
      return interrupt(response);
    }
    const { method, headers } = incoming;
    // One item on a page, so that lists have several.
    const url = (incoming.url ?? '').replace('limit=100', 'limit=1');
    const onward = forward(`${apiUrl()}${url}`, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    incoming.pipe(onward);
  });
}

/** Google's keys, and the metadata server of a machine that runs as the account. */
async function startGoogle() {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const keys = { keys: [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256' }] };
  return listen(async (incoming, response) => {
    const url = new URL(incoming.url ?? '', 'http://google');
    if (url.pathname === '/keys') {
      return response.end(JSON.stringify(keys));
    }
    const isIdentity =
      url.pathname === '/computeMetadata/v1/instance/service-accounts/default/identity' &&
      url.searchParams.get('format') === 'full' &&
      incoming.headers['metadata-flavor'] === 'Google';
    if (!isIdentity) {
      return response.writeHead(404).end();
    }
    const token = new SignJWT(account)
      .setProtectedHeader({ alg: 'RS256', kid: 'one' })
      .setIssuer(issuer)
      .setAudience(url.searchParams.get('audience') ?? '')
      .setIssuedAt()
      .setExpirationTime('1h');
    return response.end(await token.sign(privateKey));
  });
}

describe('the program of docs/backend-services.md', () => {
  const services = apiServices();
  let api: RunningApi;
  let google: RunningServer;
  /** What the API is reached by from outside: the program's `KLAYIM_API_URL`. */
  let front: RunningServer;
  let folder: string;
  let program: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'klayim-backend-'));
    const page = await readFile(new URL('../../../docs/backend-services.md', import.meta.url), 'utf8');
    [, program = ''] = /```js\n([\s\S]*?)```/.exec(page) ?? [];
    await writeFile(join(folder, 'get-tokens.mjs'), program);
    google = await startGoogle();
    front = await startFront(() => api.url);
    const { identity } = services.dependencies;
    const serviceAccounts = createServiceAccountIdentity({
      config: () => ({
        accounts: [{ account: account.email, organizationId, role: 'service' }],
        audience: front.url,
        issuers: [issuer],
        jwksUri: `${google.url}/keys`,
      }),
      clock: Date.now,
    });
    const issuers = () => [issuer];
    api = await startApi({
      ...services.dependencies,
      identity: combineIdentities({
        users: identity,
        apiKeys: identity.authenticate,
        serviceAccounts,
        issuers,
      }),
    });
    await services.connect(organizationId, 'good');
    const { id } = await services.connect(organizationId, 'ended');
    await services.integrationService.disconnect(organizationId, id);
  });
  afterAll(async () => {
    await Promise.all([api, front, google, services].map((part) => part.close()));
    await rm(folder, { recursive: true, force: true });
  });
  afterEach(() => {
    interruptions.length = 0;
    arrivals.length = 0;
  });

  /** Runs the program with nothing of this environment. */
  function run(variables: Record<string, string>) {
    const env = { KLAYIM_API_URL: front.url, ...variables };
    return new Promise<{ exitCode: number | null; stdout: string; stderr: string }>((resolve) => {
      const child = execFile(
        process.execPath,
        ['get-tokens.mjs'],
        { cwd: folder, env },
        (_error, stdout, stderr) => resolve({ exitCode: child.exitCode, stdout, stderr }),
      );
    });
  }

  async function createKey(scopes: ApiKeyScope[] = ['integrations:read', 'tokens:read']) {
    const json = { name: 'Payroll', scopes };
    const response = await api.call('/api-keys', { idToken: idTokenOf('owner'), json });
    return (await response.json()) as IssuedApiKey;
  }

  const oneToken = {
    exitCode: 0,
    stdout: expect.stringMatching(/^google_calendar ada@example\.com: 15 characters until 20\S+Z\n$/),
    stderr: '',
  };
  const lastIssuedTo = async () => {
    const query = { type: 'integration.token_issued', limit: 1 } as const;
    const { items } = await services.auditService.listEvents(organizationId, query);
    return items[0]?.actor;
  };

  it('has forty lines at most', () => {
    expect(program.trimEnd().split('\n').length).toBeLessThanOrEqual(40);
  });

  it('says that a key has expired, and who makes another one', async () => {
    const problem = JSON.stringify({ code: 'api_key_invalid', remedy: 'none', title: 'Invalid API key' });
    interruptions.push((response) => response.writeHead(401).end(problem));
    const { exitCode, stderr } = await run({ KLAYIM_API_KEY: 'kl_expired' });
    expect([exitCode, arrivals.length]).toEqual([1, 1]);
    expect(stderr).toContain('the API key has expired or was revoked: an owner has to make another one');
  });

  it('gets a token with an API key', async () => {
    const { secret, apiKey } = await createKey();
    expect(await run({ KLAYIM_API_KEY: secret })).toEqual(oneToken);
    expect(await lastIssuedTo()).toMatchObject({ type: 'apiKey', id: apiKey.id });
  });

  it('gets a token as a Google service account, from the metadata server', async () => {
    expect(await run({ GCE_METADATA_HOST: new URL(google.url).host })).toEqual(oneToken);
    expect(await lastIssuedTo()).toMatchObject({ type: 'serviceAccount', id: account.sub });
  });

  it('waits as long as it is told after too many requests, and repeats what was unavailable', async () => {
    const { secret } = await createKey();
    const problem = JSON.stringify({ code: 'rate_limited', remedy: 'retry', title: 'Too many requests' });
    interruptions.push(
      (response) => response.writeHead(429, { 'Retry-After': '1' }).end(problem),
      (response) => response.writeHead(503, { 'Retry-After': '0' }).end('<html>Service unavailable</html>'),
    );
    expect(await run({ KLAYIM_API_KEY: secret })).toEqual(oneToken);
    const [first, second, third] = arrivals;
    expect(new Set(arrivals.slice(0, 3).map(({ url }) => url)).size).toBe(1);
    expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThan(950);
    expect(third).toBeDefined();
  });

  it.each<[string, number, object]>([
    ['after an hour', 429, { 'Retry-After': '3600' }],
    ['by an operator', 503, {}],
  ])('does not repeat what only helps %s', async (_when, status, headers) => {
    const { secret } = await createKey();
    const remedy = status === 503 ? 'operator' : 'retry';
    const problem = JSON.stringify({ code: 'some_code', remedy, title: 'Not now' });
    interruptions.push((response) => response.writeHead(status, { ...headers }).end(problem));
    const { exitCode, stderr } = await run({ KLAYIM_API_KEY: secret });
    expect([exitCode, arrivals.length]).toEqual([1, 1]);
    expect(stderr).toContain('Not now');
  });

  it('says what is wrong with a key without the scope, and with a revoked one', async () => {
    const { secret } = await createKey(['tokens:read']);
    const refused = await run({ KLAYIM_API_KEY: secret });
    expect([refused.exitCode, refused.stdout]).toEqual([1, '']);
    expect(refused.stderr).toContain('insufficient_scope');
    expect((await run({ KLAYIM_API_KEY: 'kl_nonsense' })).stderr).toContain('api_key_invalid');
    expect(refused.stderr).not.toContain(secret);
  });

  it('names who has to connect an account again, and gets the tokens of the others', async () => {
    const past = new Date(services.clock() - minuteMs).toISOString();
    await services.integrationService.connect({
      organizationId,
      provider: 'google_calendar',
      accountId: 'dead',
      accountEmail: 'dead@example.com',
      scopes: ['openid'],
      accessToken: 'an-old-token',
      refreshToken: null,
      expiresAt: past,
    });
    const { secret } = await createKey();
    const { exitCode, stdout, stderr } = await run({ KLAYIM_API_KEY: secret });
    expect([exitCode, stderr]).toEqual([
      1,
      'google_calendar dead@example.com: somebody has to connect it again\n',
    ]);
    expect(stdout).toMatch(/^google_calendar ada@example\.com: 15 characters/);
    // Three connections came on three pages.
    expect(arrivals.filter(({ url }) => url.startsWith('/integrations?'))).toHaveLength(3);
  });
});
