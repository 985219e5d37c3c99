import { startAuthorizationServer, walkConsent } from '@klayim/local-oauth';
import type { Integration } from '@klayim/shared/types';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiDependencies, type RunningApi, startApi } from '../../test/http/api-server.ts';
import { idTokenOf, organizationId } from '../../test/http/test-identity.ts';
import { useTestFirestore } from '../../test/repositories/test-firestore.ts';
import { wireServices } from '../../test/wired-services.ts';
import { dayMs } from '../lib/duration.ts';
import { defineAuthorizationServer } from './define-authorization-server.ts';
import { defineProvider } from './define-provider.ts';
import { providerRegistry } from './index.ts';
import { createProviderRegistry } from './provider-registry.ts';
import { googleSettings } from './servers/google/config.ts';
import { createGoogleServer } from './servers/google/google-server.ts';
import { google } from './servers/google/index.ts';

/** A provider on a server that has one already. */
const googleEvents = defineProvider({
  id: 'google_events',
  displayName: 'Google Events',
  server: google,
  scopes: ['https://www.googleapis.com/auth/calendar.events'],
});

/** A provider on a server of its own. */
const exampleCalendar = defineProvider({
  id: 'example_calendar',
  displayName: 'Example Calendar',
  server: defineAuthorizationServer({
    id: 'example',
    displayName: 'Example',
    registeredAt: 'console.example',
    settings: googleSettings,
    requiredScopes: ['openid', 'email'],
    idleLimitMs: 30 * dayMs,
    secretShapes: [],
    create: createGoogleServer,
  }),
  scopes: ['https://www.googleapis.com/auth/calendar.readonly'],
});

const registry = createProviderRegistry([
  ...providerRegistry.providers.values(),
  googleEvents,
  exampleCalendar,
]);

describe('a provider that is nothing but its definition', () => {
  const { firestore } = useTestFirestore();
  const publicBaseUrl = 'https://api.example';
  const environment: Record<string, string> = { PUBLIC_BASE_URL: publicBaseUrl };
  const stops: (() => Promise<void>)[] = [];
  const idToken = idTokenOf('owner');
  let api: RunningApi;

  beforeAll(async () => {
    for (const id of ['google', 'example']) {
      const server = await startAuthorizationServer({
        profile: 'google',
        clientId: `${id}-client`,
        clientSecret: `${id}-secret`,
        redirectUris: [`${publicBaseUrl}/oauth/${id}/callback`],
      });
      stops.push(server.stop);
      for (const [name, value] of Object.entries(server.env)) {
        environment[name.replace('GOOGLE', id.toUpperCase())] = value;
      }
    }
    const services = wireServices({
      firestore,
      environment: () => environment,
      providerTimeoutMs: 10_000,
      providerRegistry: registry,
    });
    api = await startApi({ ...apiDependencies(services), providerRegistry: registry });
  });
  afterAll(async () => {
    await api.close();
    await Promise.all(stops.map((stop) => stop()));
  });

  async function read<T>(path: string, options: Parameters<RunningApi['call']>[1] = {}): Promise<T> {
    const response = await api.call(path, { idToken, ...options });
    expect([path, response.status]).toEqual([path, 200]);
    return (await response.json()) as T;
  }

  /** Connects an account through the real redirects. */
  async function connect(provider: string, account = 'ada@northwind.example'): Promise<Integration> {
    const started = await api.call(`/integrations/${provider}/authorize`, { idToken, json: {} });
    const cookie = started.headers.get('set-cookie')?.split(';')[0] ?? '';
    const { authorizationUrl } = (await started.json()) as { authorizationUrl: string };
    const { callbackUrl } = await walkConsent(authorizationUrl, { account });
    return read(callbackUrl.slice(publicBaseUrl.length), { headers: { cookie } });
  }

  it.each([googleEvents, exampleCalendar])(
    '$id is connected, refreshed and listed through the API',
    async ({ id, displayName, scopes }) => {
      const catalogue = await read<{ items: object[] }>('/integrations/providers');
      expect(catalogue.items).toContainEqual({
        provider: id,
        displayName,
        configured: true,
        defaultScopes: ['openid', 'email', ...scopes],
      });
      const connected = await connect(id);
      expect(connected).toMatchObject({
        provider: id,
        organizationId,
        status: 'connected',
        missingScopes: [],
      });
      const refreshed = await read<Integration>(`/integrations/${connected.id}/refresh`, { method: 'POST' });
      expect(refreshed).toMatchObject({ id: connected.id, provider: id, refreshCount: 1 });
      const listed = await read<{ items: Integration[] }>(`/integrations?provider=${id}`);
      expect(listed.items).toEqual([refreshed]);
    },
  );

  it('leaves the grant alone while the organization uses it for another provider, and says so', async () => {
    const calendar = await connect('google_calendar', 'grace@northwind.example');
    const events = await connect('google_events', 'grace@northwind.example');
    const disconnect = async (id: string) =>
      (await read<{ revocation: string }>(`/integrations/${id}/disconnect`, { method: 'POST' })).revocation;
    expect(await disconnect(calendar.id)).toBe('shared');
    await read(`/integrations/${events.id}/refresh`, { method: 'POST' });
    expect(await disconnect(events.id)).toBe('revoked');
  });

  it('is unknown to an API whose registry lacks it', async () => {
    const response = await api.call('/integrations/microsoft_mail/authorize', { idToken, json: {} });
    expect(response.status).toBe(404);
    const filtered = await api.call('/integrations?provider=microsoft_mail', { idToken });
    expect(filtered.status).toBe(400);
  });
});

it('has a unique id, and its server one definition', () => {
  expect(() => createProviderRegistry([googleEvents, { ...googleEvents }])).toThrow('two definitions');
  const other = defineProvider({ ...googleEvents, id: 'google_other', server: { ...google } });
  expect(() => createProviderRegistry([googleEvents, other])).toThrow('two definitions');
  expect(() => createProviderRegistry([{ ...googleEvents, id: 'Google Events' }])).toThrow('is no id');
});
