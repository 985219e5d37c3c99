import { randomBytes } from 'node:crypto';
import {
  type AuthorizationServer,
  defaultAccounts,
  startAuthorizationServer,
  walkConsent,
} from '@klayim/local-oauth';
import type { Integration, IntegrationProvider } from '@klayim/shared/types';
import { type Firestore, Timestamp } from 'firebase-admin/firestore';
import { afterAll, beforeAll } from 'vitest';
import { hourMs } from '../src/lib/duration.ts';
import { providerRegistry } from '../src/providers/index.ts';
import { wireServices } from './wired-services.ts';

/** Where the providers send the browser back in tests. */
export const testBaseUrl = 'http://127.0.0.1:65535/api';

/** An account that shares its grant with no other test. */
export const soloEmail = 'solo@northwind.example';

/**
 * The real services over a real Firestore and two real authorization servers. See {@link wireServices}.
 * @param options.providerTimeoutMs how long a provider may take to answer. Default: 1 second, for tests of timeouts; longer
 * for tests that call it often at once, which a busy machine slows down.
 */
export function useTestServices(
  firestore: () => Firestore,
  { providerTimeoutMs }: { providerTimeoutMs?: number } = {},
) {
  const servers = new Map<string, AuthorizationServer>();
  beforeAll(async () => {
    for (const profile of ['google', 'microsoft'] as const) {
      const server = await startAuthorizationServer({
        profile,
        // One more than the usual three, whom no test connects but the one that needs a grant of its own.
        accounts: [
          ...defaultAccounts(profile),
          { id: '77777777777', email: soloEmail, name: 'Solo Account' },
        ],
        clientId: `${profile}-client`,
        clientSecret: randomBytes(16).toString('hex'),
        redirectUris: [`${testBaseUrl}/oauth/${profile}/callback`],
      });
      servers.set(profile, server);
    }
  });
  afterAll(async () => {
    await Promise.all([...servers.values()].map((server) => server.stop()));
  });

  /** An authorization server, by its id or by that of a provider. */
  function server(id: string): AuthorizationServer {
    const found = servers.get(serverIdOf(id));
    if (!found) {
      throw new Error(`the server of ${id} is not started`);
    }
    return found;
  }

  const environment = () => ({
    PUBLIC_BASE_URL: testBaseUrl,
    RETURN_URL_ALLOWLIST: 'https://app.example/settings',
    ...server('google').env,
    ...server('microsoft').env,
  });
  const services = wireServices({ firestore, environment, providerTimeoutMs });
  const { clock, integrationService } = services;

  /** Starts an authorization, walks the provider's real pages, and gives what the browser comes back with. */
  async function authorize(
    start: Partial<Parameters<typeof integrationService.startAuthorization>[0]> & {
      provider: IntegrationProvider;
    },
    walk: Parameters<typeof walkConsent>[1] = {},
  ) {
    const started = await integrationService.startAuthorization({
      organizationId: 'northwind',
      userId: 'user',
      ...start,
    });
    const { callbackUrl } = await walkConsent(started.authorizationUrl, walk);
    const {
      code,
      state = '',
      error,
      iss,
    } = Object.fromEntries(new URL(callbackUrl).searchParams) as Record<string, string | undefined>;
    return {
      server: serverIdOf(start.provider),
      code,
      state,
      error,
      iss,
      sessionCookies: [started.sessionCookie],
    };
  }

  /** Connects an account through the real flow. */
  async function connect(
    provider: IntegrationProvider,
    organizationId = 'northwind',
    account?: string,
  ): Promise<Integration> {
    const email = account ?? server(provider).accounts[0]?.email ?? '';
    const callback = await authorize({ provider, organizationId }, { account: email });
    const { result } = await integrationService.completeAuthorization(callback);
    if (result.status === 'failed') {
      throw result.error;
    }
    return result.integration;
  }

  /** Makes the stored access token an hour's one that ended `agoMs` ago, or ends later when that is negative. */
  async function expire(integration: Integration, agoMs = 1_000): Promise<void> {
    const expiresAt = Timestamp.fromMillis(clock() - agoMs);
    const lastRefreshedAt = Timestamp.fromMillis(expiresAt.toMillis() - hourMs);
    await firestore()
      .collection('integrations')
      .doc(integration.id)
      .update({ expiresAt, lastRefreshedAt, refreshDueAt: expiresAt });
  }

  async function raw({ id }: Pick<Integration, 'id'>): Promise<Record<string, unknown>> {
    return (await firestore().collection('integrations').doc(id).get()).data() ?? {};
  }

  return { ...services, authorize, connect, expire, raw, server, environment };
}

function serverIdOf(id: string): string {
  return providerRegistry.providers.get(id)?.server.id ?? id;
}
