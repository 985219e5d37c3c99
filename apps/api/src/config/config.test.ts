import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { describe, expect, it } from 'vitest';
import { providerRegistry } from '../providers/index.ts';
import { readConfig } from './config.ts';

const base = { PUBLIC_BASE_URL: 'https://api.example.com/' };

describe('the configuration', () => {
  it('works with nothing but a base URL: no provider is configured then', () => {
    expect(readConfig(base)).toEqual({
      publicBaseUrl: 'https://api.example.com',
      trustedProxyHops: 2,
      corsAllowedOrigins: [],
      returnUrlAllowlist: [],
      servers: new Map(),
      notifications: null,
      smtp: null,
      serviceAccounts: {
        accounts: [],
        audience: 'https://api.example.com',
        issuers: ['https://accounts.google.com', 'accounts.google.com'],
        jwksUri: 'https://www.googleapis.com/oauth2/v3/certs',
      },
    });
  });

  it.each(['FIREBASE_AUTH_EMULATOR_HOST', 'FIRESTORE_EMULATOR_HOST', 'CLOUD_TASKS_EMULATOR_HOST'])(
    'refuses %s in production, where anybody could sign in by it',
    (name) => {
      const emulator = { ...base, [name]: '127.0.0.1:9099' };
      const deployed = [
        { GCLOUD_PROJECT: 'klayim-production' },
        { GOOGLE_CLOUD_PROJECT: 'klayim-production' },
        { FIREBASE_CONFIG: '{"projectId":"klayim-production"}' },
        { K_SERVICE: 'api' },
        { NODE_ENV: 'production' },
      ];
      for (const place of deployed) {
        expect(() => readConfig({ ...emulator, ...place })).toThrow(`${name}: must not be set in production`);
      }
      const local = [
        {},
        { GCLOUD_PROJECT: 'demo-klayim', K_SERVICE: 'api' },
        { FUNCTIONS_EMULATOR: 'true', GCLOUD_PROJECT: 'x' },
      ];
      for (const place of local) {
        expect(() => readConfig({ ...emulator, ...place })).not.toThrow();
      }
      expect(() => readConfig({ ...base, [name]: '', K_SERVICE: 'api' })).not.toThrow();
    },
  );

  it('treats an empty variable as absent', () => {
    expect(
      readConfig({ ...base, GOOGLE_CLIENT_ID: '', GOOGLE_TOKEN_ENDPOINT: '' }).servers.has('google'),
    ).toBe(false);
  });

  it('reads lists and the real endpoints of Google and Microsoft', () => {
    const config = readConfig({
      ...base,
      CORS_ALLOWED_ORIGINS: 'https://a.example, http://localhost:5173',
      RETURN_URL_ALLOWLIST: 'https://a.example/settings',
      GOOGLE_CLIENT_ID: 'g',
      GOOGLE_CLIENT_SECRET: 's',
      MICROSOFT_CLIENT_ID: 'm',
      MICROSOFT_CLIENT_SECRET: 's',
    });
    expect(config.corsAllowedOrigins).toEqual(['https://a.example', 'http://localhost:5173']);
    expect(config.servers.get('google')?.settings['tokenEndpoint']).toBe(
      'https://oauth2.googleapis.com/token',
    );
    expect(config.servers.get('microsoft')?.settings['tokenEndpoint']).toBe(
      'https://login.microsoftonline.com/common/oauth2/v2.0/token',
    );
  });

  it('hands mails to an SMTP server only when one is named, with a sender', () => {
    const mail = {
      SMTP_HOST: 'smtp.example.com',
      SMTP_SENDER: 'Klayim Notifications <notifications@example.com>',
    };
    expect(readConfig({ ...base, SMTP_PORT: '587' }).smtp).toBeNull();
    expect(readConfig({ ...base, ...mail }).smtp).toEqual({
      host: 'smtp.example.com',
      port: 587,
      sender: { name: 'Klayim Notifications', address: 'notifications@example.com' },
      user: null,
      encryption: 'starttls',
    });
    const all = { ...base, ...mail, SMTP_SENDER: 'a@example.com', SMTP_PORT: '465', SMTP_USER: 'klayim' };
    expect(readConfig(all).smtp).toMatchObject({
      sender: { name: null, address: 'a@example.com' },
      user: 'klayim',
      encryption: 'tls',
    });
  });

  it.each([
    ['a host without a sender', { SMTP_SENDER: '' }, /SMTP_SENDER: is needed/],
    ['a sender without a host', { SMTP_HOST: '' }, /SMTP_SENDER: does nothing without SMTP_HOST/],
    ['a URL as host', { SMTP_HOST: 'smtps://smtp.example.com' }, /SMTP_HOST: must be the name of a server/],
    ['a host with a port', { SMTP_HOST: 'smtp.example.com:587' }, /SMTP_HOST: must be the name/],
    ['a port that is none', { SMTP_PORT: '70000' }, /SMTP_PORT: must be a port/],
    ['a sender that is none', { SMTP_SENDER: 'Klayim' }, /SMTP_SENDER: must be an address/],
    ['two senders', { SMTP_SENDER: 'a@example.com, b@example.com' }, /SMTP_SENDER: must be an address/],
    ['a second header', { SMTP_SENDER: 'K\r\nBcc: x <a@example.com>' }, /SMTP_SENDER: must be an address/],
  ])('refuses %s', (_what, change, message) => {
    const mail = { SMTP_HOST: 'smtp.example.com', SMTP_SENDER: 'notifications@example.com' };
    expect(() => readConfig({ ...base, ...mail, ...change })).toThrow(
      expect.objectContaining({ detail: expect.stringMatching(message) }),
    );
  });

  it.each([
    ['127.0.0.1', 'true', 'none'],
    ['localhost', 'true', 'none'],
    ['127.0.0.1', undefined, 'starttls'],
    ['smtp.example.com', 'true', 'starttls'],
  ])('sends to %s without encryption only in the emulator (%s)', (host, emulator, encryption) => {
    const mail = { SMTP_HOST: host, SMTP_SENDER: 'notifications@example.com' };
    const environment = { ...base, ...mail, FUNCTIONS_EMULATOR: emulator };
    expect(readConfig(environment).smtp).toMatchObject({ encryption });
  });

  it('sends notifications only when told to, with a page to link to', () => {
    const page = { NOTIFICATION_DASHBOARD_URL: 'https://app.example.com/settings' };
    expect(readConfig({ ...base, ...page }).notifications).toBeNull();
    expect(readConfig({ ...base, ...page, NOTIFICATION_EMAILS_ENABLED: 'true' }).notifications).toEqual({
      dashboardUrl: 'https://app.example.com/settings',
    });
  });

  it.each([
    [{ ...base, NOTIFICATION_EMAILS_ENABLED: 'true' }, /NOTIFICATION_DASHBOARD_URL: is needed/],
    [{ ...base, NOTIFICATION_EMAILS_ENABLED: 'yes' }, /NOTIFICATION_EMAILS_ENABLED/],
    [{}, /PUBLIC_BASE_URL/],
    [{ PUBLIC_BASE_URL: 'http://api.example.com' }, /https, or http on loopback/],
    [{ ...base, CORS_ALLOWED_ORIGINS: '*' }, /CORS_ALLOWED_ORIGINS/],
    [{ ...base, CORS_ALLOWED_ORIGINS: 'https://a.example/' }, /without a slash/],
    [{ ...base, RETURN_URL_ALLOWLIST: 'javascript:alert(1)' }, /RETURN_URL_ALLOWLIST/],
    [{ ...base, TRUSTED_PROXY_HOPS: '9' }, /TRUSTED_PROXY_HOPS: must be/],
    [{ ...base, TRUSTED_PROXY_HOPS: 'all' }, /TRUSTED_PROXY_HOPS: must be/],
    [{ ...base, FIRESTORE_DATABASE_ID: 'Klayim' }, /FIRESTORE_DATABASE_ID: must be/],
    [{ ...base, AUTH_PROJECT_ID: 'https://x' }, /AUTH_PROJECT_ID: must be/],
    [{ ...base, GOOGLE_CLIENT_SECRET: 's' }, /GOOGLE_CLIENT_ID: is needed beside its secret/],
    [{ ...base, GOOGLE_TOKEN_ENDPOINT: 'http://evil.example/token' }, /GOOGLE_TOKEN_ENDPOINT/],
  ])('refuses %o', (environment, message) => {
    expect(() => readConfig(environment)).toThrow(message);
  });

  it.each([
    ['https://my-project.web.app/api', undefined, 2],
    ['https://api.customer.example/api', undefined, 2],
    ['https://us-central1-my-project.cloudfunctions.net/api', undefined, 1],
    ['https://api-abc123-uc.a.run.app', undefined, 1],
    ['http://127.0.0.1:5001/demo/us-central1/api', undefined, 1],
    ['https://my-project.web.app/api', '3', 3],
    ['https://my-project.web.app/api', '0', 0],
  ])('for %s with %s trusts %i proxies', (publicBaseUrl, trustedProxyHops, hops) => {
    const environment = { ...base, PUBLIC_BASE_URL: publicBaseUrl, TRUSTED_PROXY_HOPS: trustedProxyHops };
    expect(readConfig(environment).trustedProxyHops).toBe(hops);
  });

  it('can be read by functions without a client secret, which know the server and cannot call it', async () => {
    const { servers } = readConfig({ ...base, GOOGLE_CLIENT_ID: 'g' });
    const google = servers.get('google');
    expect(google?.missingSecret).toBe('GOOGLE_CLIENT_SECRET');
    await expect(
      google?.create({ clock: Date.now }).refresh({ refreshToken: 'r', scopes: [] }),
    ).rejects.toMatchObject({
      code: 'configuration_invalid',
      detail: 'GOOGLE_CLIENT_SECRET: is needed beside its client id',
    });
  });

  it('reports every fault at once', () => {
    expect(() => readConfig({ CORS_ALLOWED_ORIGINS: 'x', GOOGLE_CLIENT_SECRET: 's' })).toThrow(
      /PUBLIC_BASE_URL.*CORS_ALLOWED_ORIGINS.*GOOGLE_CLIENT_ID: is needed beside its secret/,
    );
  });

  it('has every variable of every authorization server in .env.example', () => {
    const example = parseEnv(readFileSync(new URL('../../../../.env.example', import.meta.url), 'utf8'));
    for (const { variables } of providerRegistry.servers.values()) {
      expect(Object.keys(example)).toEqual(expect.arrayContaining([...variables]));
    }
  });
});
