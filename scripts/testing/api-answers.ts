import {
  auditEventFilterSchema,
  authorizeRequestSchema,
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
  if (headers.authorization !== `Bearer ${idToken}`) return problem(401, 'id_token_invalid');
  switch (route) {
    case 'GET /integrations': {
      const query = integrationListQuerySchema.safeParse(Object.fromEntries(url.searchParams));
      if (!query.success) return invalid;
      const next: Record<string, string | null> = { first: 'a+b/c=&d', 'a+b/c=&d': null };
      const { cursor = 'first' } = query.data;
      return { status: 200, body: { items: [{ id: `after ${cursor}` }], nextCursor: next[cursor] ?? null } };
    }
    case 'GET /audit-events/export': {
      const filter = auditEventFilterSchema.safeParse(Object.fromEntries(url.searchParams));
      if (!filter.success) return invalid;
      const headers = { 'Content-Type': 'application/x-ndjson' };
      return { status: 200, headers, body: filter.data.type ? '' : '{"id":"b","n":"\\\\"}\n{"id":"a"}\n' };
    }
    case 'GET /integrations/providers':
      return { status: 200, body: { items: [{ provider: 'google' }] } };
    case 'POST /integrations':
      return importIntegrationSchema.safeParse(json()).success
        ? { status: 201, body: { id: 'imported' } }
        : invalid;
    case 'POST /integrations/google/authorize':
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
