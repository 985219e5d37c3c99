import { createPublicKey } from 'node:crypto';
import type { EventEmitter } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { defaultAccounts, type LocalAccount, type ProfileName } from './accounts.ts';
import { type Control, createControl } from './control.ts';
import { handleControl } from './control-routes.ts';
import { createFaultPlan, redirectTrapPath } from './faults.ts';
import { google } from './google.ts';
import { BadRequest, sendJson } from './http.ts';
import { handleInteraction } from './interaction.ts';
import { createMemoryStore } from './memory-adapter.ts';
import { microsoft } from './microsoft.ts';
import { createProvider } from './provider.ts';
import type { Endpoints, ProviderProfile } from './provider-profile.ts';
import { createRequestLog } from './request-log.ts';
import { handleRevocation } from './revocation.ts';
import { createStateWriter, generateKeys, readStateFile, type ServerKeys } from './state-file.ts';
import { installTokenEndpoint } from './token-endpoint.ts';
import { handleTokenInfo } from './token-info.ts';

const loopbackHost = '127.0.0.1';
const standardDiscoveryPath = '/.well-known/openid-configuration';

/** How to start a server. */
export interface AuthorizationServerOptions {
  /** Which provider it stands in for. */
  readonly profile: ProfileName;
  /** TCP port on 127.0.0.1. Default 0: any free one. */
  readonly port?: number;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Redirect URIs of the one client, compared exactly. */
  readonly redirectUris: readonly string[];
  /** Who can sign in. Default: {@link defaultAccounts}. */
  readonly accounts?: readonly LocalAccount[];
  /** Default 3600. */
  readonly accessTokenLifetimeSeconds?: number;
  /** Delay before each token request is processed. Default 0. */
  readonly latencyMs?: number;
  /** `strict`: each refresh gives a new refresh token, and replaying an old one ends the whole family. */
  readonly rotation?: 'strict';
  /** File that keeps grants, tokens and keys between runs. Default: nothing is kept. */
  readonly stateFile?: string;
}

/** A running server. */
export interface AuthorizationServer {
  /** Also the `iss` of id tokens; an origin without a path. */
  readonly issuer: string;
  readonly port: number;
  readonly endpoints: Endpoints;
  /** The variables that point the API at this server. */
  readonly env: Record<string, string>;
  readonly accounts: readonly LocalAccount[];
  readonly control: Control;
  /** Closes the port and all connections and writes the state file. Calling it again is harmless. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts a real OAuth 2.0 / OpenID Connect authorization server on loopback that stands in for Google or Microsoft.
 *
 * @throws {Error} `EADDRINUSE` (as `code`) when the port is taken; a clear sentence when `stateFile` is unusable.
 */
export async function startAuthorizationServer(
  options: AuthorizationServerOptions,
): Promise<AuthorizationServer> {
  const { clientId, clientSecret, stateFile } = options;
  const profile = options.profile === 'google' ? google : microsoft;
  const accounts = options.accounts ?? defaultAccounts(profile.name);
  const state = stateFile === undefined ? undefined : await readStateFile(stateFile);
  const keys = state?.keys ?? (await generateKeys());
  const store = createMemoryStore({ entries: state?.entries ?? [], onChange: () => writer?.schedule() });
  const writer =
    stateFile === undefined
      ? undefined
      : createStateWriter(stateFile, () => ({ keys, entries: store.snapshot() }));

  const server = createServer();
  const port = await listen(server, options.port ?? 0);
  const issuer = `http://${loopbackHost}:${port}`;
  const settings = {
    latencyMs: options.latencyMs ?? 0,
    accessTokenLifetimeSeconds: options.accessTokenLifetimeSeconds ?? 3600,
    grantLifetime: {},
  };
  const provider = createProvider({
    profile,
    issuer,
    clientId,
    clientSecret,
    redirectUris: options.redirectUris,
    accounts,
    keys,
    store,
    accessTokenLifetimeSeconds: () => settings.accessTokenLifetimeSeconds,
  });
  const faults = createFaultPlan();
  const requestLog = createRequestLog();
  const stopping = new AbortController();
  provider.on('authorization_code.saved', (code) => requestLog.recordSecret('code', code.jti));
  provider.on('server_error', (_ctx, error) => reportUnlessStopping(profile, stopping.signal, error));
  // Koa prints whatever reaches it unless somebody listens for this event, which the types do not know.
  const koa: EventEmitter = provider;
  koa.on('error', (error: unknown) => reportUnlessStopping(profile, stopping.signal, error));
  installTokenEndpoint({
    provider,
    profile,
    accounts,
    faults,
    requestLog,
    latencyMs: () => settings.latencyMs,
    grantLifetime: () => settings.grantLifetime,
    stopping: stopping.signal,
  });

  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    stopped ??= (async () => {
      stopping.abort();
      await close(server);
      await writer?.flush();
    })();
    return stopped;
  };
  const control = createControl({
    profile: profile.name,
    settings,
    faults,
    requestLog,
    store,
    accounts,
    stop,
  });
  const answerByProvider = provider.callback();

