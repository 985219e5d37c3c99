import { readFile } from 'node:fs/promises';
import { auditEventPageSchema, auditEventSchema, auditEventTypeSchema } from '@klayim/shared/schemas';
import type { AuditEvent } from '@klayim/shared/types';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RunningApi, readProblem, startApi } from '../../../test/http/api-server.ts';
import { idTokenOf, organizationId } from '../../../test/http/test-identity.ts';
import { AppError } from '../../errors/app-error.ts';
import type { AuditService } from '../../services/audit/audit.service.ts';
import { auditEventExample } from '../examples/audit-event.example.ts';

const idToken = idTokenOf('administrator');
const eventOf = (id: number, change: object = {}): AuditEvent => ({
  ...auditEventExample,
  organizationId,
  id: `event-${id}`,
  ...change,
});

describe('the audit trail over HTTP', () => {
  let api: RunningApi;
  const filters: unknown[] = [];
  let source: () => AsyncIterable<AuditEvent>;
  const auditService: AuditService = {
    listEvents: async (_organizationId, query) => {
      filters.push(query);
      return { items: [eventOf(1)], nextCursor: null };
    },
    exportEvents: (_organizationId, filter) => {
      filters.push(filter);
      return source();
    },
  };
  beforeEach(async () => {
    filters.length = 0;
    api = await startApi({ auditService });
  });
  afterEach(() => api.close());
  const get = (path: string, headers: Record<string, string> = {}) => api.call(path, { idToken, headers });

  it('answers a page, and hands every filter on', async () => {
    const query = {
      type: 'integration.disconnected',
      subjectType: 'integration',
      subjectId: 'one',
      actorId: 'ada',
      result: 'success',
      from: '2026-01-01T00:00:00.000Z',
      to: '2026-02-01T00:00:00.000Z',
    };
    const response = await get(`/audit-events?${new URLSearchParams({ ...query, limit: '5' }).toString()}`);
    expect(auditEventPageSchema.parse(await response.json()).items).toEqual([eventOf(1)]);
    source = async function* () {};
    await get(`/audit-events/export?${new URLSearchParams(query).toString()}`);
    expect(filters).toEqual([{ ...query, limit: 5 }, query]);
  });

  it.each([
    'type=integration.read',
    'from=yesterday',
    'subjectType=planet',
    'actorId=',
    'limit=5',
    'cursor=x',
  ])('refuses an export with %s', async (query) => {
    const problem = await readProblem(await get(`/audit-events/export?${query}`));
    expect(problem).toMatchObject({ status: 400, code: 'invalid_request' });
  });

  it('exports one event a line, and nothing when there is none', async () => {
    source = async function* () {
      for (let id = 0; id < 1_000; id += 1) {
        yield eventOf(id);
      }
    };
    const response = await get('/audit-events/export');
    expect(response.headers.get('content-type')).toBe('application/x-ndjson');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="audit-events.ndjson"');
    const lines = (await response.text()).split('\n');
    expect(lines.pop()).toBe('');
    expect(lines.map((line) => auditEventSchema.parse(JSON.parse(line)).id)).toEqual(
      Array.from({ length: 1_000 }, (_, id) => `event-${id}`),
    );
    source = async function* () {};
    expect(await (await get('/audit-events/export')).text()).toBe('');
  });

  it('answers a problem when it fails before the first line', async () => {
    source = async function* () {
      yield Promise.reject(new AppError('store_unavailable'));
    };
    expect(await readProblem(await get('/audit-events/export'))).toMatchObject({ code: 'store_unavailable' });
  });

  it.each<[string, unknown]>([
    ['fails in the middle', new AppError('store_unavailable')],
    ['meets an event that does not fit', eventOf(0, { accessToken: 'canary' })],
  ])('breaks the connection off when it %s: half a trail never looks whole', async (_when, last) => {
    source = async function* () {
      for (let id = 0; id < 100; id += 1) {
        yield eventOf(id);
      }
      if (last instanceof Error) {
        throw last;
      }
      yield last as AuditEvent;
    };
    // Past the check of answers, which reads them to their end.
    const response = await fetch(`${api.url}/audit-events/export`, {
      headers: { authorization: `Bearer ${idToken}` },
    });
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow('terminated');
    expect(JSON.stringify(api.lines)).not.toContain('canary');
    expect(api.lines.filter(({ level }) => level === 'error')).not.toEqual([]);
  });

  it('reads no further when the caller goes away, and takes that for no fault', async () => {
    let given = 0;
    const ended = Promise.withResolvers<void>();
    source = async function* () {
      try {
        for (;;) {
          given += 1;
          yield eventOf(given);
        }
      } finally {
        ended.resolve();
      }
    };
    const abort = new AbortController();
    const response = await fetch(`${api.url}/audit-events/export`, {
      headers: { authorization: `Bearer ${idToken}` },
      signal: abort.signal,
    });
    const reader = response.body?.getReader();
    await reader?.read();
    // Nobody reads: what fits into the buffers on the way is given, and no more.
    let before = -1;
    while (given !== before) {
      before = given;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    expect(given).toBeLessThan(100_000);
    abort.abort();
    await ended.promise;
    await expect.poll(() => api.lines.filter(({ message }) => message === 'request')).toHaveLength(1);
    expect(api.lines).toMatchObject([{ message: 'request', completed: false, status: 200 }]);
  });

  it('answers HEAD without reading anything', async () => {
    let read = false;
    source = async function* () {
      read = true;
      yield eventOf(1);
    };
    const response = await api.call('/audit-events/export', { method: 'HEAD', idToken });
    expect([response.status, response.headers.get('content-type'), read]).toEqual([
      200,
      'application/x-ndjson',
      false,
    ]);
  });
});

it('docs/audit.md names every type of event, and no other', async () => {
  const text = await readFile(new URL('../../../../../docs/audit.md', import.meta.url), 'utf8');
  const named = [...text.matchAll(/^\| `([a-z_]+\.[a-z_]+)`/gm)].map(([, type]) => type);
  expect(named.sort()).toEqual([...auditEventTypeSchema.options].sort());
});
