import { Client, credentials, status } from '@grpc/grpc-js';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type FirestoreProxy, startFirestoreProxy } from '../../proxy/firestore-proxy.ts';
import { firestoreService } from '../../wire/protocol.ts';
import { type ClientProcess, startClient } from '../client-process.ts';
import { type Subject, startSubject } from '../subject.ts';
import { processTimeoutMs, randomProjectId } from '../test-project.ts';

const projectId = randomProjectId();
let subject: Subject;
let proxy: FirestoreProxy;
let client: ClientProcess;

beforeAll(async () => {
  subject = await startSubject();
  proxy = await startFirestoreProxy({ target: subject.host });
  client = await startClient(proxy.host, projectId);
}, processTimeoutMs);

beforeEach(() => proxy.reset());

afterAll(async () => {
  await client.kill();
  await proxy.stop();
  await subject.stop();
});

const nothing = { documentsRead: 0, documentsWritten: 0, documentsDeleted: 0, queries: 0, rpcs: {} };

it('counts a read and a write of one document', async () => {
  await client.run('set', 'counted/one', {});
  expect(proxy.counts()).toEqual({ ...nothing, documentsWritten: 1, rpcs: { Commit: 1 } });
  await client.run('get', 'counted/one');
  await client.run('get', 'counted/missing');
  await client.run('remove', 'counted/one');
  expect(proxy.counts()).toEqual({
    ...nothing,
    documentsRead: 2,
    documentsWritten: 1,
    documentsDeleted: 1,
    rpcs: { Commit: 2, BatchGetDocuments: 2 },
  });
  proxy.reset();
  expect(proxy.counts()).toEqual(nothing);
});

it('does not count writes that were refused', async () => {
  await client.run('createTwice', 'counted/twice');
  expect(proxy.counts()).toEqual({ ...nothing, documentsWritten: 1, rpcs: { Commit: 2 } });
});

it('counts a transaction as what it reads and writes', async () => {
  await client.run('set', 'counted/value', { value: 1 });
  proxy.reset();
  await client.run('incrementInTransactions', 'counted/value', 3);
  const { rpcs, ...documents } = proxy.counts();
  expect(documents).toEqual({ documentsRead: 3, documentsWritten: 3, documentsDeleted: 0, queries: 0 });
  expect(rpcs).toMatchObject({ Commit: 3, BatchGetDocuments: 3 });
});

it('counts queries by the documents that they return, and one read for each aggregation', async () => {
  await client.run('seedCities');
  expect(proxy.counts().documentsWritten).toBe(6);
  proxy.reset();
  await client.run('pages', 4);
  expect(proxy.counts()).toEqual({ ...nothing, documentsRead: 6, queries: 3, rpcs: { RunQuery: 3 } });
  proxy.reset();
  await client.run('aggregates');
  expect(proxy.counts()).toEqual({
    ...nothing,
    documentsRead: 2,
    queries: 2,
    rpcs: { RunAggregationQuery: 2 },
  });
});

it('counts each write of a batch that was applied', async () => {
  await client.run('bulkWrite', 'counted-bulk', 100);
  // The set beforehand, then a hundred creates of which one fails.
  expect(proxy.counts()).toMatchObject({ documentsWritten: 100, documentsRead: 1 });
});

it('fails a call before the target sees it', async () => {
  const stop = proxy.intercept(({ rpc, phase }) => {
    if (rpc === 'Commit' && phase === 'request') {
      throw Object.assign(new Error(), { code: status.PERMISSION_DENIED, details: 'not today' });
    }
  });
  await expect(client.run('set', 'faults/request', {})).rejects.toThrow('7 PERMISSION_DENIED: not today');
  stop();
  expect((await client.run('get', 'faults/request')).data).toBeUndefined();
  expect(proxy.counts()).toMatchObject({ documentsWritten: 0, rpcs: { Commit: 1 } });
});

it('fails a call after the target has applied it', async () => {
  const stop = proxy.intercept(({ rpc, phase }) => {
    if (rpc === 'Commit' && phase === 'response') {
      throw Object.assign(new Error(), { code: status.PERMISSION_DENIED, details: 'too late' });
    }
  });
  await expect(client.run('set', 'faults/response', { applied: true })).rejects.toThrow('too late');
  stop();
  expect((await client.run('get', 'faults/response')).data).toEqual({ applied: true });
  expect(proxy.counts()).toMatchObject({ documentsWritten: 1, rpcs: { Commit: 1 } });
});

it('fails a read in the middle of its answer', async () => {
  await client.run('set', 'faults/read', {});
  const stop = proxy.intercept(({ rpc, phase }) => {
    if (rpc === 'BatchGetDocuments' && phase === 'response') {
      throw Object.assign(new Error(), { code: status.PERMISSION_DENIED, details: 'unreadable' });
    }
  });
  await expect(client.run('get', 'faults/read')).rejects.toThrow('unreadable');
  stop();
  expect((await client.run('get', 'faults/read')).data).toEqual({});
});

it('holds a message until the interceptor lets it go, and shows it decoded', async () => {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const held = new Promise<object>((resolve) => {
    proxy.intercept(async ({ rpc, phase, message }) => {
      if (rpc === 'Commit' && phase === 'request') {
        resolve(message);
        await released;
      }
    });
  });
  let finished = false;
  const writing = client.run('set', 'held/one', { text: 'seen' }).then(() => {
    finished = true;
  });
  expect(await held).toMatchObject({
    database: `projects/${projectId}/databases/(default)`,
    writes: [{ update: { fields: { text: { stringValue: 'seen' } } } }],
  });
  expect((await client.run('get', 'held/one')).data).toBeUndefined();
  expect(finished).toBe(false);
  release();
  await writing;
  expect((await client.run('get', 'held/one')).data).toEqual({ text: 'seen' });
});

it('passes listeners, statuses and plain HTTP through', async () => {
  await client.run('watchDocument', 'through', 'through/proxy');
  await client.run('set', 'through/proxy', {});
  expect((await client.run('nextSnapshot', 'through', 1)).ids).toEqual(['proxy']);
  expect(await client.run('updateMissing', 'through/missing')).toBe(status.NOT_FOUND);
  expect(await (await fetch(`http://${proxy.host}/`)).text()).toMatch(/^Ok/);
  expect(proxy.counts().rpcs['Listen']).toBe(1);
});

it('answers UNAVAILABLE when nothing listens at the target', async () => {
  await using stack = new AsyncDisposableStack();
  const gone = await startFirestoreProxy({ target: subject.host });
  await gone.stop();
  const lonely = await startFirestoreProxy({ target: gone.host });
  stack.defer(() => lonely.stop());
  // A bare client, because the Admin SDK repeats such calls for a minute.
  const caller = new Client(lonely.host, credentials.createInsecure());
  stack.defer(() => caller.close());
  const method = firestoreService()['Commit'] ?? expect.unreachable();
  const code = await new Promise((resolve) => {
    const { path, requestSerialize, responseDeserialize } = method;
    caller.makeUnaryRequest(path, requestSerialize, responseDeserialize, {}, (error) => resolve(error?.code));
  });
  expect(code).toBe(status.UNAVAILABLE);
});

it('refuses a target that is not host:port', async () => {
  await expect(startFirestoreProxy({ target: 'http://127.0.0.1:1/' })).rejects.toMatchObject({
    code: 'invalid_target',
  });
});
