import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../errors/app-error.ts';
import { problemOf, type RunningApi, startApi } from '../http/testing/api-server.ts';
import { idTokenOf, organizationId } from '../http/testing/memory-identity.ts';
import { integrationOf } from '../http/testing/memory-services.ts';

const owner = idTokenOf('owner');
const browserKey = 'K'.repeat(40);
const cookie = `theme=dark; __session=${browserKey}`;
const integration = integrationOf(organizationId, 'own');
const returnUrl = 'https://dashboard.example/done?tab=1#top';

describe('authorize', () => {
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
      authorizationUrl: 'https://provider.example/authorize',
      expiresAt: '2026-11-23T10:15:00.000Z',
    });
    const attributes = response.headers.getSetCookie().map((line) => line.split('; ').sort());
    expect(attributes).toHaveLength(1);
    expect(attributes[0]).toEqual([
      expect.stringMatching(/^Expires=/),
      'HttpOnly',
      'Max-Age=600',
      'Path=/',
      'SameSite=Lax',
      'Secure',
      `__session=${browserKey}`,
    ]);
    expect(api.services.started).toMatchObject([
      { organizationId, userId: 'user-owner', provider: 'google', returnUrl, browserKey: undefined },
    ]);
  });

  it('keeps the key that the browser has, and drops one that is not of ours', async () => {
    const kept = 'k'.repeat(43);
    for (const value of [kept, 'short', `${kept}!`, `${kept}; __session=${browserKey}`]) {
      const headers = { cookie: `__session=${value}` };
      await api.call('/integrations/google/authorize', { method: 'POST', idToken: owner, headers });
    }
    expect(api.services.started.map((input) => input.browserKey)).toEqual([
      kept,
      undefined,
      undefined,
      undefined,
    ]);
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
  let api: RunningApi;
  beforeEach(async () => {
    api = await startApi();
    const failed = { status: 'failed', error: new AppError('consent_denied') } as const;
    const connected = { status: 'connected', integration } as const;
    api.services.endings
      .set('connected', { returnUrl: null, result: connected })
      .set('connected-return', { returnUrl, result: connected })
      .set('failed', { returnUrl: null, result: failed })
      .set('failed-return', { returnUrl, result: failed });
  });
  afterEach(() => api.close());

  const comeBack = (query: string, headers: Record<string, string> = { cookie }) =>
    api.call(`/oauth/google/callback?${query}`, { headers });

  it('sends the browser on to the return URL', async () => {
    const response = await comeBack('state=connected-return&code=c&scope=openid&authuser=0');
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe(
      'https://dashboard.example/done?tab=1&status=connected&integrationId=own#top',
    );
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.text()).toBe('');
  });

  it('tells the return URL what went wrong', async () => {
    const response = await comeBack('state=failed-return&error=access_denied');
    expect(response.status).toBe(303);
    const { searchParams } = new URL(response.headers.get('location') ?? '');
    expect(Object.fromEntries(searchParams)).toEqual({
      tab: '1',
      status: 'failed',
      error: 'consent_denied',
      requestId: response.headers.get('x-request-id'),
    });
  });

  it('answers the account, or the problem, when there is no return URL', async () => {
    expect(await (await comeBack('state=connected&code=c')).json()).toEqual(integration);
    const failed = await comeBack('state=failed&error=access_denied');
    expect(await problemOf(failed)).toMatchObject({ status: 403, code: 'consent_denied' });
  });

  it('refuses another browser, and a state that it does not know', async () => {
    const foreign = await comeBack('state=connected&code=c', {});
    expect(await problemOf(foreign)).toMatchObject({ status: 403, code: 'oauth_state_foreign' });
    const planted = await comeBack('state=connected&code=c', {
      cookie: `${cookie}; __session=${'x'.repeat(40)}`,
    });
    expect(await problemOf(planted)).toMatchObject({ status: 403, code: 'oauth_state_foreign' });
    const unknown = await comeBack('state=replayed&code=c');
    expect(await problemOf(unknown)).toMatchObject({ status: 400, code: 'oauth_state_unknown' });
  });

  it.each([
    ['without code and error', 'state=connected', ''],
    ['without a state', 'code=c', '/state'],
    ['with an empty state', 'state=&code=c', '/state'],
    ['with two codes', 'state=connected&code=c&code=d', '/code'],
    ['with two states', 'state=connected&state=failed&code=c', '/state'],
    ['with an endless code', `state=connected&code=${'c'.repeat(4097)}`, '/code'],
  ])('refuses a query %s', async (_what, query, pointer) => {
    const problem = await problemOf(await comeBack(query));
    expect(problem).toMatchObject({ status: 400, code: 'invalid_request' });
    expect(problem.errors).toEqual([{ in: 'query', pointer, message: expect.any(String) }]);
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
