import type { ProblemDetails } from '@klayim/shared/types';
import { problemDetailsSchema } from '@klayim/shared/schemas';
import { type AppDependencies, createApp } from '../../app.ts';
import { memoize } from '../../lib/memoize.ts';
import { createRoutes } from '../../routes/index.ts';
import { createOpenApiDocument } from '../openapi/openapi-document.ts';
import { directoryServices } from './directory-services.ts';
import { type RunningServer, listen } from './listen.ts';
import { memoryAuditService } from './memory-audit.ts';
import { memoryIdempotency, memoryQuotas } from './memory-environment.ts';
import { memoryIdentity } from './memory-identity.ts';
import { type MemoryServices, memoryServices } from './memory-services.ts';
import { type LoggedLine, recordingLogger } from '../../testing/recording-logger.ts';
import { createResponseCheck } from './response-check.ts';

/** The API on loopback over services in memory. */
export interface RunningApi extends RunningServer {
  services: MemoryServices;
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

/** What {@link RunningApi} is made of besides its services in memory. */
export function memoryDependencies(): {
  dependencies: AppDependencies;
  services: MemoryServices;
  lines: LoggedLine[];
} {
  const services = memoryServices();
  const { logger, lines } = recordingLogger();
  const dependencies: AppDependencies = {
    integrationService: services.integrationService,
    tokenRefreshService: services.tokenRefreshService,
    ...services.operatorServices,
    auditService: memoryAuditService(),
    ...directoryServices(),
    identity: memoryIdentity(),
    quotas: memoryQuotas(logger),
    idempotency: memoryIdempotency(logger),
    readiness: async () => ({ firestore: 'ok' }),
    logger,
    corsAllowedOrigins: ['https://dashboard.example'],
    publicBaseUrl: 'https://api.example',
  };
  return { dependencies, services, lines };
}

/** Starts the API; `overrides` replaces parts of what it is made of. */
export async function startApi(overrides: Partial<AppDependencies> = {}): Promise<RunningApi> {
  const { dependencies, services, lines } = memoryDependencies();
  const server = await listen(createApp({ ...dependencies, ...overrides }));
  const call = async (path: string, options: CallOptions = {}) => {
    const response = await callAt(`${server.url}${path}`, options);
    // As it was sent: fetch takes ".." and its like out of a path.
    await checkResponse()(methodOf(options), new URL(response.url).pathname, response);
    return response;
  };
  return { ...server, services, lines, call };
}

/** Holds an answer against the OpenAPI document of all routes. */
export const checkResponse = memoize(() =>
  createResponseCheck(createOpenApiDocument(createRoutes(memoryDependencies().dependencies), '0.0.0')),
);

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
export async function problemOf(response: Response): Promise<ProblemDetails> {
  const problem = problemDetailsSchema.parse(await response.json());
  const contentType = response.headers.get('content-type');
  if (!contentType?.startsWith('application/problem+json'))
    throw new Error(`${contentType} is no problem document`);
  if (problem.status !== response.status) throw new Error('the document has another status than the answer');
  if (problem.requestId !== response.headers.get('x-request-id')) throw new Error('the request ids differ');
  return problem;
}
