import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { type FirestoreProxy, startFirestoreProxy } from '@klayim/local-firestore';
import { type FaultStage, type MailServer, startMailServer } from '@klayim/local-mail';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { minuteMs } from '../../src/lib/duration.ts';
import { collections } from '../../src/repositories/collections.ts';
import { newMailDocument } from '../../src/repositories/mail/mail.document.ts';
import type { MailTask } from '../../src/tasks/mail.queue.ts';
import { useTestFirestore } from '../repositories/test-firestore.ts';
import { wireServices } from '../wired-services.ts';

const mailId = 'reauthorization-northwind-2026-01-01T10';
const publicBaseUrl = 'http://127.0.0.1:65535/api';
const sender = 'notifications@example.com';
/** A process of its own takes a while to start on a busy machine. */
const timeoutMs = 2 * minuteMs;

/** Where the process is killed: at a write to the database, before or after it is stored, or at an answer of the server. */
type Step =
  | { at: 'claim' | 'settle'; phase: 'request' | 'response' }
  | { at: FaultStage; phase: 'unanswered' };

/** `taken`: the server has the mail from the process that dies. `again`: the next one sends it. */
const steps: { step: Step; taken: boolean; again: boolean }[] = [
  { step: { at: 'claim', phase: 'request' }, taken: false, again: true },
  { step: { at: 'claim', phase: 'response' }, taken: false, again: true },
  { step: { at: 'greeting', phase: 'unanswered' }, taken: false, again: true },
  { step: { at: 'sender', phase: 'unanswered' }, taken: false, again: true },
  { step: { at: 'recipient', phase: 'unanswered' }, taken: false, again: true },
  { step: { at: 'data', phase: 'unanswered' }, taken: true, again: true },
  { step: { at: 'settle', phase: 'request' }, taken: true, again: true },
  { step: { at: 'settle', phase: 'response' }, taken: true, again: false },
];

describe('a process killed while it sends a mail', () => {
  const { firestore, projectId } = useTestFirestore();
  const workers: ChildProcess[] = [];
  let proxy: FirestoreProxy;
  let server: MailServer;
  let offsetMs = 0;
  const clock = () => Date.now() + offsetMs;

  beforeAll(async () => {
    proxy = await startFirestoreProxy({ target: process.env['FIRESTORE_EMULATOR_HOST'] ?? '' });
    server = await startMailServer();
  });
  afterEach(async () => {
    for (const worker of workers.splice(0)) {
      worker.kill('SIGKILL');
    }
    await firestore().recursiveDelete(firestore().collection(collections.mail.name));
    offsetMs = 0;
  });
  afterAll(() => Promise.all([proxy.stop(), server.stop()]));

  const environment = () => ({
    PUBLIC_BASE_URL: publicBaseUrl,
    SMTP_HOST: server.host,
    SMTP_PORT: String(server.port),
    SMTP_SENDER: sender,
    FUNCTIONS_EMULATOR: 'true',
  });

  async function forkWorker(): Promise<ChildProcess> {
    const worker = fork(new URL('../mail-worker.ts', import.meta.url), {
      env: {
        ...process.env,
        ...environment(),
        FIRESTORE_EMULATOR_HOST: proxy.host,
        GCLOUD_PROJECT: projectId,
      },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    workers.push(worker);
    await once(worker, 'message');
    return worker;
  }

  /** Holds the worker at the step for ever. */
  async function reachStep({ at, phase }: Step): Promise<void> {
    if (phase === 'unanswered') {
      server.failNext({ at, answer: 'hang' });
      return server.waitForFaults(1);
    }
    const wanted = at === 'claim' ? 1 : 2;
    let commits = 0;
    await new Promise<void>((resolve) => {
      proxy.intercept((message) => {
        if (message.rpc !== 'Commit') {
          return undefined;
        }
        commits += message.phase === 'request' ? 1 : 0;
        if (commits !== wanted || message.phase !== phase) {
          return undefined;
        }
        resolve();
        return new Promise(() => {});
      });
    });
  }

  /** The process that comes after, on a way of its own to the same database and the same server. */
  function survivor() {
    const { mailService, lines } = wireServices({
      firestore,
      environment,
      enqueueMail: () => Promise.reject(new Error('there is no queue in this test')),
      clock,
      sleep: async () => {},
      random: () => 0,
    });
    return { ...mailService, lines };
  }

  it.each(steps)(
    'at $step.at ($step.phase) loses no mail, and sends one twice at most',
    { timeout: timeoutMs },
    async (row) => {
      await server.stop();
      server = await startMailServer();
      await proxy.stop();
      proxy = await startFirestoreProxy({ target: process.env['FIRESTORE_EMULATOR_HOST'] ?? '' });
      const mail = {
        organizationId: 'northwind',
        to: ['ada@northwind.example'],
        message: { subject: 'A connection', text: 'text\n', html: '<p>html</p>\n' },
      };
      const reference = firestore().collection(collections.mail.name).doc(mailId);
      await reference.create(newMailDocument(mail, { nowMs: Date.now(), isOurs: true }));

      const worker = await forkWorker();
      const reached = reachStep(row.step);
      worker.send({ mailId } satisfies MailTask);
      await reached;
      const exited = once(worker, 'exit');
      worker.kill('SIGKILL');
      expect(await exited).toEqual([null, 'SIGKILL']);
      expect(server.mails()).toHaveLength(row.taken ? 1 : 0);

      // While the lease of the dead lives, nobody sends the mail.
      const { deliver, lines } = survivor();
      const leased = ((await reference.get()).get('delivery') as object | undefined) !== undefined;
      if (leased) {
        await deliver(mailId);
        expect(server.mails()).toHaveLength(row.taken ? 1 : 0);
        offsetMs = 6 * minuteMs;
      }
      await deliver(mailId);
      await deliver(mailId);
      const mails = server.mails();
      expect(mails).toHaveLength((row.taken ? 1 : 0) + (row.again ? 1 : 0));
      expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(1);
      expect((await reference.get()).data()).toMatchObject({
        sendAt: null,
        delivery: { state: 'SUCCESS', leaseExpireTime: null, info: { accepted: mail.to } },
      });
      expect(lines.map(({ event }) => event)).toEqual(row.again ? ['mail.sent'] : []);
    },
  );
});