  const route = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', issuer);
    if (url.pathname === profile.paths.revocation) {
      return handleRevocation(provider, store, request, response);
    }
    if (url.pathname === profile.paths.tokenInfo) {
      return handleTokenInfo({ provider, profile, accounts }, request, response);
    }
    if (url.pathname.startsWith('/_control/')) {
      if (url.pathname === redirectTrapPath) {
        requestLog.recordRedirectFollowed();
      }
      return handleControl(control, url.pathname, request, response);
    }
    if (url.pathname === profile.paths.pemKeys) {
      return sendJson(response, 200, pemKeys(keys));
    }
    forgetSession(profile, request);
    if (url.pathname.startsWith('/interaction/')) {
      return handleInteraction({ provider, profile, accounts }, request, response);
    }
    if (url.pathname === profile.paths.discovery) {
      request.url = standardDiscoveryPath;
    }
    if (url.pathname === profile.paths.authorization) {
      profile.normalizeAuthorization(url.searchParams);
      request.url = `${url.pathname}?${url.searchParams}`;
    }
    await answerByProvider(request, response);
  };
  server.on('request', (request, response) => {
    route(request, response).catch((error: unknown) => {
      if (error instanceof BadRequest) {
        return sendJson(response, error.status, { error: error.message });
      }
      reportUnlessStopping(profile, stopping.signal, error);
      response.destroy();
    });
  });

  const endpoints = endpointsOf(profile, issuer);
  const env = profile.env({ issuer, endpoints, clientId, clientSecret });
  return { issuer, port, endpoints, env, accounts, control, stop };
}

/**
 * Drops the sign-in of an earlier authorization: every authorization asks again, so that one browser can connect
 * several accounts one after the other.
 */
function forgetSession(profile: ProviderProfile, request: IncomingMessage): void {
  const cookies = request.headers.cookie?.split('; ') ?? [];
  request.headers.cookie = cookies
    .filter((cookie) => !cookie.startsWith(`${profile.name}_session`))
    .join('; ');
}

function endpointsOf({ paths }: ProviderProfile, issuer: string): Endpoints {
  return {
    authorization: issuer + paths.authorization,
    token: issuer + paths.token,
    revocation: issuer + paths.revocation,
    userinfo: issuer + paths.userinfo,
    ...(paths.tokenInfo === undefined ? {} : { tokenInfo: issuer + paths.tokenInfo }),
    jwks: issuer + paths.jwks,
    discovery: issuer + paths.discovery,
  };
}

function pemKeys(keys: ServerKeys): Record<string, string> {
  return Object.fromEntries(
    keys.jwks.keys.map(({ kid = '', n = '', e = '' }) => {
      const publicKey = createPublicKey({ key: { kty: 'RSA', n, e }, format: 'jwk' });
      return [kid, publicKey.export({ type: 'spki', format: 'pem' }).toString()];
    }),
  );
}

/** One line for what is a fault of this server; clients that hang up are none. */
function reportUnlessStopping(profile: ProviderProfile, stopping: AbortSignal, error: unknown): void {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (stopping.aborted || code === 'ECONNRESET' || code === 'EPIPE') {
    return;
  }
  process.stderr.write(`Local ${profile.title} authorization server: ${String(error)}\n`);
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, loopbackHost, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  if (address === null || typeof address === 'string') {
    throw new Error('The server has no TCP port.');
  }
  return address.port;
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)));
  });
  server.closeAllConnections();
  await closed;
}
