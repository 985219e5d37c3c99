import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createKlayimClient } from '@klayim/client';
import type { AuditActor } from '@klayim/shared/types';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningApi, startApi } from '../../../test/http/api-server.ts';
import { idTokenOf, organizationId } from '../../../test/http/test-identity.ts';
import { useTestFirestore } from '../../../test/repositories/test-firestore.ts';
import { testRepositories } from '../../../test/test-repositories.ts';
import { minuteMs } from '../../lib/duration.ts';
import { addAuditEvent } from '../../repositories/audit/audit-event.document.ts';
import { createAuditService } from './audit.service.ts';

const eventCount = 100_000;
const eventsPerWrite = 500;
const megabyte = 1_048_576;

const actor: AuditActor = {
  type: 'user',
  userId: 'ada',
  role: 'owner',
  ipAddress: '203.0.113.7',
  requestId: '0c5b4f0e-7f43-4a43-9d0a-6a3a3c0a1f57',
};

describe('an export of a long trail', () => {
  const { firestore } = useTestFirestore();
  let api: RunningApi;

  beforeAll(async () => {
    const auditEventRepository = testRepositories({ firestore, clock: Date.now }).auditEventRepository;
    api = await startApi({ auditService: createAuditService({ auditEventRepository }) });
    const startMs = Date.parse('2026-01-01T00:00:00.000Z');
    for (let first = 0; first < eventCount; first += eventsPerWrite) {
      const batch = firestore().batch();
      for (let index = first; index < first + eventsPerWrite; index += 1) {
        const record = {
          organizationId,
          type: 'integration.refreshed',
          actor,
          subject: { type: 'integration', id: `integration-${index}` },
          result: 'success',
          reason: null,
          details: { provider: 'google_calendar', accountEmail: 'ada@northwind.example' },
        } as const;
        addAuditEvent(batch, firestore(), record, startMs + index);
      }
      await batch.commit();
    }
  }, 10 * minuteMs);
  afterAll(() => api.close());

  it('has every event once, newest first, and its memory does not grow with its length', async () => {
    setFlagsFromString('--expose-gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    const client = createKlayimClient({ baseUrl: api.url, token: () => idTokenOf('owner') });
    const startedAtMs = performance.now();
    const ids = new Set<string>();
    const heapMegabytes: number[] = [];
    let previous = '9999';
    for await (const event of client.lines('exportAuditEvents')) {
      expect(event.at <= previous).toBe(true);
      previous = event.at;
      ids.add(event.subject.id);
      if (ids.size % 10_000 !== 0) {
        continue;
      }
      collectGarbage();
      heapMegabytes.push(Math.round(process.memoryUsage().heapUsed / megabyte));
    }
    console.log(
      `${ids.size} events in ${Math.round(performance.now() - startedAtMs)} ms, live heap in MB:`,
      heapMegabytes,
    );
    expect(ids.size).toBe(eventCount);
    // The ids that this test itself keeps are a part of the growth.
    expect((heapMegabytes.at(-1) ?? 0) - (heapMegabytes[0] ?? 0)).toBeLessThan(24);
  });
});
