import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type FirestoreProxy, startFirestoreProxy } from '@klayim/local-firestore';
import type { Integration } from '@klayim/shared/types';
import { Timestamp } from 'firebase-admin/firestore';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dayMs, hourMs, minuteMs } from '../../src/lib/duration.ts';
import { createRepositories } from '../../src/repositories/create-repositories.ts';
import { apiEnvironment } from '../http/api-server.ts';
import type { MailWorkerMessage } from '../mail-worker.ts';
import { useFreshFirestore } from '../repositories/test-firestore.ts';
import { sampled } from '../thorough.ts';
import type { TokenRequestMessage } from '../token-worker.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../webhook-receiver.ts';
import { createDeliveryRun } from '../webhook-run.ts';
import { wireServices } from '../wired-services.ts';
import { holdAt, type Step, startTokenGate, type TokenGate } from './interleaving-hold.ts';
import { startTokenServer, type TokenServer } from './interleaving-token-server.ts';

const timeoutMs = 2 * minuteMs;
const dashboardUrl = 'https://app.example/connections';
const notifications = { NOTIFICATION_EMAILS_ENABLED: 'true', NOTIFICATION_DASHBOARD_URL: dashboardUrl };

/** Where a refresh that finds a warning due is killed, and how many days before the end that is. */
const crashes: { step: Step; days: 7 | 1 }[] = [
  { step: 'lease_sent', days: 7 },
  { step: 'lease_taken', days: 1 },
  { step: 'provider_asked', days: 7 },
  { step: 'provider_answered', days: 1 },
  { step: 'commit_sent', days: 7 },
  { step: 'commit_stored', days: 1 },
];

