import { walkConsent } from '@klayim/local-oauth';
import type { IntegrationProvider, Role } from '@klayim/shared/types';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { apiDependencies, type RunningApi, readProblem, startApi } from '../../../test/http/api-server.ts';
import { idTokenOf, organizationId } from '../../../test/http/test-identity.ts';
import { useTestFirestore } from '../../../test/repositories/test-firestore.ts';
import { useTestServices } from '../../../test/test-services.ts';
import { minuteMs } from '../../lib/duration.ts';
import { createLeasedQuotas } from '../../services/requests/leased-quota.ts';

const owner = idTokenOf('owner');
const session = (response: Response) =>
  /__session=([^;]*)/.exec(response.headers.get('set-cookie') ?? '')?.[1];

describe('callback', () => {
  const { firestore } = useTestFirestore();
  const stack = useTestServices(firestore);
  const returnUrl = 'https://app.example/settings?tab=1#top';
  let api: RunningApi;
  let minutes = 0;
  beforeAll(async () => {
    // Each test in a minute of its own: together they start more authorizations than a person may in one.
    const quotas = createLeasedQuotas({ ...stack, clock: () => Date.now() + minutes * minuteMs });
    api = await startApi({ ...apiDependencies(stack), quotas });
  });
  afterAll(() => api.close());
  beforeEach(() => {
    minutes += 1;
  });
  beforeEach(() => firestore().recursiveDelete(firestore().collection('integrations')));

  /** Starts an authorization, has the real consent pages filled in, and gives what the browser comes back with. */
  async function consented({
    returnTo,
    denied = false,
    provider = 'google_calendar',
    withholdScopes = [],
  }: {
    returnTo?: string;
    denied?: boolean;
    provider?: IntegrationProvider;
    withholdScopes?: string[];
  } = {}) {
    const response = await started('owner', returnTo, provider);
    const { authorizationUrl } = (await response.json()) as { authorizationUrl: string };
    const { callbackUrl } = await walkConsent(authorizationUrl, { deny: denied, withholdScopes });
    const query = new URL(callbackUrl).searchParams;
    return { query, state: query.get('state') ?? '', cookie: `theme=dark; __session=${session(response)}` };
  }
  const started = (role: Role, returnUrl?: string, provider: IntegrationProvider = 'google_calendar') =>
    api.call(`/integrations/${provider}/authorize`, {
      idToken: idTokenOf(role),
      json: returnUrl === undefined ? {} : { returnUrl },
    });
  const comeBack = (query: URLSearchParams | string, cookie?: string, server = 'google') =>
    api.call(`/oauth/${server}/callback?${query}`, { headers: cookie === undefined ? {} : { cookie } });

  it('starts with an answer whose cookie Firebase Hosting lets through', async () => {
    const response = await started('owner');
    expect(response.headers.get('set-cookie')).toContain('__session=');
    // Hosting takes cookies away unless the answer says that it is private.
    expect(response.headers.get('cache-control')).toBe('private, no-store');
  });

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
      reason: 'access_declined',
      providerError: 'access_denied',
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
    expect(await readProblem(await comeBack(bare.query, bare.cookie))).toMatchObject({
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
    expect(await readProblem(await comeBack(bad.query, bad.cookie))).toMatchObject({
      status: 403,
      code: 'consent_denied',
    });
  });

  it('refuses another browser and a planted cookie, and tells its own browser again how it ended', async () => {
    const { query, state, cookie } = await consented();
    for (const foreign of [
      undefined,
      `__session=${'x'.repeat(43)}`,
      session(await started('administrator')),
    ]) {
      expect(await readProblem(await comeBack(query, foreign && `__session=${foreign}`))).toMatchObject({
        status: 403,
        code: 'oauth_state_foreign',
      });
    }
    // What a neighbouring host has planted beside it does no harm.
    const first = await comeBack(query, `${cookie}; __session=${'x'.repeat(43)}`);
    expect(first.status).toBe(200);
    const again = await comeBack(query, cookie);
    expect([again.status, await again.json()]).toEqual([200, await first.json()]);
    const unknown = await comeBack(`state=${state.toLowerCase()}x&code=c`, cookie);
    expect(await readProblem(unknown)).toMatchObject({ status: 400, code: 'oauth_state_unknown' });
  });

  it('sends a reload to the return URL again, unless that is no longer allowed', async () => {
    const { query, cookie } = await consented({ returnTo: returnUrl });
    const first = await comeBack(query, cookie);
    const again = await comeBack(query, cookie);
    expect(again.status).toBe(303);
    expect(again.headers.get('location')).toBe(first.headers.get('location'));
    const shorter = await consented({ returnTo: returnUrl });
    const allowed = stack.config().returnUrlAllowlist;
    const taken = allowed.splice(0);
    try {
      expect((await comeBack(query, cookie)).status).toBe(200);
      expect(await readProblem(await comeBack(shorter.query, shorter.cookie))).toMatchObject({
        code: 'already_connected',
      });
    } finally {
      allowed.push(...taken);
    }
  });

  it.each<[string, string, Record<string, string>]>([
    ['a HEAD', 'HEAD', {}],
    ['a prefetch', 'GET', { 'sec-purpose': 'prefetch' }],
    ['a prerender', 'GET', { 'sec-purpose': 'prefetch;prerender' }],
    ['a prefetch of an older browser', 'GET', { purpose: 'prefetch' }],
    ['a preview', 'GET', { 'x-purpose': 'preview' }],
    ['a prefetch of an old Firefox', 'GET', { 'x-moz': 'prefetch' }],
  ])('has no effect for %s, and the visit after it connects', async (_what, method, headers) => {
    const { query, cookie } = await consented();
    const ahead = await api.call(`/oauth/google/callback?${query}`, {
      method,
      headers: { ...headers, cookie },
    });
    expect(ahead.status).toBe(425);
    await expect(stack.integrationService.getIntegrations(organizationId)).resolves.toEqual([]);
    expect((await comeBack(query, cookie)).status).toBe(200);
  });

  it('says to start again when the provider is unavailable at the code exchange', async () => {
    const { query, cookie } = await consented();
    stack.server('google').control.failNext(1, '503-retry-after');
    for (let time = 0; time < 2; time += 1) {
      expect(await readProblem(await comeBack(query, cookie))).toMatchObject({
        status: 503,
        code: 'authorization_interrupted',
        remedy: 'reauthorize',
      });
    }
  });

  it('tells what the provider said by codes and numbers, in the redirect, the trail and the log, and never its text', async () => {
    const { state, cookie } = await consented({ returnTo: returnUrl });
    const query = new URLSearchParams({
      state,
      error: 'invalid_resource',
      error_description: 'AADSTS650052: canary-text',
      suberror: 'message_only',
    });
    const response = await comeBack(query, cookie);
    const { searchParams } = new URL(response.headers.get('location') ?? '');
    expect(Object.fromEntries(searchParams)).toMatchObject({
      error: 'authorization_failed',
      reason: 'service_missing',
      providerError: 'invalid_resource',
      providerSubtype: 'message_only',
      providerCodes: '650052',
    });
    const { items } = (await (
      await api.call('/audit-events?type=authorization.failed&limit=1', { idToken: owner })
    ).json()) as { items: { details: object }[] };
    const said = { subtype: 'message_only', providerCodes: [650052] };
    expect(items[0]?.details).toMatchObject({
      providerReason: 'service_missing',
      providerError: 'invalid_resource',
      ...said,
    });
    expect(stack.lines).toContainEqual(
      expect.objectContaining({
        message: 'An authorization failed',
        providerReason: 'service_missing',
        providerError: { code: 'invalid_resource', ...said },
      }),
    );
    const everything = JSON.stringify([items, stack.lines, response.headers.get('location')]);
    expect(everything).not.toContain('canary-text');
  });

  it.each([
    'Call +1 555 0100',
    '<script>alert(1)</script>',
    'a_word_that_is_far_too_long_to_be_the_code_of_an_error',
    'ACCESS_DENIED',
    'a_word_that_no_provider_says',
    'access_denied\r\nSet-Cookie: a=b',
    '=HYPERLINK("https://evil.example")',
    '\u202eevil',
  ])('passes on nothing of an error that is no known code: %j', async (hostile) => {
    const { state, cookie } = await consented({ returnTo: returnUrl });
    const query = new URLSearchParams({
      state,
      error: hostile,
      suberror: hostile,
      error_subtype: hostile,
      error_description: hostile,
    });
    const response = await comeBack(query, cookie);
    const { searchParams } = new URL(response.headers.get('location') ?? '');
    expect(Object.fromEntries(searchParams)).toEqual({
      tab: '1',
      status: 'failed',
      error: 'authorization_failed',
      reason: 'unknown',
      providerError: 'unknown_error_code',
      requestId: expect.any(String),
    });
    const trail = await api.call('/audit-events?type=authorization.failed&limit=1', { idToken: owner });
    for (const text of [await trail.text(), JSON.stringify(stack.lines)]) {
      expect(text).not.toContain(JSON.stringify(hostile).slice(1, -1));
    }
  });

  it('tells the return URL when no lasting access was granted', async () => {
    const { query, cookie } = await consented({
      returnTo: returnUrl,
      provider: 'microsoft_calendar',
      withholdScopes: ['offline_access'],
    });
    const response = await comeBack(query, cookie, 'microsoft');
    const { searchParams } = new URL(response.headers.get('location') ?? '');
    expect(Object.fromEntries(searchParams)).toMatchObject({
      status: 'connected',
      requiredAction: 'reauthorize',
    });
    const answer = await api.call(`/integrations/${searchParams.get('integrationId')}`, { idToken: owner });
    expect(await answer.json()).toMatchObject({
      status: 'connected',
      refreshable: false,
      requiredAction: 'reauthorize',
    });
    const whole = await consented({ returnTo: returnUrl, provider: 'microsoft_calendar' });
    const mended = await comeBack(whole.query, whole.cookie, 'microsoft');
    expect(mended.headers.get('location')).not.toContain('requiredAction');
  });

  it('names the connection that is there already in the return URL, and leaves it alive', async () => {
    const first = await consented();
    const { id } = (await (await comeBack(first.query, first.cookie)).json()) as { id: string };
    const second = await consented({ returnTo: `${returnUrl.replace('#top', '')}&error=stale&status=stale` });
    const response = await comeBack(second.query, second.cookie);
    expect(Object.fromEntries(new URL(response.headers.get('location') ?? '').searchParams)).toEqual({
      tab: '1',
      status: 'failed',
      error: 'already_connected',
      integrationId: id,
      requestId: expect.any(String),
    });
    await expect(stack.newTokenRefreshService().refreshToken(organizationId, id)).resolves.toMatchObject({
      id,
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
    const problem = await readProblem(await comeBack(queryOf(state), cookie));
    expect(problem).toMatchObject({ status: 400, code: 'invalid_request' });
    expect(problem.errors).toEqual([{ in: 'query', pointer, message: expect.any(String) }]);
    expect((await comeBack(query, cookie)).status).toBe(200);
  });

  it('is unknown for a provider that we do not have', async () => {
    const response = await api.call('/oauth/github/callback?state=connected&code=c');
    expect(await readProblem(response)).toMatchObject({ status: 404, code: 'unknown_provider' });
  });
});
