import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../config/config.ts';
import { defaultScopesOf } from './define-provider.ts';
import { createProviders, providerRegistry } from './index.ts';

const google = { GOOGLE_CLIENT_ID: 'id', GOOGLE_CLIENT_SECRET: 'secret' };
const microsoft = { MICROSOFT_CLIENT_ID: 'id', MICROSOFT_CLIENT_SECRET: 'secret' };
const base = { PUBLIC_BASE_URL: 'https://api.example.com' };
const providersOf = (...environments: Record<string, string>[]) =>
  createProviders({ ...readConfig(Object.assign({}, base, ...environments)), clock: Date.now });
const request = {
  redirectUri: 'https://app.example/callback',
  scopes: ['openid'],
  state: 's',
  nonce: 'n',
  codeChallenge: 'c',
};

describe('the providers', () => {
  it.each([
    [
      [google, microsoft],
      ['google_calendar', 'microsoft_calendar'],
    ],
    [[google], ['google_calendar']],
    [[microsoft], ['microsoft_calendar']],
    [[], []],
  ])('are those that are configured (%#)', (environments, expected) => {
    const providers = providersOf(...environments);
    expect([...providers.keys()]).toEqual(expected);
    for (const [id, provider] of providers) {
      expect(provider.id).toBe(id);
    }
  });

  it('are all in the registry, with the scopes that they need among the default ones', () => {
    const providers = providersOf(google, microsoft);
    expect([...providerRegistry.providers.keys()]).toEqual([...providers.keys()]);
    for (const [id, { displayName, defaultScopes, requiredScopes }] of providers) {
      const definition = providerRegistry.providers.get(id);
      expect(displayName).toBe(definition?.displayName);
      expect(defaultScopes).toEqual(definition && defaultScopesOf(definition));
      expect(defaultScopes).toEqual(expect.arrayContaining([...requiredScopes]));
    }
  });

  it.each([
    ['google_calendar', 'https://accounts.google.com/o/oauth2/v2/auth?'],
    ['microsoft_calendar', 'https://login.microsoftonline.com/common/oauth2/v2.0/authorize?'],
  ] as const)('send people to the real %s', async (id, prefix) => {
    const url = await providersOf(google, microsoft).get(id)?.authorizationUrl(request);
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
    const provider = providersOf(google, microsoft).get(id);
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
      const { readConfig } = await import(${JSON.stringify(new URL('../config/config.ts', import.meta.url).href)});
      const { createProviders } = await import(${JSON.stringify(new URL('./index.ts', import.meta.url).href)});
      const providers = createProviders({ ...readConfig(${JSON.stringify({ ...base, ...google, ...microsoft })}), clock: Date.now });
      ${code}
      console.log(urls.join('\\n'));`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script]);
    return stdout;
  }

  it('loads neither googleapis nor msal-node', async () => {
    const modules = await modulesLoadedBy('');
    expect(modules).toContain('google-server.ts');
    expect(modules).not.toMatch(/node_modules\/(googleapis|google-auth-library|@azure)/);
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