describe('a process killed while it warns of the end of a grant', () => {
  const { firestore, projectId } = useFreshFirestore();
  const workers: ChildProcess[] = [];
  let proxy: FirestoreProxy;
  let gate: TokenGate;
  let tokenServer: TokenServer;
  let receiver: WebhookReceiver;
  let services: ReturnType<typeof wireServices>;
  let organizationId = '';

  beforeAll(async () => {
    proxy = await startFirestoreProxy({ target: process.env['FIRESTORE_EMULATOR_HOST'] ?? '' });
    tokenServer = await startTokenServer();
    gate = await startTokenGate(() => tokenServer.tokenEndpoint);
    // As Google: whoever dies with an answer has lost no grant.
    tokenServer.setRotation('none');
  });
  afterAll(() => Promise.all([proxy.stop(), gate.stop(), tokenServer.stop()]));
  beforeEach(async () => {
    receiver = await startWebhookReceiver();
    services = wireServices({ firestore, environment });
    organizationId = `org-${randomUUID()}`;
    const organization = { organizationId, name: 'Northwind', notificationEmails: ['it@northwind.example'] };
    await firestore().collection('organizations').doc(organizationId).set(organization);
    await services.webhookEndpointsService.createEndpoint(
      organizationId,
      { url: `${receiver.url}/hook`, events: ['connection.expiring'] },
      { userId: 'olga', actor: { type: 'system', name: 'test' } },
    );
  });
  afterEach(async () => {
    for (const worker of workers.splice(0)) {
      worker.kill('SIGKILL');
    }
    await receiver.close();
  });

  const environment = () => ({ ...apiEnvironment, ...notifications, GOOGLE_TOKEN_ENDPOINT: gate.url });

  async function forkWorker(file: string): Promise<ChildProcess> {
    const worker = fork(new URL(file, import.meta.url), {
      env: {
        ...process.env,
        ...environment(),
        FIRESTORE_EMULATOR_HOST: proxy.host,
        GCLOUD_PROJECT: projectId(),
        ENCRYPTION_KEY: services.encryptionKey,
      },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    workers.push(worker);
    await once(worker, 'message');
    return worker;
  }

  async function kill(worker: ChildProcess): Promise<void> {
    const exited = once(worker, 'exit');
    worker.kill('SIGKILL');
    expect(await exited).toEqual([null, 'SIGKILL']);
  }

  /** A connection whose warning so many days before its end has just become due. */
  async function connectEnding(days: 7 | 1): Promise<Integration> {
    const { accessToken, refreshToken } = tokenServer.issue();
    const integration = await services.integrationService.connect({
      organizationId,
      provider: 'google_calendar',
      accountId: 'account',
      accountEmail: 'ada@northwind.example',
      scopes: [],
      accessToken,
      refreshToken,
      expiresAt: new Date(services.clock() - 1_000).toISOString(),
    });
    const expiresAt = Timestamp.fromMillis(services.clock() + days * dayMs - hourMs);
    const knownSince = Timestamp.fromMillis(services.clock() - 60 * dayMs);
    const warnedDays = days === 7 ? null : 7;
    const grantExpiry = { expiresAt, because: 'authorization_ends', knownSince, warnedDays, timeoutMs: null };
    await firestore().collection('integrations').doc(integration.id).update({ grantExpiry });
    await makeDue(integration);
    return integration;
  }

  async function makeDue({ id }: Integration): Promise<void> {
    const at = Timestamp.fromMillis(services.clock() - 1_000);
    await firestore().collection('integrations').doc(id).update({ expiresAt: at, refreshDueAt: at });
  }

  const reference = ({ id, provider }: Integration) => ({ organizationId, integrationId: id, provider });
  async function readDocuments(collection: string) {
    const own = firestore().collection(collection).where('organizationId', '==', organizationId);
    return (await own.get()).docs.map((document) => document.data());
  }
  /** How often people and programs will be told, by what is stored. */
  async function stored() {
    const [audited, noticed, webhooks] = await Promise.all(
      ['auditEvents', 'notifications', 'webhookEvents'].map(readDocuments),
    );
    return {
      audited: audited
        ?.filter(({ type }) => type === 'integration.expiring')
        .map((each) => each['details'].daysBefore),
      noticed: noticed?.map(({ kind }) => kind as string),
      webhooks: webhooks?.map(({ type }) => type as string),
    };
  }
  const told = (days: number) => ({
    audited: [days],
    noticed: ['expiring'],
    webhooks: ['connection.expiring'],
  });
  const nothing = { audited: [], noticed: [], webhooks: [] };

  /** The next sweep comes when the lease of the dead is over. */
  async function sweep(integration: Integration): Promise<void> {
    const document = firestore().collection('integrations').doc(integration.id);
    if ((await document.get()).get('refreshLease') !== null) {
      await document.update({ 'refreshLease.expiresAt': Timestamp.fromMillis(services.clock() - 1_000) });
    }
    const repositories = createRepositories({ ...services, notificationsWanted: () => true });
    await services.newTokenRefreshService(repositories).refreshBatch([reference(integration)]);
  }

  const writeMails = () => services.notificationsService.deliverNotifications();

  it.each(sampled(crashes, 3, 2))(
    'in its refresh ($step), $days days before, leaves nobody unwarned, and everybody is told once',
    async ({ step, days }) => {
      const integration = await connectEnding(days);
      const worker = await forkWorker('../token-worker.ts');
      const hold = holdAt(step, { proxy, gate });
      worker.send({ calls: [], batch: [reference(integration)] } satisfies TokenRequestMessage);
      await hold.reached;
      await kill(worker);
      hold.drop();
      expect(await stored()).toEqual(step === 'commit_stored' ? told(days) : nothing);

      await sweep(integration);
      expect(await stored()).toEqual(told(days));
      await makeDue(integration);
      await sweep(integration);
      expect(await stored()).toEqual(told(days));

      await expect(writeMails()).resolves.toEqual({ mails: 1, connections: 1 });
      await createDeliveryRun(services).forMs(2 * hourMs);
      expect(receiver.taken().map(({ type }) => type)).toEqual(['connection.expiring']);
    },
    timeoutMs,
  );

  it.each(['request', 'response'] as const)(
    'in the schedule that writes the mail (%s of its commit), leaves one mail of that hour',
    async (phase) => {
      await sweep(await connectEnding(7));
      const worker = await forkWorker('../mail-worker.ts');
      const reached = Promise.withResolvers<void>();
      let isMail = false;
      const drop = proxy.intercept((call) => {
        isMail ||= call.rpc === 'Commit' && JSON.stringify(call.message).includes('/documents/mail/');
        if (call.rpc !== 'Commit' || !isMail || call.phase !== phase) {
          return undefined;
        }
        reached.resolve();
        return new Promise<void>(() => {});
      });
      worker.send({ writeMails: true } satisfies MailWorkerMessage);
      await reached.promise;
      await kill(worker);
      drop();
      expect(await readDocuments('mail')).toHaveLength(phase === 'response' ? 1 : 0);

      await writeMails();
      await writeMails();
      const [mail, ...others] = await readDocuments('mail');
      expect(others).toEqual([]);
      expect(mail).toMatchObject({
        to: ['it@northwind.example'],
        message: {
          subject: 'A connection ends soon',
          text: expect.stringContaining('ada@northwind.example'),
        },
      });
      expect(await readDocuments('notifications')).toEqual([]);
    },
    timeoutMs,
  );
});
