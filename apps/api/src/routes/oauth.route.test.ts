import { walkConsent } from '@klayim/local-oauth';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { apiDependencies, problemOf, type RunningApi, startApi } from '../http/testing/api-server.ts';
import { idTokenOf, organizationId } from '../http/testing/test-identity.ts';
import { oauthStatesCollection } from '../repositories/oauth-state.repository.ts';
import { useTestFirestore } from '../repositories/testing/test-firestore.ts';
import { useTestServices } from '../testing/test-services.ts';

const owner = idTokenOf('owner');
const session = (response: Response) =>
  /__session=([^;]*)/.exec(response.headers.get('set-cookie') ?? '')?.[1];

describe('authorize', () => {
  const returnUrl = 'https://dashboard.example/done?tab=1#top';
  let api: RunningApi;
  beforeEach(async () => {
    api = await startApi();
  });
  afterEach(() => api.close());

  it('answers where to go and binds the browser for ten minutes', async () => {
    const response = await api.call('/integrations/google/authorize', {
      idToken: owner,
      json: { returnUrl },
    });
    expect(await response.json()).toEqual({
      authorizationUrl: expect.stringMatching(/^https:\/\/accounts\.google\.com\//),
      expiresAt: expect.stringMatching(/^20\d\d-.+Z$/),
    });
    const attributes = response.headers.getSetCookie().map((line) => line.split('; ').sort());
    expect(attributes).toEqual([
      [
        expect.stringMatching(/^Expires=/),
        'HttpOnly',
        'Max-Age=600',
        'Path=/',
        'SameSite=Lax',
        'Secure',
        expect.stringMatching(/^__session=[\w-]{40,}$/),
      ],
    ]);
    const { docs } = await api.services.firestore().collection(oauthStatesCollection).get();
    expect(docs.map((document) => document.data())).toMatchObject([
      { organizationId, userId: 'user-owner', provider: 'google', returnUrl },
    ]);
  });

  it('keeps the key that the browser has, and drops one that is not of ours', async () => {
    const kept = 'k'.repeat(43);
    const keyAfter = async (value: string) => {
      const headers = { cookie: `__session=${value}` };
      return session(
        await api.call('/integrations/google/authorize', { method: 'POST', idToken: owner, headers }),
      );
    };
    expect(await keyAfter(kept)).toBe(kept);
    const made = [];
    for (const value of ['short', `${kept}!`, `${kept}; __session=${'K'.repeat(43)}`])
      made.push(await keyAfter(value));
    expect(new Set(made).size).toBe(3);
    for (const key of made) expect(key).toMatch(/^[\w-]{40,}$/);
    expect(made).not.toContain(kept);
  });

  it('refuses a provider that is unknown or not configured', async () => {
    const unknown = await api.call('/integrations/github/authorize', { method: 'POST', idToken: owner });
    expect(await problemOf(unknown)).toMatchObject({ status: 404, code: 'unknown_provider' });
    const unconfigured = await api.call('/integrations/microsoft/authorize', {
      method: 'POST',
      idToken: owner,
    });
    expect(await problemOf(unconfigured)).toMatchObject({ status: 503, code: 'provider_not_configured' });
    expect(unconfigured.headers.getSetCookie()).toEqual([]);
  });
});

describe('callback', () => {
  const { firestore } = useTestFirestore();
  const stack = useTestServices(firestore);
  const returnUrl = 'https://app.example/settings?tab=1#top';
  let api: RunningApi;
  beforeAll(async () => {
    api = await startApi(apiDependencies(firestore, stack));
  });
  afterAll(() => api.close());
  beforeEach(() => firestore().recursiveDelete(firestore().collection('integrations')));

  /** Starts an authorization, has the real consent pages filled in, and gives what the browser comes back with. */
  async function consented({ returnTo, denied = false }: { returnTo?: string; denied?: boolean } = {}) {
    const response = await api.call('/integrations/google/authorize', {
      idToken: owner,
      json: returnTo === undefined ? {} : { returnUrl: returnTo },
    });
    const { authorizationUrl } = (await response.json()) as { authorizationUrl: string };
    const { callbackUrl } = await walkConsent(authorizationUrl, { deny: denied });
    const query = new URL(callbackUrl).searchParams;
    return { query, state: query.get('state') ?? '', cookie: `theme=dark; __session=${session(response)}` };
  }
  const comeBack = (query: URLSearchParams | string, cookie?: string) =>
    api.call(`/oauth/google/callback?${query}`, { headers: cookie === undefined ? {} : { cookie } });

  it('sends the browser on to the return URL', async () => {
    const { query, cookie } = await consented({ returnTo: returnUrl });
    const response = await comeBack(query, cookie);
    expect(response.status).toBe(303);
    const [{ id } = { id: '' }] = await stack.integrationService.getIntegrations(organizationId);
    expect(response.headers.get('location')).toBe(
      `https://app.example/settings?tab=1&status=connected&integrationId=${id}#top`,
    );
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.text()).toBe('');
  });

  it('tells the return URL what went wrong', async () => {
    const { query, cookie } = await consented({ returnTo: returnUrl, denied: true });
    const response = await comeBack(query, cookie);
    expect(response.status).toBe(303);
    const { searchParams } = new URL(response.headers.get('location') ?? '');
    expect(Object.fromEntries(searchParams)).toEqual({
      tab: '1',
      status: 'failed',
      error: 'consent_denied',
      requestId: response.headers.get('x-request-id'),
    });
  });

  it('tells the return URL which integration has the account already', async () => {
    const first = await consented();
    const { id } = (await (await comeBack(first.query, first.cookie)).json()) as { id: string };
    const { query, cookie } = await consented({ returnTo: returnUrl });
    const { searchParams } = new URL((await comeBack(query, cookie)).headers.get('location') ?? '');
    expect(Object.fromEntries(searchParams)).toMatchObject({
      status: 'failed',
      error: 'already_connected',
      integrationId: id,
    });
    const bare = await consented();
    expect(await problemOf(await comeBack(bare.query, bare.cookie))).toMatchObject({
      status: 409,
      code: 'already_connected',
      integrationId: id,
    });
  });

  it('answers the account, or the problem, when there is no return URL', async () => {
    const good = await consented();
    const connected = await (await comeBack(good.query, good.cookie)).json();
    expect([connected]).toEqual(await stack.integrationService.getIntegrations(organizationId));
    const bad = await consented({ denied: true });
    expect(await problemOf(await comeBack(bad.query, bad.cookie))).toMatchObject({
      status: 403,
      code: 'consent_denied',
    });
  });

  it('refuses another browser, and a state that it does not know', async () => {
    const { query, cookie } = await consented();
    expect(await problemOf(await comeBack(query))).toMatchObject({
      status: 403,
      code: 'oauth_state_foreign',
    });
    const planted = await comeBack(query, `${cookie}; __session=${'x'.repeat(43)}`);
    expect(await problemOf(planted)).toMatchObject({ status: 403, code: 'oauth_state_foreign' });
    expect((await comeBack(query, cookie)).status).toBe(200);
    // Its own browser, a second time.
    expect(await problemOf(await comeBack(query, cookie))).toMatchObject({
      status: 400,
      code: 'oauth_state_unknown',
    });
  });

  it.each([
    ['without code and error', (state: string) => `state=${state}`, ''],
    ['without a state', () => 'code=c', '/state'],
    ['with an empty state', () => 'state=&code=c', '/state'],
    ['with two codes', (state: string) => `state=${state}&code=c&code=d`, '/code'],
    ['with two states', (state: string) => `state=${state}&state=other&code=c`, '/state'],
    ['with an endless code', (state: string) => `state=${state}&code=${'c'.repeat(4097)}`, '/code'],
  ])('refuses a query %s, and uses up nothing', async (_what, queryOf, pointer) => {
    const { query, state, cookie } = await consented();
    const problem = await problemOf(await comeBack(queryOf(state), cookie));
    expect(problem).toMatchObject({ status: 400, code: 'invalid_request' });
    expect(problem.errors).toEqual([{ in: 'query', pointer, message: expect.any(String) }]);
    expect((await comeBack(query, cookie)).status).toBe(200);
  });

  it('is unknown for a provider that is none of ours', async () => {
    const response = await api.call('/oauth/github/callback?state=connected&code=c');
    expect(await problemOf(response)).toMatchObject({ status: 404, code: 'unknown_provider' });
  });
});

describe('the cookie', () => {
  it.each([
    ['http://localhost:5001/demo/api', false],
    ['http://127.0.0.1:5001', false],
    ['http://[::1]:5001', false],
    ['https://localhost', true],
    ['http://127.evil.example', true],
    ['http://api.example', true],
  ])('for %s is Secure: %s', async (publicBaseUrl, secure) => {
    const api = await startApi({ publicBaseUrl });
    const response = await api.call('/integrations/google/authorize', { method: 'POST', idToken: owner });
    await api.close();
    expect(response.headers.get('set-cookie')?.includes('Secure')).toBe(secure);
  });
});
