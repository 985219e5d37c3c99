import { type FirestoreProxy, startFirestoreProxy } from '@klayim/local-firestore';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { useTestFirestore } from '../../test/repositories/test-firestore.ts';
import { meterFirestore } from './firestore-meter.ts';
import { operationFields, runInOperationScope } from './operation-scope.ts';

let proxy: FirestoreProxy;
beforeAll(async () => {
  proxy = await startFirestoreProxy({ target: process.env['FIRESTORE_EMULATOR_HOST'] ?? '' });
  vi.stubEnv('FIRESTORE_EMULATOR_HOST', `127.0.0.1:${proxy.port}`);
  meterFirestore();
  meterFirestore();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await proxy.stop();
});
const { firestore } = useTestFirestore();

/** Everything that this service does to Firestore, with what it costs. */
async function everything(name: string): Promise<void> {
  const collection = firestore().collection(`things-${name}`);
  const [one, two, three] = [collection.doc('one'), collection.doc('two'), collection.doc('three')];
  await one.create({ n: 1 }); // 1 write
  await one.create({ n: 1 }).catch(() => undefined); // refused: none
  await firestore().batch().set(two, { n: 2 }).set(three, { n: 3 }).delete(collection.doc('four')).commit(); // 3 writes
  await firestore().getAll(one, two, collection.doc('missing')); // 3 reads
  await collection.where('n', '>', 1).get(); // 2 reads
  await collection.where('n', '>', 9).get(); // none on the wire
  await collection.count().get(); // 1 read
  await firestore().runTransaction(async (transaction) => {
    const { docs } = await transaction.get(collection.limit(1)); // 1 read
    transaction.update(one, { n: docs.length }); // 1 write
  });
  const writer = firestore().bulkWriter();
  void writer.set(one, { n: 4 }); // 1 write
  void writer.delete(three); // 1 write
  await writer.close();
}

it('counts what goes over the wire', async () => {
  proxy.reset();
  const counts = { reads: 0, writes: 0 };
  await runInOperationScope({ counts }, () => everything('wire'));
  const { documentsRead, documentsWritten, documentsDeleted } = proxy.counts();
  expect(counts).toEqual({ reads: documentsRead, writes: documentsWritten + documentsDeleted });
  expect(counts).toEqual({ reads: 7, writes: 7 });
});

it('counts the operations of each operation scope, and for an outer one those of its parts', async () => {
  const outer = { reads: 0, writes: 0 };
  const parts = Array.from({ length: 5 }, () => ({ reads: 0, writes: 0 }));
  await runInOperationScope({ fields: { requestId: 'r' }, counts: outer }, async () => {
    const running = parts.map((counts, index) =>
      runInOperationScope({ fields: { part: index }, counts }, async () => {
        await everything(`part-${index}`);
        expect(operationFields()).toEqual({ requestId: 'r', part: index });
      }),
    );
    await Promise.all(running);
  });
  expect(parts).toEqual(parts.map(() => ({ reads: 7, writes: 7 })));
  expect(outer).toEqual({ reads: 35, writes: 35 });
  expect(operationFields()).toEqual({});
});
