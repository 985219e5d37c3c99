import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RunningApi, readProblem, startApi } from '../../../test/http/api-server.ts';
import { idTokenOf, organizationId } from '../../../test/http/test-identity.ts';
import { collections } from '../../repositories/collections.ts';

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
    const response = await api.call('/integrations/google_calendar/authorize', {
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
        expect.stringMatching(/^__session=[\w-]{43}\.[0-9a-z]+\.[\w-]{22}\.[\w-]{43}$/),
      ],
    ]);
    const { docs } = await api.services.firestore().collection(collections.oauthStates.name).get();
    expect(docs.map((document) => document.data())).toMatchObject([
      { organizationId, userId: 'user-owner', provider: 'google_calendar', returnUrl },
    ]);
  });

  it('keeps the key of a cookie that was signed for the same user, and of no other cookie', async () => {
    const keyAfter = async (cookie: string, idToken = owner) => {
      const headers = { cookie: `__session=${cookie}` };
      const response = await api.call('/integrations/google_calendar/authorize', {
        method: 'POST',
        idToken,
        headers,
      });
      return session(response) ?? '';
    };
    const keyIn = (cookie: string) => cookie.split('.')[0];
    const planted = 'k'.repeat(43);
    const own = await keyAfter(planted);
    expect(keyIn(own)).not.toBe(planted);
    expect(keyIn(await keyAfter(own))).toBe(keyIn(own));
    expect(keyIn(await keyAfter(`${planted}; __session=${own}`))).toBe(keyIn(own));
    // Signed by us, for the account that planted it.
    expect(keyIn(await keyAfter(own, idTokenOf('administrator')))).not.toBe(keyIn(own));
    for (const value of ['short', `${own}!`, own.replace('.', '')]) {
      expect(keyIn(await keyAfter(value))).not.toBe(keyIn(own));
    }
  });

  it('refuses a provider that is unknown or not configured', async () => {
    const unknown = await api.call('/integrations/github/authorize', { method: 'POST', idToken: owner });
    expect(await readProblem(unknown)).toMatchObject({ status: 404, code: 'unknown_provider' });
    const unconfigured = await api.call('/integrations/microsoft_calendar/authorize', {
      method: 'POST',
      idToken: owner,
    });
    expect(await readProblem(unconfigured)).toMatchObject({ status: 503, code: 'provider_not_configured' });
    expect(unconfigured.headers.getSetCookie()).toEqual([]);
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
    const response = await api.call('/integrations/google_calendar/authorize', {
      method: 'POST',
      idToken: owner,
    });
    await api.close();
    expect(response.headers.get('set-cookie')?.includes('Secure')).toBe(secure);
  });
});
