import {
  auditEventFilterSchema,
  authorizeRequestSchema,
  employeeImportFaultQuerySchema,
  employeeImportQuerySchema,
  employeeListQuerySchema,
  importIntegrationSchema,
  integrationListQuerySchema,
  tokenRequestSchema,
} from '../../packages/shared/src/schemas/index.ts';
import type { Answer, RecordedRequest } from './recording-server.ts';

/** The ID token that the API takes. */
export const idToken = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJ0ZXN0In0.c2lnbmF0dXJl';
/** What the API puts into the browser's cookie. */
export const browserKey = 'k'.repeat(43);

const problem = (status: number, code: string, rest: object = {}): Answer => ({
  status,
  headers: { 'Content-Type': 'application/problem+json' },
  body: {
    type: `urn:klayim:problem:${code}`,
    title: `Title of ${code}`,
    status,
    detail: `Detail of ${code}`,
    code,
    remedy: 'none',
    requestId: 'request-1',
    ...rest,
  },
});

const invalid = problem(400, 'invalid_request', {
  errors: [
    { in: 'query', pointer: '/limit', message: 'must be at most 100' },
    { in: 'query', pointer: '', message: 'unknown key "x"' },
  ],
});

/** An import of 240 rows, of which one is bad, after so many commits. */
const importAt = (status: string, commits: number) => ({
  id: 'i-1',
  status,
  mapping: { id: 'Staff "id" }', status: 'State' },
  rows: 240,
  processedRows: commits * 120,
  rejectedRows: commits === 0 ? 0 : 1,
  faults: commits === 0 ? 0 : 1,
});

/** Answers as the API would, with its own schemas as judges of what is sent. */
export function respondAsApi({ method, target, headers, body }: RecordedRequest): Answer {
  const url = new URL(target, 'http://api');
  const path = url.pathname.replace(/^\/api/, '');
  const route = `${method} ${path}`;
  const json = (): unknown => JSON.parse(body);
  if (route === 'GET /oauth/google/callback') {
    return headers.cookie === `__session=${browserKey}`
      ? { status: 200, body: { id: 'int-1', state: url.searchParams.get('state') } }
      : problem(403, 'oauth_state_foreign');
  }
  if (headers.authorization !== `Bearer ${idToken}`) {
    return problem(401, 'id_token_invalid');
  }
  switch (route) {
    case 'GET /integrations': {
      const query = integrationListQuerySchema.safeParse(Object.fromEntries(url.searchParams));
      if (!query.success) {
        return invalid;
      }
      const next: Record<string, string | null> = { first: 'a+b/c=&d', 'a+b/c=&d': null };
      const { cursor = 'first' } = query.data;
      return { status: 200, body: { items: [{ id: `after ${cursor}` }], nextCursor: next[cursor] ?? null } };
    }
    case 'GET /audit-events/export': {
      const filter = auditEventFilterSchema.safeParse(Object.fromEntries(url.searchParams));
      if (!filter.success) {
        return invalid;
      }
      const headers = { 'Content-Type': 'application/x-ndjson' };
      return { status: 200, headers, body: filter.data.type ? '' : '{"id":"b","n":"\\\\"}\n{"id":"a"}\n' };
    }
    case 'GET /integrations/providers':
      return { status: 200, body: { items: [{ provider: 'google_calendar' }] } };
    case 'GET /employees': {
      const query = employeeListQuerySchema.safeParse(Object.fromEntries(url.searchParams));
      if (!query.success) {
        return invalid;
      }
      const isFirst = query.data.cursor === undefined;
      return {
        status: 200,
        body: { items: [{ id: isFirst ? 'e-1' : 'e-2' }], nextCursor: isFirst ? 'more' : null },
      };
    }
    case 'GET /employees/facets':
      return { status: 200, body: { total: 2, departments: [], roles: [] } };
    case 'GET /employees/e-1':
      return { status: 200, body: { id: 'e-1' } };
    case 'POST /employee-imports':
      return employeeImportQuerySchema.safeParse(Object.fromEntries(url.searchParams)).success &&
        headers['content-type'] === 'text/csv'
        ? { status: 202, body: importAt('queued', 0) }
        : invalid;
    case 'GET /employee-imports':
      return { status: 200, body: { items: [{ id: 'i-1' }], nextCursor: null } };
    case 'GET /employee-imports/i-1/events':
      return {
        status: 200,
        headers: { 'Content-Type': 'text/event-stream' },
        body: ['queued', 'running', 'completed']
          .map((status, index) => `event: progress\ndata: ${JSON.stringify(importAt(status, index))}\n\n`)
          .join(': still here\n\n'),
      };
    case 'GET /employee-imports/i-1':
      return { status: 200, body: importAt('completed', 2) };
    case 'GET /employee-imports/i-1/faults': {
      const query = employeeImportFaultQuerySchema.safeParse(Object.fromEntries(url.searchParams));
      if (!query.success) {
        return invalid;
      }
      const next = query.data.cursor === undefined ? '1000' : null;
      return { status: 200, body: { items: [{ line: next ? 2 : 1_002 }], nextCursor: next } };
    }
    case 'POST /integrations':
      return importIntegrationSchema.safeParse(json()).success
        ? { status: 201, body: { id: 'imported' } }
        : invalid;
    case 'POST /integrations/google_calendar/authorize':
      return authorizeRequestSchema.safeParse(json()).success
        ? {
            status: 200,
            headers: { 'Set-Cookie': `__session=${browserKey}; Max-Age=600; Path=/; HttpOnly; SameSite=Lax` },
            body: { authorizationUrl: 'https://accounts.example/auth?state=s-1&x=1', expiresAt: 'soon' },
          }
        : invalid;
    case 'POST /integrations/int-1/token':
      return tokenRequestSchema.safeParse(json()).success
        ? { status: 200, body: { accessToken: 'at-1' } }
        : invalid;
    case 'POST /integrations/int-1/refresh':
      return body === '' ? { status: 200, body: { id: 'int-1', refreshCount: 1 } } : invalid;
    case 'POST /integrations/int-1/disconnect':
      return body === '' ? { status: 200, body: { revocation: 'revoked' } } : invalid;
    case 'DELETE /integrations/int-1':
      return { status: 204 };
    default:
      return problem(404, 'integration_not_found');
  }
}
