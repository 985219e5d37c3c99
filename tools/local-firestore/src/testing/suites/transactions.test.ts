import { status } from '@grpc/grpc-js';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startLocalFirestore } from '../../server/local-firestore.ts';
import { type ClientProcess, startClient } from '../client-process.ts';
import { type Subject, startSubject } from '../subject.ts';
import { processTimeoutMs, randomProjectId } from '../test-project.ts';

const projectId = randomProjectId();
let subject: Subject;
let one: ClientProcess;
let other: ClientProcess;

beforeAll(async () => {
  subject = await startSubject();
  [one, other] = await Promise.all([
    startClient(subject.host, projectId),
    startClient(subject.host, projectId),
  ]);
}, processTimeoutMs);

afterAll(async () => {
  await Promise.all([one.kill(), other.kill()]);
  await subject.stop();
});

it(
  'loses no increment when two processes contend for one document',
  async () => {
    await one.run('set', 'counters/shared', { value: 0 });
    await Promise.all([
      one.run('incrementInTransactions', 'counters/shared', 25),
      other.run('incrementInTransactions', 'counters/shared', 25),
    ]);
    expect((await one.run('get', 'counters/shared')).data).toEqual({ value: 50 });
  },
  processTimeoutMs,
);

it('does not overwrite a plain write that came after its read', async () => {
  const outcome = await one.run('transactionAgainstPlainWrite', 'counters/plain');
  // A server with locks makes the plain write wait instead; both orders are serial, 2 is not.
  expect(outcome).toEqual(
    subject.isOurs ? { seen: [1, 10], applied: true, value: 11 } : { seen: [1], applied: true, value: 10 },
  );
});

it('notices a document that came to match a query after it ran', async () => {
  const outcome = await one.run('transactionWithPhantom', 'phantoms');
  expect(outcome).toEqual(subject.isOurs ? { counted: 1, attempts: 2 } : { counted: 0, attempts: 1 });
});

it('lets a transaction with a query commit while other collections are written to all the time', async () => {
  const load = { times: 5, writers: 40 };
  expect(await one.run('queryTransactionsBesideBusyWriters', 'beside', load)).toBe(load.times);
});

it('applies nothing of a transaction in which one write fails', async () => {
  await one.run('set', 'failing/one', { value: 1 });
  expect(await one.run('failingTransaction', 'failing/one')).toEqual({
    code: status.ALREADY_EXISTS,
    sideExists: false,
  });
});

it('reads in a read-only transaction', async () => {
  await one.run('set', 'readonly/a', { value: 'a' });
  await one.run('set', 'readonly/b', { value: 'b' });
  expect(await other.run('readOnlyTransaction', ['readonly/a', 'readonly/b'])).toEqual(['a', 'b']);
});

it(
  'is not held up by a client that died in the middle of a transaction',
  async () => {
    // Always our own: a server with locks may hold everybody up until the lock expires.
    await using stack = new AsyncDisposableStack();
    const server = await startLocalFirestore();
    stack.defer(() => server.stop());
    const [doomed, survivor] = await Promise.all([
      startClient(server.host, projectId),
      startClient(server.host, projectId),
    ]);
    stack.defer(() => survivor.kill());
    await survivor.run('set', 'counters/held', { value: 0 });
    await doomed.run('holdTransaction', 'counters/held');
    await doomed.kill();
    expect(await survivor.run('incrementInTransactions', 'counters/held', 1)).toBe(1);
  },
  processTimeoutMs,
);
