import {
  type DocumentReference,
  FieldValue,
  type Firestore,
  GeoPoint,
  Timestamp,
} from 'firebase-admin-14/firestore';
import { catchCode, micros } from './outcome.ts';

const mebibyte = 1024 * 1024;

export async function set(db: Firestore, path: string, data: Record<string, unknown>): Promise<number> {
  return micros((await db.doc(path).set(data)).writeTime);
}

export async function get(db: Firestore, path: string) {
  const snapshot = await db.doc(path).get();
  return {
    data: snapshot.data(),
    createMicros: micros(snapshot.createTime),
    updateMicros: micros(snapshot.updateTime),
    readMicros: micros(snapshot.readTime),
  };
}

export async function remove(db: Firestore, path: string): Promise<void> {
  await db.doc(path).delete();
}

export async function createTwice(db: Firestore, path: string) {
  return {
    first: await catchCode(db.doc(path).create({})),
    second: await catchCode(db.doc(path).create({})),
  };
}

export async function updateMissing(db: Firestore, path: string) {
  return catchCode(db.doc(path).update({ a: 1 }));
}

export async function deleteMissing(db: Firestore, path: string) {
  return {
    plain: await catchCode(db.doc(path).delete()),
    demanding: await catchCode(db.doc(path).delete({ exists: true })),
  };
}

export async function writeWithStaleUpdateTime(db: Firestore, path: string) {
  const ref = db.doc(path);
  const { writeTime: lastUpdateTime } = await ref.set({ step: 1 });
  const current = await catchCode(ref.update({ step: 2 }, { lastUpdateTime }));
  const stale = await catchCode(ref.update({ step: 3 }, { lastUpdateTime }));
  return { current, stale, step: (await ref.get()).get('step') as number };
}

export async function rewriteUnchanged(db: Firestore, path: string) {
  const ref = db.doc(path);
  await ref.set({ same: true });
  const { writeTime } = await ref.set({ same: true });
  const lastUpdateTime = (await ref.get()).updateTime;
  return {
    resultIsUpdateTime: lastUpdateTime?.isEqual(writeTime),
    guarded: await catchCode(ref.update({ same: false }, { lastUpdateTime: writeTime })),
  };
}

export async function failingBatch(db: Firestore, existing: string, other: string) {
  await db.doc(existing).set({});
  const batch = db.batch().set(db.doc(other), {}).create(db.doc(existing), {});
  const code = await catchCode(batch.commit());
  return { code, otherExists: (await db.doc(other).get()).exists };
}

export async function transforms(db: Firestore, path: string) {
  const ref = db.doc(path);
  await ref.set({ count: 1, tags: ['a', 'b'], gone: 1, nested: { keep: 1, gone: 2 } });
  const { writeTime } = await ref.update({
    count: FieldValue.increment(2),
    half: FieldValue.increment(0.5),
    at: FieldValue.serverTimestamp(),
    tags: FieldValue.arrayUnion('b', 'c'),
    gone: FieldValue.delete(),
    'nested.gone': FieldValue.delete(),
  });
  await ref.update({ tags: FieldValue.arrayRemove('a') });
  const data = (await ref.get()).data() ?? {};
  const at: unknown = data['at'];
  delete data['at'];
  // The time of the request, in milliseconds: a little before the write.
  return { data, isAtRequest: at instanceof Timestamp && at.toMillis() <= writeTime.toMillis() };
}

export async function mergeAndMask(db: Firestore, path: string) {
  const ref = db.doc(path);
  await ref.set({ a: 1, map: { x: 1, y: 2 }, 'odd.name': 1 });
  await ref.set({ map: { y: 3 }, b: 2 }, { merge: true });
  const [masked] = await db.getAll(ref, { fieldMask: ['map.y', 'b', 'absent'] });
  return { whole: (await ref.get()).data(), masked: masked?.data() };
}

export async function aroundTheSizeLimit(db: Firestore, path: string) {
  const ref = db.doc(path);
  const below = await catchCode(ref.set({ text: 'x'.repeat(mebibyte - 1000) }));
  const above = await catchCode(ref.set({ text: 'x'.repeat(mebibyte) }));
  return { below, above };
}

/** One field of every type, with values that a careless store would bend. */
export async function setEveryType(db: Firestore, path: string): Promise<void> {
  await db.doc(path).set({
    nothing: null,
    yes: true,
    integer: Number.MAX_SAFE_INTEGER,
    double: 0.1,
    large: 2 ** 60,
    negativeZero: -0,
    nan: Number.NaN,
    infinite: Number.NEGATIVE_INFINITY,
    text: 'ünï\u2028cødé\n',
    empty: '',
    bytes: Buffer.from([0, 255, 10, 128]),
    time: new Timestamp(1_700_000_000, 123_456_000),
    ancient: new Timestamp(-62_135_596_800, 0),
    place: new GeoPoint(-0.5, 179.25),
    reference: db.doc('elsewhere/one'),
    vector: FieldValue.vector([1, 0.5]),
    list: [1, 'two', { three: [3] }],
    emptyList: [],
    map: { deep: { deeper: Number.NaN }, bytesValue: 'only a name', 'dotted.name': 1 },
    emptyMap: {},
  });
}

export async function describeEveryType(db: Firestore, path: string) {
  const snapshot = await db.doc(path).get();
  const data = snapshot.data() ?? {};
  const time = (value: Timestamp) => [value.seconds, value.nanoseconds];
  const reference = data['reference'] as DocumentReference;
  const place = data['place'] as GeoPoint;
  return {
    plain: Object.fromEntries(
      Object.entries(data).filter(
        ([name]) => !['bytes', 'time', 'ancient', 'place', 'reference', 'vector'].includes(name),
      ),
    ),
    bytes: (data['bytes'] as Buffer).toString('hex'),
    time: time(data['time']),
    ancient: time(data['ancient']),
    place: [place.latitude, place.longitude],
    reference: reference.path,
    vector: (data['vector'] as ReturnType<typeof FieldValue.vector>).toArray(),
    createMicros: micros(snapshot.createTime),
    updateMicros: micros(snapshot.updateTime),
  };
}

export async function bulkWrite(db: Firestore, collection: string, count: number) {
  const writer = db.bulkWriter();
  const codes: number[] = [];
  writer.onWriteError((error) => {
    codes.push(error.code);
    return false;
  });
  await db.collection(collection).doc('0').set({ existed: true });
  for (let index = 0; index < count; index += 1) {
    // Document 0 is there already, so exactly one of the creates fails.
    writer.create(db.collection(collection).doc(String(index)), { index }).catch(() => undefined);
  }
  await writer.close();
  return { stored: (await db.collection(collection).count().get()).data().count, codes };
}

export async function setMany(db: Firestore, collection: string, from: number, to: number): Promise<void> {
  for (let index = from; index < to; index += 1) {
    await db.collection(collection).doc(String(index)).set({ index });
  }
}

export async function listing(db: Firestore) {
  await db.doc('users/ada/posts/first').set({});
  await db.doc('users/bob').set({ name: 'Bob' });
  const documents = await db.collection('users').listDocuments();
  return {
    rootCollections: (await db.listCollections()).map(({ id }) => id),
    subcollections: (await db.doc('users/ada').listCollections()).map(({ id }) => id),
    documents: documents.map(({ id }) => id).sort(),
  };
}
