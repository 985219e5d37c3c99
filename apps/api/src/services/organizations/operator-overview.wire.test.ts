import { Timestamp } from 'firebase-admin/firestore';
import { describe, expect, it } from 'vitest';
import { useProxiedFirestore } from '../../../test/repositories/proxied-firestore.ts';
import { useTestServices } from '../../../test/test-services.ts';
import { dayMs, hourMs, minuteMs } from '../../lib/duration.ts';
import { newMailDocument } from '../../repositories/mail/mail.document.ts';

describe('what operators see of all organizations', () => {
  const { firestore, proxy } = useProxiedFirestore();
  const stack = useTestServices(firestore);
  const { operatorOverviewService, organizationsRepository, integrationRepository, memberRepository } = stack;

  it('is how many connections and people each has, by id, for a document and three counts each', async () => {
    for (const id of ['alpha', 'beta', 'gamma']) {
      await organizationsRepository.create(id, `The ${id}`);
    }
    await stack.connect('google_calendar', 'alpha');
    const broken = await stack.connect('microsoft_calendar', 'alpha');
    await integrationRepository.markAsError('alpha', broken.id, 'The grant is dead.');
    await memberRepository.noteGrant('beta', { userId: 'ben', email: null, name: null }, 'owner');
    proxy().reset();
    const first = await operatorOverviewService.listOrganizations({ limit: 2 });
    // The third document tells that there is another page.
    expect(proxy().counts()).toMatchObject({ documentsRead: 3 + 2 * 3, documentsWritten: 0 });
    expect(first.items).toEqual([
      { id: 'alpha', name: 'The alpha', connections: 2, connectionsInNeed: 1, members: 0 },
      { id: 'beta', name: 'The beta', connections: 0, connectionsInNeed: 0, members: 1 },
    ]);
    const { items, nextCursor } = await operatorOverviewService.listOrganizations({
      limit: 2,
      cursor: first.nextCursor ?? '',
    });
    expect([items.map(({ id }) => id), nextCursor]).toEqual([['gamma'], null]);
  });

  it('is how much work waits, what of it is late and since when, for two counts and a document each', async () => {
    const nowMs = stack.clock();
    const ago = (ms: number) => Timestamp.fromMillis(nowMs - ms);
    const add = (collection: string, document: object) => firestore().collection(collection).add(document);
    for (const [organizationId, dueMs] of [
      ['delta', 20 * minuteMs],
      ['epsilon', minuteMs],
      ['zeta', -hourMs],
    ] as const) {
      const { id } = await stack.connect('google_calendar', organizationId);
      await firestore()
        .collection('integrations')
        .doc(id)
        .update({ refreshDueAt: ago(dueMs) });
    }
    // An endpoint took the first; the second is tried again in an hour; the task of the third was lost.
    await add('webhookEvents', { organizationId: 'delta', lookAgainAt: null });
    await add('webhookEvents', { organizationId: 'delta', lookAgainAt: ago(-hourMs) });
    await add('webhookEvents', { organizationId: 'delta', lookAgainAt: ago(11 * minuteMs) });
    await add('notifications', { organizationId: 'delta', at: ago(hourMs), expiresAt: ago(-dayMs) });
    const mail = {
      organizationId: 'delta',
      to: ['it@example.com'],
      message: { subject: 's', text: 't', html: 'h' },
    };
    await add('mail', newMailDocument(mail, { nowMs: nowMs - dayMs, isOurs: true }));
    // Somebody else sends this one.
    await add('mail', newMailDocument(mail, { nowMs: nowMs - dayMs, isOurs: false }));
    proxy().reset();
    const { items, countedAt } = await operatorOverviewService.countQueues();
    expect(items.map(({ queue, waiting, overdue }) => [queue, waiting, overdue])).toEqual([
      ['refreshes', 2, 1],
      ['webhooks', 2, 1],
      ['notifications', 1, 0],
      ['mails', 1, 1],
    ]);
    expect(items.map(({ overdueSince }) => overdueSince && nowMs - Date.parse(overdueSince))).toEqual([
      20 * minuteMs,
      11 * minuteMs,
      null,
      dayMs,
    ]);
    expect(Date.parse(countedAt)).toBeGreaterThanOrEqual(nowMs);
    expect(proxy().counts()).toMatchObject({ documentsWritten: 0 });
  });

  it('is what fails at providers, and for whom', async () => {
    expect(await operatorOverviewService.listTrouble()).toEqual({ items: [] });
    await stack.providerIncidentsRepository.report({
      server: 'google',
      failure: 'misconfigured',
      reason: 'invalid_client',
      organizations: [{ id: 'alpha', atMs: stack.clock() }],
      lastSuccessAtMs: 0,
      threshold: 3,
    });
    expect((await operatorOverviewService.listTrouble()).items).toMatchObject([
      { server: 'google', failure: 'misconfigured', incident: false, organizations: ['alpha'] },
    ]);
  });
});
