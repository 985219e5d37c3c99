import { describe, expect, it } from 'vitest';
import { createCookieJar } from './cookie-jar.ts';
import { authorizationUrl, claimsOf, connect, pkce, refresh, startServer } from './test-client.ts';
import { walkConsent } from './walk-consent.ts';

const calendarScope = 'https://www.googleapis.com/auth/calendar.readonly';

describe.each(['google', 'microsoft'] as const)('consent at the server that stands in for %s', (profile) => {
  const urlFor = (server: Awaited<ReturnType<typeof startServer>>, params: Record<string, string> = {}) =>
    authorizationUrl(server, {
      code_challenge: pkce().challenge,
      code_challenge_method: 'S256',
      ...params,
    });

  it('denied, sends access_denied and the state to the redirect URI and issues nothing', async () => {
    const server = await startServer(profile);
    const { callbackUrl } = await walkConsent(urlFor(server), { deny: true });
    const { searchParams } = new URL(callbackUrl);
    expect(searchParams.get('error')).toBe('access_denied');
    expect(searchParams.get('state')).toBe('state-1');
    expect(searchParams.has('code')).toBe(false);
    expect(server.control.issuedSecrets()).toEqual([]);
  });

  it('is asked for again by every authorization, so that one browser can connect several accounts', async () => {
    const server = await startServer(profile);
    const cookieJar = createCookieJar();
    for (const account of ['ada@northwind.example', 'grace@northwind.example', 'ada@northwind.example']) {
      const tokens = await connect(server, {}, { account, cookieJar });
      expect(claimsOf(tokens)['email']).toBe(account);
    }
  });

  it('shows an error page instead of redirecting to an unregistered URI', async () => {
    const server = await startServer(profile);
    const walk = walkConsent(urlFor(server, { redirect_uri: 'http://127.0.0.1:9/other' }));
    await expect(walk).rejects.toThrow(/400.*redirect_uri/);
  });

  it('says so when an account or a scope is not on the page', async () => {
    const server = await startServer(profile);
    await expect(walkConsent(urlFor(server), { account: 'eve@x.example' })).rejects.toThrow(/eve@x\.example/);
    await expect(walkConsent(urlFor(server), { withholdScopes: ['Mail.Send'] })).rejects.toThrow(
      /Mail\.Send/,
    );
  });

  it('is one labelled form that needs no script', async () => {
    const server = await startServer(profile);
    const jar = createCookieJar();
    const start = await fetch(urlFor(server, { login_hint: 'grace@northwind.example' }), {
      redirect: 'manual',
    });
    jar.store(new URL(server.issuer), start);
    const location = new URL(start.headers.get('location') ?? '', server.issuer);
    const page = await fetch(location, { headers: { cookie: jar.header(location) } });
    const html = await page.text();
    expect(html).toContain('<html lang="en">');
    expect(html).not.toContain('<script');
    expect(html.match(/<legend>/g)).toHaveLength(2);
    expect(html.match(/<label><input /g)?.length).toBe(html.match(/<input /g)?.length);
    expect(html).toMatch(/value="grace@northwind\.example" checked/);
  });
});

describe('partial consent', () => {
  it('at Google leaves the withheld scope out of the answer, also after a refresh', async () => {
    const server = await startServer('google');
    const tokens = await connect(server, {}, { withholdScopes: [calendarScope] });
    expect(tokens['scope']).not.toContain('calendar');
    expect((await refresh(server, tokens)).body['scope']).toBe(tokens['scope']);
  });

  it('at Microsoft leaves the withheld scope out, and without offline_access there is no refresh token', async () => {
    const server = await startServer('microsoft');
    const tokens = await connect(server, {}, { withholdScopes: ['Calendars.Read', 'offline_access'] });
    expect(tokens['scope']).toBe('openid profile email User.Read');
    expect(tokens).not.toHaveProperty('refresh_token');
  });
});
