import { randomBytes } from 'node:crypto';
import { problemDetailsSchema } from '@klayim/shared/schemas';
import type { Integration, ProblemDetails } from '@klayim/shared/types';
import { type App, deleteApp, initializeApp } from 'firebase-admin/app';
import { getFirestore } from 'firebase-admin/firestore';
import { type AppDependencies, createApp } from '../../src/app.ts';
import { createOpenStreams } from '../../src/http/open-streams.ts';
import { createOpenApiDocument } from '../../src/http/openapi/openapi-document.ts';
import { createRateLimiter } from '../../src/http/rate-limit.ts';
import type { RouteEnvironment } from '../../src/http/run-route.ts';
import { hourMs } from '../../src/lib/duration.ts';
import { memoize } from '../../src/lib/memoize.ts';
import { createRoutes } from '../../src/routes/index.ts';
import { connectInput } from '../connect-input.ts';
import type { LoggedLine } from '../recording-logger.ts';
import { wireServices } from '../wired-services.ts';
import { listen, type RunningServer } from './listen.ts';
import { createResponseCheck } from './response-check.ts';

/** What the API of these tests calls itself. */
const publicBaseUrl = 'https://api.example';

/** The API on loopback over the real services and a database of its own. */
export interface RunningApi extends RunningServer {
  services: ApiServices;
  lines: LoggedLine[];
  /**
   * Calls with an ID token, and never follows a redirect.
   * @throws {Error} when the answer is not one that the OpenAPI document allows.
   */
  call(path: string, options?: CallOptions): Promise<Response>;
}

/** How {@link RunningApi.call} calls. */
export interface CallOptions {
  method?: string;
  idToken?: string;
  /** Sent as JSON. */
  json?: unknown;
  /** Sent as it is. */
  body?: string;
  headers?: Record<string, string>;
}

export type ApiServices = ReturnType<typeof apiServices>;

/** The API over these services. */
export function apiDependencies(services: ReturnType<typeof wireServices>): AppDependencies {
  return {
    ...services,
    readiness: async () => ({ firestore: 'ok' }),
    corsAllowedOrigins: ['https://dashboard.example'],
    publicBaseUrl,
    trustedProxyHops: 1,
  };
}

/** Google is configured, at an address where nobody answers; Microsoft is not. */
export const apiEnvironment = {
  PUBLIC_BASE_URL: publicBaseUrl,
  RETURN_URL_ALLOWLIST: 'https://dashboard.example/done',
  GOOGLE_CLIENT_ID: 'google-client',
  GOOGLE_CLIENT_SECRET: 'google-secret',
  GOOGLE_TOKEN_ENDPOINT: 'http://127.0.0.1:1/token',
  GOOGLE_REVOCATION_ENDPOINT: 'http://127.0.0.1:1/revoke',
  GOOGLE_TOKENINFO_ENDPOINT: 'http://127.0.0.1:1/tokeninfo',
};

/**
 * Everything that the API is made of, over an empty database on the Firestore that `FIRESTORE_EMULATOR_HOST` names, which
 * is opened at its first use.
 */
export function apiServices() {
  let app: App | undefined;
  const firestore = memoize(() => {
    if (!process.env['FIRESTORE_EMULATOR_HOST']) {
      throw new Error('FIRESTORE_EMULATOR_HOST is not set.');
    }
    const projectId = `demo-${randomBytes(8).toString('hex')}`;
    app = initializeApp({ projectId }, projectId);
    return getFirestore(app);
  });
  const services = wireServices({ firestore, environment: () => apiEnvironment });
  return {
    ...services,
    dependencies: apiDependencies(services),
    /** Imports an account with an access token that lives for an hour, and no refresh token. */
    connect: (organizationId: string, accountId = 'own'): Promise<Integration> =>
      services.integrationService.connect(
        connectInput({
          organizationId,
          accountId,
          accountEmail: 'ada@example.com',
          refreshToken: null,
          expiresAt: new Date(services.clock() + hourMs).toISOString(),
        }),
      ),
    async close() {
      if (app) {
        await deleteApp(app);
      }
    },
  };
}

/** What serving routes needs. */
export function routeEnvironment(): RouteEnvironment & Pick<ApiServices, 'lines'> {
  const { dependencies, lines } = apiServices();
  const { identity, browserSessions, logger, quotas, idempotency } = dependencies;
  return {
    identity,
    browserSessions,
    logger,
    idempotency,
    rateLimiter: createRateLimiter(quotas),
    openStreams: createOpenStreams(),
    lines,
  };
}

/** Starts the API; `overrides` replaces parts of what it is made of. */
export async function startApi(overrides: Partial<AppDependencies> = {}): Promise<RunningApi> {
  const services = apiServices();
  const server = await listen(createApp({ ...services.dependencies, ...overrides }));
  const { providerRegistry } = { ...services.dependencies, ...overrides };
  const check =
    overrides.providerRegistry === undefined
      ? checkResponse()
      : createResponseCheck(
          createOpenApiDocument(allRoutes(), '0.0.0', [...providerRegistry.providers.keys()]),
        );
  return {
    ...server,
    services,
    lines: services.lines,
    async call(path, options = {}) {
      const response = await callAt(`${server.url}${path}`, options);
      // As it was sent: fetch takes ".." and its like out of a path.
      await check(methodOf(options), new URL(response.url).pathname, response);
      return response;
    },
    async close() {
      await server.close();
      await services.close();
    },
  };
}

/** Every route, to be looked at. */
export const allRoutes = memoize(() => createRoutes(apiServices().dependencies));

/** Holds an answer against the OpenAPI document of all routes. */
export const checkResponse = memoize(() => createResponseCheck(createOpenApiDocument(allRoutes(), '0.0.0')));

function methodOf({ method, json }: CallOptions): string {
  return method ?? (json === undefined ? 'GET' : 'POST');
}

/** One request; see {@link CallOptions}. */
export function callAt(
  url: string,
  { method, idToken, json, body = bodyOf(json), headers }: CallOptions = {},
): Promise<Response> {
  return fetch(url, {
    method: methodOf({ ...(method !== undefined && { method }), json }),
    redirect: 'manual',
    headers: {
      ...(idToken !== undefined && { authorization: `Bearer ${idToken}` }),
      ...(json !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body }),
  });
}

function bodyOf(json: unknown): string | undefined {
  return json === undefined ? undefined : JSON.stringify(json);
}

/** The problem document of an answer, checked to be one. */
export async function readProblem(response: Response): Promise<ProblemDetails> {
  const problem = problemDetailsSchema.parse(await response.json());
  const contentType = response.headers.get('content-type');
  if (!contentType?.startsWith('application/problem+json')) {
    throw new Error(`${contentType} is no problem document`);
  }
  if (problem.status !== response.status) {
    throw new Error('the document has another status than the answer');
  }
  if (problem.requestId !== response.headers.get('x-request-id')) {
    throw new Error('the request ids differ');
  }
  return problem;
}
