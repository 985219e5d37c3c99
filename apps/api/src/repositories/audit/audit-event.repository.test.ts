import { auditEventSchema } from '@klayim/shared/schemas';
import type { AuditActor, AuditEvent, AuditEventFilter } from '@klayim/shared/types';
import { beforeAll, describe, expect, it } from 'vitest';
import { newOrganization } from '../../../test/repositories/employee-fixtures.ts';
import { useTestFirestore } from '../../../test/repositories/test-firestore.ts';
import { testRepositories } from '../../../test/test-repositories.ts';
import { minuteMs } from '../../lib/duration.ts';
import { type AuditRecord, addAuditEvent } from './audit-event.document.ts';

const startMs = Date.parse('2026-03-01T00:00:00.000Z');
const timestampAt = (minute: number) => new Date(startMs + minute * minuteMs).toISOString();

const userOf = (userId: string): AuditActor => ({
  type: 'user',
  userId,
  role: 'owner',
  ipAddress: '203.0.113.7',
  requestId: 'request',
});
const recordOf = (organizationId: string, change: Partial<AuditRecord> = {}): AuditRecord => ({
  organizationId,
  type: 'integration.connected',
  actor: userOf('ada'),
  subject: { type: 'integration', id: 'one' },
  result: 'success',
  reason: null,
  ...change,
});

describe('the audit trail of an organization', () => {
  const { firestore } = useTestFirestore();
  let nowMs = startMs;
  const events = testRepositories({ firestore, clock: () => nowMs }).auditEventRepository;
  const organizationId = newOrganization();

  /** One event a minute, the first at minute 0. */
  beforeAll(async () => {
    const changes: Partial<AuditRecord>[] = [
      {},
      { type: 'integration.disconnected' },
      { type: 'integration.disconnected', actor: userOf('grace') },
      {
        type: 'integration.disconnected',
        actor: userOf('grace'),
        result: 'failure',
        reason: 'provider_unavailable',
      },
      { subject: { type: 'integration', id: 'two' } },
      { subject: { type: 'employee', id: 'one' }, actor: { type: 'system', name: 'import' } },
    ];
    for (const [minute, change] of changes.entries()) {
      nowMs = Date.parse(timestampAt(minute));
      await events.add(recordOf(organizationId, change));
    }
    await events.add(recordOf('foreign'));
  });

  const minutesOf = (found: AuditEvent[]) => found.map(({ at }) => (Date.parse(at) - startMs) / minuteMs);
  async function listAll(filter: AuditEventFilter): Promise<AuditEvent[]> {
    const found: AuditEvent[] = [];
    for await (const event of events.findAll(organizationId, filter)) {
      found.push(auditEventSchema.parse(event));
    }
    return found;
  }

  it.each<[string, AuditEventFilter, number[]]>([
    ['nothing', {}, [5, 4, 3, 2, 1, 0]],
    ['a type', { type: 'integration.disconnected' }, [3, 2, 1]],
    ['a kind of subject', { subjectType: 'employee' }, [5]],
    ['a subject', { subjectId: 'one' }, [5, 3, 2, 1, 0]],
    ['a subject of a kind', { subjectType: 'integration', subjectId: 'one' }, [3, 2, 1, 0]],
    ['an actor', { actorId: 'grace' }, [3, 2]],
    ['a result', { result: 'failure' }, [3]],
    ['a time', { from: timestampAt(1), to: timestampAt(3) }, [2, 1]],
    ['a start', { from: timestampAt(4) }, [5, 4]],
    ['an end', { to: timestampAt(1) }, [0]],
    ['a time that is none', { from: timestampAt(3), to: timestampAt(1) }, []],
    [
      'everything at once',
      {
        type: 'integration.disconnected',
        subjectType: 'integration',
        subjectId: 'one',
        actorId: 'grace',
        result: 'success',
        from: timestampAt(0),
        to: timestampAt(9),
      },
      [2],
    ],
    ['what nobody did', { type: 'integration.deleted', actorId: 'nobody' }, []],
  ])('can be filtered by %s, newest first', async (_what, filter, minutes) => {
    expect(minutesOf(await listAll(filter))).toEqual(minutes);
    expect(minutesOf((await events.findPage(organizationId, { ...filter, limit: 100 })).items)).toEqual(
      minutes,
    );
  });

  const from = { ipAddress: null, requestId: 'request' };
  it.each<[string, AuditActor, string]>([
    ['a user', userOf('ada'), 'ada'],
    ['an API key', { type: 'apiKey', id: 'key-1', name: 'Payroll', ...from }, 'key-1'],
    [
      'a service account',
      {
        type: 'serviceAccount',
        id: '1001',
        name: 'jobs@p.iam.gserviceaccount.com',
        role: 'service',
        ...from,
      },
      '1001',
    ],
    ['an operator', { type: 'operator', userId: 'ops', ...from }, 'ops'],
    ['a part of the service', { type: 'system', name: 'refresh' }, 'refresh'],
  ])('finds what %s did by its id', async (_kind, actor, actorId) => {
    const owner = newOrganization();
    await events.add(recordOf(owner, { actor }));
    await events.add(recordOf(owner, { actor: { type: 'anonymous', ...from } }));
    await events.add(recordOf(owner, { actor: userOf('somebody-else') }));
    const { items } = await events.findPage(owner, { actorId, limit: 100 });
    expect(items.map((event) => event.actor)).toEqual([actor]);
  });

  it('comes in pages without gaps or duplicates', async () => {
    const seen: AuditEvent[] = [];
    let cursor: string | undefined;
    do {
      const page = await events.findPage(organizationId, { limit: 4, cursor });
      seen.push(...page.items);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(minutesOf(seen)).toEqual([5, 4, 3, 2, 1, 0]);
    await expect(events.findPage(organizationId, { limit: 4, cursor: 'e30' })).rejects.toMatchObject({
      code: 'invalid_cursor',
    });
  });

  it('shows nothing of another organization, whatever the query', async () => {
    const found = await listAll({});
    expect(new Set(found.map((event) => event.organizationId))).toEqual(new Set([organizationId]));
    const { items } = await events.findPage('foreign', { limit: 100 });
    expect(items).toHaveLength(1);
    const { nextCursor } = await events.findPage(organizationId, { limit: 1 });
    const page = await events.findPage('nobody', { limit: 100, cursor: nextCursor ?? '' });
    expect(page).toEqual({ items: [], nextCursor: null });
  });

  it('keeps an event with an id of its own once', async () => {
    const own = newOrganization();
    const both = [
      events.add(recordOf(own), 'own-id'),
      events.add(recordOf(own, { reason: 'later' }), 'own-id'),
    ];
    await Promise.all(both);
    await events.add(recordOf(own, { reason: 'latest' }), 'own-id');
    expect((await events.findPage(own, { limit: 100 })).items).toHaveLength(1);
  });

  it('is read on demand, across pages, with many events of one time', async () => {
    const large = newOrganization();
    const batch = firestore().batch();
    for (let index = 0; index < 1_203; index += 1) {
      addAuditEvent(batch, firestore(), recordOf(large), startMs + (index % 2));
    }
    await batch.commit();
    const ids = new Set<string>();
    for await (const { id } of events.findAll(large, {})) {
      ids.add(id);
    }
    expect(ids.size).toBe(1_203);
  });
});
