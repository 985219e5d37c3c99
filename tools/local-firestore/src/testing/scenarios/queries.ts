import { AggregateField, FieldPath, Filter, type Firestore, type Query } from 'firebase-admin-14/firestore';
import { catchCode } from './outcome.ts';

const cityDocuments = [
  { id: 'bern', country: 'ch', size: 134, tags: ['old', 'river'], rank: 1 },
  { id: 'basel', country: 'ch', size: 178, tags: ['river'], rank: null },
  { id: 'chur', country: 'ch', size: 38, tags: ['old'] },
  { id: 'lyon', country: 'fr', size: 522, tags: ['river', 'food'], rank: 2 },
  { id: 'nice', country: 'fr', size: 342, tags: ['sea'] },
  {
    id: 'riga',
    country: 'lv',
    size: 605,
    tags: ['sea', 'old'],
    rank: 3,
    mayor: { name: { first: 'A', last: 'B' } },
  },
] as const;

const ids = async (query: Query) => (await query.get()).docs.map((document) => document.id);

export async function seedCities(db: Firestore): Promise<void> {
  const batch = db.batch();
  for (const { id, ...city } of cityDocuments) {
    batch.set(db.doc(`cities/${id}`), city);
  }
  await batch.commit();
}

export async function filters(db: Firestore) {
  const cities = db.collection('cities');
  return {
    equal: await ids(cities.where('country', '==', 'fr')),
    range: await ids(cities.where('size', '>', 134).where('size', '<=', 522)),
    in: await ids(cities.where('country', 'in', ['fr', 'lv'])),
    inThirty: await ids(
      cities.where(
        'size',
        'in',
        Array.from({ length: 30 }, (_, index) => index + 10),
      ),
    ),
    twoIn: await ids(cities.where('country', 'in', ['ch', 'fr']).where('size', 'in', [134, 342, 605])),
    notIn: await ids(cities.where('country', 'not-in', ['fr', 'ch'])),
    contains: await ids(cities.where('tags', 'array-contains', 'old')),
    containsAny: await ids(cities.where('tags', 'array-contains-any', ['sea', 'food'])),
    or: await ids(
      cities.where(Filter.or(Filter.where('country', '==', 'lv'), Filter.where('size', '<', 100))),
    ),
    nested: await ids(cities.where('mayor.name.last', '==', 'B')),
    byId: await ids(cities.where(FieldPath.documentId(), 'in', ['riga', 'bern'])),
    unequal: await ids(cities.where('rank', '!=', 2)),
    null: await ids(cities.where('rank', '==', null)),
  };
}

export async function sorting(db: Firestore) {
  const cities = db.collection('cities');
  const several = cities.orderBy('country', 'desc').orderBy('size', 'asc');
  const start = await db.doc('cities/basel').get();
  return {
    several: await ids(several),
    sortedByPartlyMissing: await ids(cities.orderBy('rank')),
    startAfterValues: await ids(several.startAfter('fr', 342)),
    startAtDocument: await ids(several.startAt(start)),
    startAfterDocument: await ids(several.startAfter(start)),
    endBefore: await ids(several.endBefore('ch')),
    offset: await ids(several.offset(1).limit(2)),
    last: await ids(several.limitToLast(2)),
  };
}

/** Walks a collection in pages as an API with a cursor does. */
export async function pages(db: Firestore, pageSize: number): Promise<string[][]> {
  const ordered = db.collection('cities').orderBy('size').orderBy(FieldPath.documentId());
  const found: string[][] = [];
  let page = await ordered.limit(pageSize).get();
  while (!page.empty) {
    found.push(page.docs.map((document) => document.id));
    page = await ordered.startAfter(page.docs.at(-1)).limit(pageSize).get();
  }
  return found;
}

export async function projections(db: Firestore) {
  const query = db.collection('cities').where('country', '==', 'lv');
  const [some] = (await query.select('size', 'mayor.name.first', 'absent').get()).docs;
  const [none] = (await query.select().get()).docs;
  return { some: some?.data(), none: none?.data(), id: none?.id };
}

export async function aggregates(db: Firestore) {
  const query = db.collection('cities').where('country', '==', 'ch');
  const result = await query
    .aggregate({
      count: AggregateField.count(),
      sum: AggregateField.sum('size'),
      mean: AggregateField.average('size'),
    })
    .get();
  const limited = await db.collection('cities').limit(2).count().get();
  return { ...result.data(), limited: limited.data().count };
}

export async function collectionGroup(db: Firestore): Promise<string[]> {
  await db.doc('shops/one/items/a').set({ price: 2 });
  await db.doc('shops/two/items/b').set({ price: 1 });
  await db.doc('shops/two/others/c').set({ price: 0 });
  return ids(db.collectionGroup('items').orderBy('price'));
}

export async function refusedQueries(db: Firestore) {
  const cities = db.collection('cities');
  return {
    tooManyAlternatives: await catchCode(
      cities
        .where(
          'size',
          'in',
          Array.from({ length: 31 }, (_, index) => index),
        )
        .get(),
    ),
  };
}

export async function storeNumbered(db: Firestore, count: number): Promise<void> {
  const writer = db.bulkWriter({ throttling: false });
  for (let index = 0; index < count; index += 1) {
    void writer.set(db.doc(`numbered/${index}`), {
      index,
      shard: index % 10,
      due: (index * 7919) % count,
      text: 'x'.repeat(200),
    });
  }
  await writer.close();
}

export async function queryNumbered(db: Firestore, below: number): Promise<number[]> {
  const query = db
    .collection('numbered')
    .where('shard', '==', 3)
    .where('due', '<', below)
    .orderBy('due')
    .limit(20);
  return (await query.get()).docs.map((document) => document.get('due') as number);
}

/** How each way of asking fares that needs a composite index: `answered`, or the error's message. */
export async function unindexedQueries(db: Firestore) {
  const query = db.collection('cities').where('country', '==', 'ch').orderBy('size', 'desc');
  const heard = new Promise<unknown>((resolve, reject) => {
    const stop = query.onSnapshot(() => {
      stop();
      resolve(undefined);
    }, reject);
  });
  const [listener, asked, count] = await Promise.all(
    [heard, query.get(), query.count().get()].map((one) => captureOutcome(one)),
  );
  return { query: asked, count, listener };
}

function captureOutcome(asked: Promise<unknown>): Promise<string> {
  return asked.then(
    () => 'answered',
    (error: unknown) => String(error),
  );
}
