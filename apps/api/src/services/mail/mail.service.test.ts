import { type MailServer, startMailServer } from '@klayim/local-mail';
import { Timestamp } from 'firebase-admin/firestore';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createReadableMetrics } from '../../../test/metric-readings.ts';
import { recordingLogger } from '../../../test/recording-logger.ts';
import { useTestFirestore } from '../../../test/repositories/test-firestore.ts';
import { testRepositories } from '../../../test/test-repositories.ts';
import type { SmtpConfig } from '../../config/mail-config.ts';
import { dayMs, minuteMs } from '../../lib/duration.ts';
import { collections } from '../../repositories/collections.ts';
import { newMailDocument, type StoredMail } from '../../repositories/mail/mail.document.ts';
import type { MailTask } from '../../tasks/mail.queue.ts';
import { maxAttempts } from './attempt-timing.ts';
import { createMailService, type MailDependencies } from './mail.service.ts';
import { createSmtpClient, smtpTimeouts } from './smtp-client.ts';

const to = ['ada@northwind.example', 'ops@northwind.example'];
const id = 'reauthorization-northwind-2026-01-01T10';

describe('mails that wait in the database', () => {
  const { firestore, secondClient } = useTestFirestore();
  const { logger, lines } = recordingLogger();
  const tasks: (MailTask & { id: string | undefined })[] = [];
  let server: MailServer;
  let nowMs = Date.parse('2026-01-01T10:20:00Z');
  const clock = () => nowMs;

  beforeAll(async () => {
    server = await startMailServer();
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    await server.stop();
    server = await startMailServer();
  });
  afterEach(async () => {
    lines.length = 0;
    tasks.length = 0;
    await firestore().recursiveDelete(firestore().collection(collections.mail.name));
  });

  const smtp = (): SmtpConfig => ({
    host: server.host,
    port: server.port,
    sender: { name: 'Klayim', address: 'notifications@example.com' },
    user: null,
    encryption: 'none',
  });
  const serviceWith = (change: Partial<MailDependencies> = {}, client = firestore) =>
    createMailService({
      ...testRepositories({ firestore: client, clock }),
      config: () => ({ smtp: smtp(), publicBaseUrl: 'https://api.example.com' }),
      sendMail: createSmtpClient({ password: () => null, timeouts: smtpTimeouts }),
      enqueueMail: async (task, { id: taskId } = {}) => {
        const isNew = !tasks.some((one) => one.id === taskId);
        tasks.push(...(isNew ? [{ ...task, id: taskId }] : []));
        return isNew;
      },
      clock,
      sleep: async () => {},
      random: () => 0,
      logger,
      ...change,
    });
  const { deliver, enqueueDue } = serviceWith();

  const documentOf = (mailId: string) => firestore().collection(collections.mail.name).doc(mailId);
  const message = { subject: 'A connection', text: 'text\n', html: '<p>html</p>\n' };
  async function write(mailId = id, change: Partial<StoredMail> = {}): Promise<void> {
    const mail = newMailDocument({ organizationId: 'northwind', to, message }, { nowMs, isOurs: true });
    await documentOf(mailId).create({ ...mail, ...change });
  }
  const stored = async (mailId = id) => (await documentOf(mailId).get()).data() as StoredMail | undefined;

  it('are sent, and their delivery is recorded as the extension records it', async () => {
    await write();
    await deliver(id);
    expect(server.mails()).toMatchObject([{ to, envelope: { to }, subject: message.subject }]);
    expect(await stored()).toMatchObject({
      sendAt: null,
      delivery: {
        state: 'SUCCESS',
        attempts: 1,
        startTime: Timestamp.fromMillis(nowMs),
        endTime: Timestamp.fromMillis(nowMs),
        leaseExpireTime: null,
        error: null,
        info: {
          messageId: expect.stringMatching(/^<[0-9a-f]{40}@example\.com>$/),
          accepted: to,
          rejected: [],
          pending: [],
          response: '250',
        },
      },
    });
    await deliver(id);
    expect(server.mails()).toHaveLength(1);
    expect(lines).toEqual([
      expect.objectContaining({ level: 'info', event: 'mail.sent', mailId: id, recipients: 2 }),
    ]);
  });

  it('are tried again after pauses that grow, until the server takes them', async () => {
    await write();
    server.failNext({ at: 'data', answer: '451 4.3.0 try again, ada' }, { at: 'sender', answer: 'drop' });
    await deliver(id);
    const due = nowMs + 5 * minuteMs;
    expect(await stored()).toMatchObject({
      sendAt: Timestamp.fromMillis(due),
      delivery: { state: 'RETRY', attempts: 1, error: '451 4.3.0', leaseExpireTime: null },
    });
    nowMs = due - 1;
    await deliver(id);
    expect(server.connections()).toBe(1);
    nowMs = due;
    await deliver(id);
    expect(await stored()).toMatchObject({
      sendAt: Timestamp.fromMillis(nowMs + 10 * minuteMs),
      delivery: { state: 'RETRY', attempts: 2, error: 'ECONNECTION' },
    });
    nowMs += 10 * minuteMs;
    await deliver(id);
    expect(await stored()).toMatchObject({
      sendAt: null,
      delivery: { state: 'SUCCESS', attempts: 3, error: null },
    });
    expect(server.mails()).toHaveLength(1);
  });

  it('are measured: one attempt for each that the server was asked for', async () => {
    const { metrics, sum } = createReadableMetrics();
    const measured = serviceWith({ metrics });
    await write('taken');
    await write('refused');
    await measured.deliver('taken');
    server.failNext({ at: 'recipient', answer: '550 5.1.1 unknown' });
    await measured.deliver('refused');
    await measured.deliver('refused');
    await expect(sum('klayim.mail.attempts', { outcome: 'sent' })).resolves.toBe(server.mails().length);
    await expect(sum('klayim.mail.attempts', { outcome: 'failed' })).resolves.toBe(1);
    await expect(sum('klayim.mail.attempts')).resolves.toBe(2);
  });

  it('are refused for good once, and with a code alone', async () => {
    await write();
    server.failNext({ at: 'recipient', answer: '550 5.1.1 <ada@northwind.example> is not known' });
    await deliver(id);
    nowMs += dayMs;
    await deliver(id);
    expect(server.connections()).toBe(1);
    expect(await stored()).toMatchObject({
      sendAt: null,
      delivery: { state: 'ERROR', attempts: 1, error: '550 5.1.1', info: { rejected: to } },
    });
    expect(JSON.stringify(await stored())).not.toContain('not known');
    expect(JSON.stringify(lines)).not.toMatch(/not known|ada@/);
    expect(lines).toContainEqual(expect.objectContaining({ level: 'error', event: 'mail.failed' }));
  });

  it('go again only to recipients that were refused temporarily', async () => {
    await write();
    server.failNext({ at: 'recipient', answer: '450 4.2.0 greylisted', recipients: [to[1] ?? ''] });
    await deliver(id);
    expect(await stored()).toMatchObject({
      delivery: { state: 'RETRY', info: { accepted: [to[0]], pending: [to[1]] } },
    });
    nowMs += 5 * minuteMs;
    await deliver(id);
    const [first, second] = server.mails();
    expect(first?.envelope.to).toEqual([to[0]]);
    expect(second?.envelope.to).toEqual([to[1]]);
    expect(second).toMatchObject({ to, messageId: first?.messageId });
    expect(await stored()).toMatchObject({
      delivery: { state: 'SUCCESS', info: { accepted: to, pending: [] } },
    });
  });

  it('go to nobody who is not among their recipients, whatever is stored of the attempt before', async () => {
    const delivery = {
      state: 'RETRY' as const,
      attempts: 1,
      startTime: Timestamp.fromMillis(nowMs),
      endTime: Timestamp.fromMillis(nowMs),
      leaseExpireTime: null,
      error: '450 4.2.0',
      info: {
        messageId: '<1@example.com>',
        accepted: [],
        rejected: [],
        pending: ['ada@northwind.example', 'ada@x.example>\r\nRCPT TO:<eve@x.example'],
        response: null,
      },
    };
    await write(id, { delivery });
    await deliver(id);
    expect(server.mails()).toMatchObject([{ envelope: { to: ['ada@northwind.example'] } }]);
  });

  it('are sent by one of many processes that try at once', async () => {
    await write();
    const others = [
      serviceWith({}, secondClient),
      serviceWith(),
      serviceWith({}, secondClient),
      serviceWith(),
    ];
    await Promise.all(others.map((each) => each.deliver(id)));
    expect(server.connections()).toBe(1);
    expect(server.mails()).toHaveLength(1);
  });

  it('belong to the attempt that took them last: an earlier one that comes back changes nothing', async () => {
    await write();
    const sendMail = createSmtpClient({ password: () => null, timeouts: smtpTimeouts });
    const slow = serviceWith({
      sendMail: async (config, mail) => {
        const result = await sendMail(config, mail);
        // The process was frozen here for longer than its lease.
        nowMs += 6 * minuteMs;
        await deliver(id);
        return {
          ...result,
          accepted: [],
          pending: [...to],
          failure: { kind: 'temporary', code: 'ECONNECTION' },
        };
      },
    });
    await slow.deliver(id);
    expect(await stored()).toMatchObject({ sendAt: null, delivery: { state: 'SUCCESS', attempts: 2 } });
    expect(lines.map(({ event }) => event)).toEqual(['mail.sent', 'mail.taken_over']);
  });

  it('are given up after the last attempt, also when that one was interrupted', async () => {
    const delivery = {
      state: 'PROCESSING' as const,
      attempts: maxAttempts,
      startTime: Timestamp.fromMillis(nowMs),
      endTime: null,
      leaseExpireTime: Timestamp.fromMillis(nowMs - 1),
      error: null,
      info: null,
    };
    await write(id, { delivery });
    await deliver(id);
    expect(server.connections()).toBe(0);
    expect(await stored()).toMatchObject({
      sendAt: null,
      delivery: { state: 'ERROR', attempts: maxAttempts, error: 'interrupted' },
    });
    expect(lines).toContainEqual(expect.objectContaining({ level: 'error', event: 'mail.failed' }));
  });

  it.each([
    ['of nobody', { to: [] }],
    ['to what is no address', { to: ['ada@northwind.example\r\nBcc: eve@x.example'] }],
    ['with a second line in the subject', { message: { ...message, subject: 'A\r\nBcc: eve@x.example' } }],
    ['with a file instead of a text', { message: { ...message, text: { path: '/etc/passwd' } as never } }],
  ])('are not sent when they are mails %s', async (_what, change) => {
    await write(id, change);
    await deliver(id);
    expect(server.connections()).toBe(0);
    expect(await stored()).toMatchObject({ sendAt: null, delivery: { state: 'ERROR', error: 'malformed' } });
  });

  it('stay with the extension when it sends them, or has', async () => {
    const delivery = {
      state: 'PROCESSING' as const,
      attempts: 0,
      startTime: Timestamp.fromMillis(nowMs),
      endTime: null,
      leaseExpireTime: Timestamp.fromMillis(nowMs + minuteMs),
      error: null,
      info: null,
    };
    await write('leased', { delivery });
    await write('sent', { delivery: { ...delivery, state: 'SUCCESS', attempts: 1 } });
    // A mail of somebody else, or of a time without a server.
    await documentOf('foreign').create({ to, message });
    await Promise.all(['leased', 'sent', 'foreign', 'gone'].map((mailId) => deliver(mailId)));
    expect(server.connections()).toBe(0);
    expect(await stored('foreign')).toEqual({ to, message });
    await enqueueDue();
    expect(tasks.map(({ mailId }) => mailId)).toEqual(['leased']);
  });

  it('are put on the queue when they are due, once for each time, and once more when a task was lost', async () => {
    await write('first');
    await write('second');
    await write('later', { sendAt: Timestamp.fromMillis(nowMs + 1) });
    await expect(enqueueDue()).resolves.toBe(2);
    await expect(enqueueDue()).resolves.toBe(0);
    expect(tasks.map(({ mailId }) => mailId).sort()).toEqual(['first', 'second']);
    nowMs += 60 * minuteMs;
    await expect(enqueueDue()).resolves.toBe(3);
  });

  it('wait, and nothing is read, while no server is configured', async () => {
    await write();
    const off = serviceWith({
      config: () => ({ smtp: null, publicBaseUrl: 'https://api.example.com' }),
      ...testRepositories({
        firestore: () => {
          throw new Error('the database was asked');
        },
        clock,
      }),
    });
    await expect(off.enqueueDue()).resolves.toBe(0);
    await off.deliver(id);
    expect(await stored()).not.toHaveProperty('delivery');
  });

  it('are kept when the server refuses all that this service sends, and the log says so', async () => {
    await write();
    const refused = serviceWith({
      config: () => ({ smtp: { ...smtp(), user: 'mailer' }, publicBaseUrl: 'https://api.example.com' }),
    });
    await refused.deliver(id);
    expect(await stored()).toMatchObject({ delivery: { state: 'RETRY', error: 'NO_PASSWORD' } });
    expect(lines).toContainEqual(
      expect.objectContaining({ level: 'error', event: 'mail.misconfigured', smtpCode: 'NO_PASSWORD' }),
    );
  });

  it('are more than one page', async () => {
    const batch = firestore().batch();
    for (let index = 0; index < 301; index += 1) {
      const mail = newMailDocument({ organizationId: 'northwind', to, message }, { nowMs, isOurs: true });
      batch.create(documentOf(`mail-${index}`), mail);
    }
    await batch.commit();
    await expect(enqueueDue()).resolves.toBe(301);
  });
});
