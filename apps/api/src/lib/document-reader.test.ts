import { randomBytes } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { startFirestoreProxy } from '@klayim/local-firestore';
import * as fc from 'fast-check';
import { FieldValue, type Firestore, GeoPoint } from 'firebase-admin/firestore';
import { afterEach, describe, expect, it } from 'vitest';
import { documentsOfAnyKind } from '../../test/repositories/any-documents.ts';
import { useProxiedFirestore } from '../../test/repositories/proxied-firestore.ts';
import { decodeBatchGet, encodeBatchGet } from './document-decoder.ts';
import { UnusualAnswer } from './document-message.ts';
import { createDocumentReader } from './document-reader.ts';

const things = Object.assign((client: Firestore) => client.collection('things'), { id: 'things' });

describe('documents that are read by the lean reader', () => {
  const { firestore, proxy, projectId } = useProxiedFirestore();
  const nowMs = { value: 0 };
  const noToken = () => Promise.reject(new Error('an emulator asks for no token'));
  const newReader = (environment?: Record<string, string>) =>
    createDocumentReader({
      firestore,
      accessToken: noToken,
      clock: () => nowMs.value,
      ...(environment && { environment }),
    });
  const collection = () => things(firestore());
  const bySdk = (...ids: string[]) => firestore().getAll(...ids.map((id) => collection().doc(id)));
  let stop = () => {};
  afterEach(() => stop());

  /** Counts the calls, and fails some. */
  function watch(fail: (call: number) => boolean = () => false) {
    const seen = { calls: 0 };
    stop = proxy().intercept(({ rpc, phase }) => {
      if (rpc !== 'BatchGetDocuments' || phase !== 'request') {
        return;
      }
      seen.calls += 1;
      if (fail(seen.calls)) {
        throw Object.assign(new Error('injected'), { code: 14, details: 'injected by a test' });
      }
    });
    return seen;
  }

  it('have the values that the SDK gives, of every type', async () => {
    const read = newReader();
    await fc.assert(
      fc.asyncProperty(documentsOfAnyKind, async (data) => {
        const id = randomBytes(8).toString('hex');
        await collection().doc(id).create(data);
        const [expected] = await bySdk(id);
        const [document] = await read(things, [id]);
        expect(document?.data()).toEqual(expected?.data());
        expect(document).toMatchObject({ id, updateTime: expected?.updateTime });
        expect(document?.readTime.toMillis()).toBeGreaterThan(0);
      }),
      { numRuns: 60 },
    );
  });

  it('come in the requested order, by one call, and a missing one has no data', async () => {
    await Promise.all([collection().doc('one').set({ n: 1 }), collection().doc('two').set({ n: 2 })]);
    const seen = watch();
    proxy().reset();
    const documents = await newReader()(things, ['two', 'missing', 'one']);
    expect(
      documents.map((document) => [document.id, document.data(), document.updateTime !== undefined]),
    ).toEqual([
      ['two', { n: 2 }, true],
      ['missing', undefined, false],
      ['one', { n: 1 }, true],
    ]);
    expect(seen.calls).toBe(1);
    expect(proxy().counts().documentsRead).toBe(3);
  });

  it.each([
    ['bytes', () => Buffer.from('bytes')],
    ['a place', () => new GeoPoint(1, 2)],
    ['a reference', () => collection().doc('one')],
    ['a vector', () => FieldValue.vector([1, 2])],
  ])('are left to the SDK when they hold %s', async (_kind, value) => {
    const id = randomBytes(8).toString('hex');
    await collection()
      .doc(id)
      .set({ nested: { value: value() } });
    const [expected] = await bySdk(id);
    const [document] = await newReader()(things, [id]);
    expect(document?.data()).toEqual(expected?.data());
  });

  it('are read by the SDK, which repeats, when the call fails, and for ten seconds after it', async () => {
    await collection().doc('one').set({ n: 1 });
    const read = newReader();
    const seen = watch((call) => call === 1);
    expect((await read(things, ['one']))[0]?.data()).toEqual({ n: 1 });
    expect(seen.calls).toBe(2);
    nowMs.value += 9_999;
    await read(things, ['one']);
    expect(seen.calls).toBe(3);
  });

  it('are read over a new connection when the last one was lost', async () => {
    await collection().doc('one').set({ n: 1 });
    const target = process.env['FIRESTORE_EMULATOR_HOST'] ?? '';
    const first = await startFirestoreProxy({ target });
    const read = newReader({ FIRESTORE_EMULATOR_HOST: first.host });
    await read(things, ['one']);
    await first.stop();
    const second = await startFirestoreProxy({ target, port: first.port });
    // The first call may learn of the loss; after the pause the second one comes here.
    await read(things, ['one']);
    nowMs.value += 10_000;
    await read(things, ['one']);
    expect(second.counts().documentsRead).toBeGreaterThan(0);
    await second.stop();
  });

  it.each(['https_proxy', 'GRPC_PROXY', 'FIRESTORE_PREFER_REST', 'GOOGLE_CLOUD_UNIVERSE_DOMAIN'])(
    'are left to the SDK where %s is set',
    async (variable) => {
      await collection().doc('one').set({ n: 1 });
      const [document] = await newReader({ [variable]: 'something' })(things, ['one']);
      expect(document?.data()).toEqual({ n: 1 });
    },
  );

  it('are requested with the access token, and with a new one after a refusal', async () => {
    const headers: IncomingHttpHeaders[] = [];
    const server = createServer();
    server.on('stream', (stream, received) => {
      headers.push(received);
      stream.respond({ ':status': 200, 'grpc-status': '16' }, { endStream: true });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    let tokens = 0;
    const read = createDocumentReader({
      firestore,
      accessToken: async () => `token-${++tokens}`,
      clock: () => nowMs.value,
      environment: {},
      cloudAddress: `http://127.0.0.1:${port}`,
    });
    await collection().doc('one').set({ n: 1 });
    expect((await read(things, ['one']))[0]?.data()).toEqual({ n: 1 });
    nowMs.value += 10_000;
    await read(things, ['one']);
    server.close();
    const database = `projects/${projectId}/databases/(default)`;
    expect(headers[0]).toMatchObject({
      ':path': '/google.firestore.v1.Firestore/BatchGetDocuments',
      authorization: 'Bearer token-1',
      'content-type': 'application/grpc',
      'google-cloud-resource-prefix': database,
      'grpc-timeout': '4000m',
    });
    // It was refused: the next call has a new one.
    expect(headers[1]).toMatchObject({ authorization: 'Bearer token-2' });
  });
});

describe('an answer on the wire', () => {
  it.each([
    ['a compressed frame', Buffer.from([1, 0, 0, 0, 0])],
    ['a frame that is cut short', Buffer.from([0, 0, 0, 0, 9, 1])],
    ['a transaction', Buffer.from([0, 0, 0, 0, 3, 0x1a, 1, 1])],
    ['a document that is cut short', Buffer.from([0, 0, 0, 0, 2, 0x0a, 9])],
    ['a document without a time', Buffer.from([0, 0, 0, 0, 2, 0x0a, 0])],
  ])('%s is not guessed at', (_kind, body) => {
    expect(() => decodeBatchGet(body)).toThrow(UnusualAnswer);
  });

  it('can be requested by names of any length', () => {
    const long = 'x'.repeat(300);
    const frame = encodeBatchGet('db', [long]);
    expect(frame.readUInt32BE(1)).toBe(frame.length - 5);
    expect(frame.subarray(5).toString('latin1')).toBe(`\n\x02db\x12\xac\x02${long}`);
  });
});
