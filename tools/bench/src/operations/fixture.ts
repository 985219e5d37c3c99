import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { createApp } from '@klayim/api/app';
import { hourMs } from '@klayim/api/lib/duration';
import { composeProcess, processGraph } from '@klayim/api/services/process';
import { startFirestoreProxy } from '@klayim/local-firestore';
import { type AuthorizationServer, startAuthorizationServer, walkConsent } from '@klayim/local-oauth';
import type { Role } from '@klayim/shared/types';
import { Timestamp } from 'firebase-admin/firestore';
import { serviceEnvironment } from '../fixtures/environment.ts';
import { firestoreClient } from '../fixtures/firestore-client.ts';
import { publishIdentityKeys } from '../fixtures/identity-keys.ts';

const serverOf = { google_calendar: 'google', microsoft_calendar: 'microsoft' } as const;
type Provider = keyof typeof serverOf;
const publicBaseUrl = 'http://127.0.0.1:65535/api';

/** One request to the API. */
export interface Call {
  organizationId: string;
  role: Role;
  method?: string;
  json?: object;
  headers?: Record<string, string>;
}

export type OperationsFixture = Awaited<ReturnType<typeof startOperationsFixture>>;

/** The API and its services in this process, two real authorization servers, and a count of what goes to Firestore. */
export async function startOperationsFixture(firestoreHost: string, projectId: string) {
  const proxy = await startFirestoreProxy({ target: firestoreHost });
  const keys = await publishIdentityKeys(projectId);
  const servers = { google: await startServer('google'), microsoft: await startServer('microsoft') };
  Object.assign(process.env, serviceEnvironment({ firestoreHost: proxy.host, projectId }), keys.environment, {
    PUBLIC_BASE_URL: publicBaseUrl,
    ...servers.google.env,
    ...servers.microsoft.env,
  });
  // Behind the proxy's back: what prepares an action is not counted.
  const client = firestoreClient(firestoreHost, projectId);
  const graph = composeProcess({
    // Firebase Authentication is asked over the network whether somebody still has a role.
    users: { ...processGraph.users, stillHolds: () => Promise.resolve(true) },
  });
  const { integrationService, tokenRefreshService } = graph;
  const server = createApp({ ...graph, ...graph.config() }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  // Each process reads the canary of its key once.
  await graph.keyring();

  const addresses = new Map<string, string>();
  /** Limits by address must not count what other actions have done: each organization has an address of its own. */
  function addressOf(organizationId: string): string {
    const known = addresses.get(organizationId) ?? `192.0.2.${addresses.size + 1}`;
    addresses.set(organizationId, known);
    return known;
  }

  /** Calls the API, and throws when the answer is not a good one. */
  async function call(
    path: string,
    { organizationId, role, method, json, headers }: Call,
  ): Promise<Response> {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method: method ?? (json ? 'POST' : 'GET'),
      headers: {
        authorization: `Bearer ${keys.idTokenOf(organizationId, role)}`,
        'x-forwarded-for': addressOf(organizationId),
        ...(json && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(json && { body: JSON.stringify(json) }),
    });
    if (!response.ok) {
      throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    }
    return response;
  }

  /** Goes as far as a browser that has just been sent back; the callback's path. */
  async function authorize(provider: Provider, organizationId: string) {
    const started = await integrationService.startAuthorization({
      organizationId,
      userId: 'bench',
      provider,
    });
    const account = servers[serverOf[provider]].accounts[0]?.email ?? '';
    const { callbackUrl } = await walkConsent(started.authorizationUrl, { account });
    const { pathname, search } = new URL(callbackUrl);
    return {
      path: pathname.replace('/api', '') + search,
      headers: { cookie: `__session=${started.sessionCookie}` },
    };
  }

  /** Connects an account; its id. */
  async function connect(organizationId: string, provider: Provider = 'google_calendar'): Promise<string> {
    const { path, headers } = await authorize(provider, organizationId);
    const response = await call(path, { organizationId, role: 'owner', headers });
    return ((await response.json()) as { id: string }).id;
  }

  const change = (integrationId: string, fields: object) =>
    client.collection('integrations').doc(integrationId).update(fields);

  return {
    proxy,
    servers,
    client,
    integrationService,
    tokenRefreshService,
    call,
    authorize,
    connect,
    change,
    /** Lets the token of an integration expire. */
    async expire(integrationId: string): Promise<void> {
      const expiresAt = Timestamp.fromMillis(Date.now() - 1_000);
      const lastRefreshedAt = Timestamp.fromMillis(expiresAt.toMillis() - hourMs);
      await change(integrationId, { expiresAt, lastRefreshedAt, refreshDueAt: expiresAt });
    },
    async stop() {
      server.closeAllConnections();
      await Promise.all([
        new Promise((resolve) => server.close(resolve)),
        servers.google.stop(),
        servers.microsoft.stop(),
        keys.stop(),
        client.terminate(),
        graph.firestore().terminate(),
      ]);
      await proxy.stop();
    },
  };
}

function startServer(profile: 'google' | 'microsoft'): Promise<AuthorizationServer> {
  return startAuthorizationServer({
    profile,
    clientId: `${profile}-client`,
    clientSecret: randomBytes(16).toString('hex'),
    redirectUris: [`${publicBaseUrl}/oauth/${profile}/callback`],
  });
}
