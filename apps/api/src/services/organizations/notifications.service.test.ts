import { Timestamp } from 'firebase-admin/firestore';
import { afterEach, describe, expect, it } from 'vitest';
import { recordingLogger } from '../../../test/recording-logger.ts';
import { failedOutcome } from '../../../test/refresh-outcomes.ts';
import { leaseOf } from '../../../test/repositories/acquired-lease.ts';
import { newTestKeyring, sampleIntegration } from '../../../test/repositories/sample-integration.ts';
import { useTestFirestore } from '../../../test/repositories/test-firestore.ts';
import { testRepositories } from '../../../test/test-repositories.ts';
import { useTestServices } from '../../../test/test-services.ts';
import { dayMs, hourMs, minuteMs } from '../../lib/duration.ts';
import { collections } from '../../repositories/collections.ts';
import { createNotificationsService } from './notifications.service.ts';

const dashboardUrl = 'https://app.example.com/settings';

describe('notifications', () => {
  const { firestore } = useTestFirestore();
  const stack = useTestServices(firestore);
  const { logger, lines } = recordingLogger();
  let nowMs = Date.parse('2026-01-01T10:20:00Z');
  const clock = () => nowMs;
  const keyring = newTestKeyring();
  const common = {
    firestore,
    clock,
    keyring: () => Promise.resolve(keyring),
    notificationsWanted: () => true,
  };
  const integrations = testRepositories(common).integrationRepository;
  const leases = testRepositories(common).refreshLeaseRepository;

  const serviceWith = (notifications: { dashboardUrl: string } | null) =>
    createNotificationsService({
      ...testRepositories({ firestore }),
      config: () => ({ notifications, smtp: null }),
      clock,
      logger,
    });
  const service = serviceWith({ dashboardUrl });

  const readDocuments = async (collection: string) => (await firestore().collection(collection).get()).docs;
  const mails = async () => (await readDocuments(collections.mail.name)).map((mail) => mail.data());
  const setOrganization = (id: string, notificationEmails: unknown, name: unknown = `The ${id}`) =>
    firestore().collection(collections.organizations.name).doc(id).set({ name, notificationEmails });

  async function connect(organizationId: string, accountId: string): Promise<string> {
    const account = sampleIntegration(nowMs, { accountId, accountEmail: `${accountId}@example.com` });
    return (await integrations.create(organizationId, account, () => true)).id;
  }
  async function broken(organizationId: string, accountId: string): Promise<string> {
    const id = await connect(organizationId, accountId);
    await integrations.markAsError(organizationId, id, 'refused');
    return id;
  }

  afterEach(async () => {
    lines.length = 0;
    nowMs += dayMs;
    for (const name of [
      collections.mail.name,
      collections.notifications.name,
      collections.organizations.name,
      'integrations',
    ]) {
      await firestore().recursiveDelete(firestore().collection(name));
    }
  });

  it('are mails in the form that the extension sends, one for each organization', async () => {
    await setOrganization('northwind', [
      'ada@northwind.example',
      'ADA@northwind.example',
      'ops@northwind.example',
    ]);
    await setOrganization('fabrikam', ['it@fabrikam.example']);
    const first = await broken('northwind', 'first');
    await broken('northwind', 'second');
    await broken('fabrikam', 'third');
    await expect(service.deliverNotifications()).resolves.toEqual({ mails: 2, connections: 3 });

    const [toFabrikam, toNorthwind] = await readDocuments(collections.mail.name);
    expect(toNorthwind?.id).toMatch(/^reauthorization-northwind-2026-01-01T10$/);
    expect(toNorthwind?.data()).toEqual({
      organizationId: 'northwind',
      to: ['ada@northwind.example', 'ops@northwind.example'],
      message: {
        subject: '2 connections have to be authorized again',
        text: expect.stringContaining(`${dashboardUrl}?organization=northwind&integrationId=${first}`),
        html: expect.stringContaining('first@example.com'),
      },
      expiresAt: Timestamp.fromMillis(nowMs + 7 * dayMs),
    });
    expect(toFabrikam?.get('to')).toEqual(['it@fabrikam.example']);
    const text = String(toFabrikam?.get('message.text'));
    expect(text).toContain('third@example.com');
    expect(text).not.toMatch(/first|second|northwind/);
    await expect(readDocuments(collections.notifications.name)).resolves.toEqual([]);
    await expect(service.deliverNotifications()).resolves.toEqual({ mails: 0, connections: 0 });
  });

  it('are one an hour for an organization, whatever comes meanwhile', async () => {
    await setOrganization('northwind', ['ada@northwind.example']);
    await broken('northwind', 'first');
    await service.deliverNotifications();
    await broken('northwind', 'second');
    await broken('northwind', 'third');
    nowMs += 10 * minuteMs;
    await expect(service.deliverNotifications()).resolves.toEqual({ mails: 0, connections: 0 });
    await expect(readDocuments(collections.notifications.name)).resolves.toHaveLength(2);
    nowMs += hourMs;
    await expect(service.deliverNotifications()).resolves.toEqual({ mails: 1, connections: 2 });
    await expect(mails()).resolves.toHaveLength(2);
  });

  it('are written once by two that deliver at the same time', async () => {
    await setOrganization('northwind', ['ada@northwind.example']);
    await Promise.all(['first', 'second', 'third'].map((account) => broken('northwind', account)));
    const both = await Promise.all([service, service, service].map((each) => each.deliverNotifications()));
    expect(both.reduce((sum, { mails: written }) => sum + written, 0)).toBe(1);
    await expect(mails()).resolves.toHaveLength(1);
    await expect(readDocuments(collections.notifications.name)).resolves.toEqual([]);
  });

  it('leave out what was repaired, disconnected or deleted before they were sent', async () => {
    await setOrganization('northwind', ['ada@northwind.example']);
    await broken('northwind', 'mended');
    await connect('northwind', 'mended');
    const disconnected = await broken('northwind', 'disconnected');
    await integrations.markAsDisconnected('northwind', disconnected);
    await integrations.delete('northwind', await broken('northwind', 'deleted'));
    await expect(service.deliverNotifications()).resolves.toEqual({ mails: 0, connections: 0 });
    await expect(readDocuments(collections.notifications.name)).resolves.toEqual([]);

    await broken('northwind', 'mended');
    await broken('northwind', 'waiting');
    await connect('northwind', 'mended');
    await expect(service.deliverNotifications()).resolves.toEqual({ mails: 1, connections: 1 });
  });

  it.each([
    ['no such organization', undefined],
    ['no list', null],
    ['an empty list', []],
    ['a list of what is no address', ['', 'ada', 7, null, 'a@b@c', 'x@y.example\r\nBcc: z@y.example']],
  ])('to nobody (%s) are said in the log, once', async (_what, emails) => {
    if (emails !== undefined) {
      await setOrganization('northwind', emails, 7);
    }
    await broken('northwind', 'first');
    await expect(service.deliverNotifications()).resolves.toEqual({ mails: 0, connections: 0 });
    await service.deliverNotifications();
    expect(lines).toEqual([
      expect.objectContaining({ level: 'warn', event: 'notification.without_recipients', connections: 1 }),
    ]);
    await expect(mails()).resolves.toEqual([]);
  });

  it('are off unless configured: nothing is collected, and nothing sent', async () => {
    await setOrganization('northwind', ['ada@northwind.example']);
    const silent = testRepositories({ ...common, notificationsWanted: () => false }).integrationRepository;
    await silent.markAsError('northwind', await connect('northwind', 'first'), 'refused');
    await expect(readDocuments(collections.notifications.name)).resolves.toEqual([]);
    await broken('northwind', 'second');
    await expect(serviceWith(null).deliverNotifications()).resolves.toEqual({ mails: 0, connections: 0 });
    await expect(mails()).resolves.toEqual([]);
  });

  it('are one for each time that a connection comes to need reauthorization', async () => {
    await setOrganization('northwind', ['ada@northwind.example']);
    const id = await broken('northwind', 'first');
    await integrations.markAsError('northwind', id, 'refused again');
    await expect(readDocuments(collections.notifications.name)).resolves.toHaveLength(1);
    await service.deliverNotifications();
    await integrations.markAsError('northwind', id, 'and again');
    await expect(readDocuments(collections.notifications.name)).resolves.toEqual([]);
    await broken('northwind', 'first');
    await expect(readDocuments(collections.notifications.name)).resolves.toHaveLength(1);
  });

  it('come with the change or not at all', async () => {
    const auditEvent = { type: 'integration.reauthorization_required', reason: 'invalid_grant' } as const;
    const commit = {
      commitId: 'revoked',
      change: { status: 'error' as const },
      outcome: failedOutcome,
      auditEvent,
    };
    async function leased(accountId: string) {
      const stored = await integrations.findById('northwind', await connect('northwind', accountId));
      if (!stored) {
        throw new Error('not connected');
      }
      return leaseOf(await leases.acquire('northwind', stored, { ownerId: 'me', ttlMs: 30_000 }));
    }
    const overtaken = await leased('overtaken');
    await integrations.markAsDisconnected('northwind', overtaken.integrationId);
    await expect(leases.commit(overtaken, commit)).resolves.toBe('superseded');
    await expect(readDocuments(collections.notifications.name)).resolves.toEqual([]);

    // The answer was lost: the repetition writes nothing twice.
    const repeated = await leased('repeated');
    await expect(leases.commit(repeated, commit)).resolves.toBe('stored');
    await expect(leases.commit(repeated, commit)).resolves.toBe('stored');
    await expect(readDocuments(collections.notifications.name)).resolves.toHaveLength(1);
  });

  it('are one when twenty callers of two instances meet the refusal', async () => {
    const { control } = stack.server('google');
    const integration = await stack.connect('google_calendar');
    await stack.expire(integration);
    control.failNext(1, 'invalid_grant');
    const instances = [1, 2].map(() =>
      stack.newTokenRefreshService({
        refreshLeaseRepository: testRepositories({ ...common, clock: stack.clock }).refreshLeaseRepository,
      }),
    );
    const calls = instances.flatMap((instance) =>
      Array.from({ length: 10 }, () => instance.getValidToken('northwind', integration.id)),
    );
    const codes = (await Promise.allSettled(calls)).map((call) =>
      call.status === 'rejected' ? (call.reason as { code: string }).code : 'given',
    );
    expect(new Set(codes)).toEqual(new Set(['reauthorization_required']));
    const [notification, ...more] = await readDocuments(collections.notifications.name);
    expect(more).toEqual([]);
    expect(notification?.data()).toMatchObject({
      organizationId: 'northwind',
      integrationId: integration.id,
    });
    const alerts = stack.lines.filter(({ event }) => event === 'reauthorization_required');
    expect(alerts).toHaveLength(1);
  });
});
