import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createProviders, providerCatalog } from './index.ts';

const google = {
  clientId: 'id',
  clientSecret: 'secret',
  authorizationEndpoint: 'https://accounts.google.com/o/oauth2/v2/auth',
  tokenEndpoint: 'https://oauth2.googleapis.com/token',
  revocationEndpoint: 'https://oauth2.googleapis.com/revoke',
  tokenInfoEndpoint: 'https://oauth2.googleapis.com/tokeninfo',
  issuer: 'https://accounts.google.com',
};
const microsoft = {
  clientId: 'id',
  clientSecret: 'secret',
  authorizationEndpoint: 'https://login.microsoftonline.com/common/oauth2/v2.0/authorize',
  tokenEndpoint: 'https://login.microsoftonline.com/common/oauth2/v2.0/token',
  issuer: 'https://login.microsoftonline.com/{tenantid}/v2.0',
};
const request = {
  redirectUri: 'https://app.example/callback',
  scopes: ['openid'],
  state: 's',
  nonce: 'n',
  codeChallenge: 'c',
};

describe('the providers', () => {
  it.each([
    [{ google, microsoft }, ['google_calendar', 'microsoft_calendar']],
    [{ google, microsoft: null }, ['google_calendar']],
    [{ google: null, microsoft }, ['microsoft_calendar']],
    [{ google: null, microsoft: null }, []],
  ])('are those that are configured (%#)', (options, expected) => {
    const providers = createProviders(options);
    expect([...providers.keys()]).toEqual(expected);
    for (const [id, provider] of providers) {
      expect(provider.id).toBe(id);
    }
  });

  it('are all in the catalog, with the scopes that they need among the default ones', () => {
    const providers = createProviders({ google, microsoft });
    expect(Object.keys(providerCatalog)).toEqual([...providers.keys()]);
    for (const [id, { displayName, defaultScopes, requiredScopes }] of providers) {
      expect(providerCatalog[id]).toEqual({ displayName, defaultScopes });
      expect(defaultScopes).toEqual(expect.arrayContaining([...requiredScopes]));
    }
  });

  it.each([
    ['google_calendar', 'https://accounts.google.com/o/oauth2/v2/auth?'],
    ['microsoft_calendar', 'https://login.microsoftonline.com/common/oauth2/v2.0/authorize?'],
  ] as const)('send people to the real %s', async (id, prefix) => {
    const url = await createProviders({ google, microsoft }).get(id)?.authorizationUrl(request);
    expect(url?.startsWith(prefix)).toBe(true);
  });

  it.each<['google_calendar' | 'microsoft_calendar', string[], string[], string[]]>([
    ['google_calendar', ['openid', 'email', 'profile'], ['openid'], ['email', 'profile']],
    [
      'google_calendar',
      ['openid', 'email', 'profile'],
      [
        'https://www.googleapis.com/auth/userinfo.email',
        'https://www.googleapis.com/auth/userinfo.profile',
        'openid',
      ],
      [],
    ],
    ['google_calendar', ['https://www.googleapis.com/auth/userinfo.email'], ['email'], []],
    [
      'google_calendar',
      ['https://www.googleapis.com/auth/calendar.readonly'],
      ['openid'],
      ['https://www.googleapis.com/auth/calendar.readonly'],
    ],
    ['microsoft_calendar', ['openid', 'profile', 'email', 'offline_access', 'User.Read'], ['user.read'], []],
    ['microsoft_calendar', ['https://graph.microsoft.com/Calendars.Read'], ['Calendars.Read'], []],
    ['microsoft_calendar', ['Calendars.Read'], ['https://graph.microsoft.com/calendars.read'], []],
    ['microsoft_calendar', ['Calendars.Read', 'Mail.Read', 'Mail.Read'], ['Calendars.Read'], ['Mail.Read']],
    [
      'microsoft_calendar',
      ['https://other.example/Calendars.Read'],
      ['Calendars.Read'],
      ['https://other.example/Calendars.Read'],
    ],
  ])('of %s: of %j, with %j granted, %j are missing', (id, requested, granted, missing) => {
    const provider = createProviders({ google, microsoft }).get(id);
    expect(provider?.missingScopes(requested, granted)).toEqual(missing);
  });
});

describe('a cold start', () => {
  /** Names of the modules that a fresh process loads for a piece of code. */
  async function modulesLoadedBy(code: string): Promise<string> {
    const script = `
      import { registerHooks } from 'node:module';
      const urls = [];
      registerHooks({ load: (url, context, next) => { urls.push(url); return next(url, context); } });
      const { createProviders } = await import(${JSON.stringify(new URL('./index.ts', import.meta.url).href)});
      const providers = createProviders(${JSON.stringify({ google, microsoft })});
      ${code}
      console.log(urls.join('\\n'));`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script]);
    return stdout;
  }

  it('loads neither googleapis nor msal-node', async () => {
    const modules = await modulesLoadedBy('');
    expect(modules).toContain('google.provider.ts');
    expect(modules).not.toMatch(/node_modules/);
  });

  it('loads of googleapis only what the first use of Google needs', async () => {
    const modules = await modulesLoadedBy(
      `await providers.get('google_calendar').authorizationUrl(${JSON.stringify(request)});`,
    );
    expect(modules).toContain('google-auth-library');
    expect(modules).not.toMatch(/msal-node|googleapis\/build\/src\/(index|googleapis)\.js|apis\/drive/);
  });

  it('loads msal-node for Microsoft only', async () => {
    const modules = await modulesLoadedBy(
      `await providers.get('microsoft_calendar').authorizationUrl(${JSON.stringify(request)});`,
    );
    expect(modules).toContain('msal-node');
    expect(modules).not.toContain('google-auth-library');
  });
});
