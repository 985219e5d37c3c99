import {
  collection,
  collectionGroup,
  deleteDoc,
  disableNetwork,
  doc,
  documentId,
  enableNetwork,
  type Firestore,
  getCountFromServer,
  getDoc,
  getDocs,
  limit,
  orderBy,
  query,
  runTransaction,
  serverTimestamp,
  setDoc,
  updateDoc,
  where,
  writeBatch,
} from 'firebase/firestore';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type ClientSdk, createClientSdk, watch } from '../client-sdk.ts';
import { type Subject, startSubject } from '../subject.ts';
import { processTimeoutMs, randomProjectId } from '../test-project.ts';

const testRules = `
rules_version = '2';
service cloud.firestore {
  match /databases/{database}/documents {
    match /notes/{id} {
      allow get, list: if resource.data.owner == request.auth.uid;
      allow create: if request.resource.data.owner == request.auth.uid
        && request.resource.data.at == request.time;
      allow update: if resource.data.owner == request.auth.uid
        && request.resource.data.diff(resource.data).affectedKeys().hasOnly(['text', 'open', 'owner']);
      allow delete: if resource.data.owner == request.auth.uid;
    }
    match /open/{document=**} {
      allow read, write;
    }
    match /{path=**}/items/{id} {
      allow list: if request.query.limit <= 10;
    }
    match /pairs/{id} {
      allow create: if getAfter(/databases/$(database)/documents/pairs/$(request.resource.data.other)).data.other == id;
    }
  }
}`;

const projectId = randomProjectId();
let subject: Subject;
let sdk: ClientSdk;
let ada: Firestore;
let bob: Firestore;
let admin: Firestore;

beforeAll(async () => {
  subject = await startSubject();
  sdk = createClientSdk(subject, projectId);
  expect((await sdk.loadRules(testRules)).status).toBe(200);
  ada = sdk.connect({ sub: 'ada' });
  bob = sdk.connect({ sub: 'bob' });
  admin = sdk.connect('owner');
}, processTimeoutMs);

beforeEach(async () => {
  const url = `http://${subject.host}/emulator/v1/projects/${projectId}/databases/(default)/documents`;
  await fetch(url, { method: 'DELETE' });
});

afterAll(async () => {
  await sdk.stop();
  await subject.stop();
});

const denied = { code: 'permission-denied' };
const note = (db: Firestore, id: string) => doc(db, 'notes', id);
const notesOf = (db: Firestore, owner: string) => query(collection(db, 'notes'), where('owner', '==', owner));

it('lets the rules decide over each document', async () => {
  await setDoc(note(ada, 'a'), { owner: 'ada', at: serverTimestamp() });
  await expect(setDoc(note(ada, 'b'), { owner: 'bob', at: serverTimestamp() })).rejects.toMatchObject(denied);
  await expect(setDoc(note(ada, 'c'), { owner: 'ada', at: new Date(0) })).rejects.toMatchObject(denied);
  await updateDoc(note(ada, 'a'), { text: 'hello' });
  await expect(updateDoc(note(ada, 'a'), { at: new Date(0) })).rejects.toMatchObject(denied);
  await expect(updateDoc(note(bob, 'a'), { text: 'bob' })).rejects.toMatchObject(denied);
  expect((await getDoc(note(ada, 'a'))).get('text')).toBe('hello');
  await expect(getDoc(note(bob, 'a'))).rejects.toMatchObject(denied);
  await expect(getDoc(note(ada, 'missing'))).rejects.toMatchObject(denied);
  await expect(getDoc(note(sdk.connect(), 'a'))).rejects.toMatchObject(denied);
  expect((await getDoc(note(admin, 'a'))).exists()).toBe(true);
  await expect(deleteDoc(note(bob, 'a'))).rejects.toMatchObject(denied);
  await deleteDoc(note(ada, 'a'));
  expect((await getDoc(note(admin, 'a'))).exists()).toBe(false);
});

it('answers queries that prove what the rules ask, whatever is stored', async () => {
  await setDoc(note(admin, 'a'), { owner: 'ada' });
  expect((await getDocs(notesOf(ada, 'ada'))).size).toBe(1);
  expect((await getDocs(query(notesOf(ada, 'ada'), limit(1)))).size).toBe(1);
  await expect(getDocs(notesOf(bob, 'ada'))).rejects.toMatchObject(denied);
  await expect(getDocs(collection(ada, 'notes'))).rejects.toMatchObject(denied);
  expect((await getCountFromServer(notesOf(ada, 'ada'))).data().count).toBe(1);
  await expect(getCountFromServer(collection(ada, 'notes'))).rejects.toMatchObject(denied);
});

it('answers a query for one document as the rules judge that document', async () => {
  await setDoc(note(admin, 'a'), { owner: 'ada', open: true });
  await setDoc(note(admin, 'b'), { owner: 'ada' });
  await setDoc(note(admin, 'c'), { owner: 'bob' });
  const named = (db: Firestore, ...ids: string[]) =>
    getDocs(query(collection(db, 'notes'), where(documentId(), 'in', ids)));
  expect((await named(ada, 'a')).size).toBe(1);
  expect((await named(ada, 'a', 'b')).size).toBe(2);
  await expect(named(ada, 'a', 'c')).rejects.toMatchObject(denied);
  await expect(named(ada, 'missing')).rejects.toMatchObject(denied);
  const closed = query(collection(ada, 'notes'), where(documentId(), '==', 'a'), where('open', '==', false));
  expect((await getDocs(closed)).size).toBe(0);
  const foreign = query(
    collection(ada, 'notes'),
    where(documentId(), '==', 'c'),
    where('owner', '==', 'ada'),
  );
  await expect(getDocs(foreign)).rejects.toMatchObject(denied);
});

it('reads through a collection group only by a rule for all of its collections', async () => {
  await setDoc(doc(admin, 'shops/one/items/a'), {});
  expect((await getDocs(query(collectionGroup(ada, 'items'), limit(10)))).size).toBe(1);
  await expect(getDocs(query(collectionGroup(ada, 'items'), limit(11)))).rejects.toMatchObject(denied);
  await expect(getDocs(collectionGroup(ada, 'items'))).rejects.toMatchObject(denied);
  await expect(getDocs(query(collectionGroup(ada, 'open'), limit(1)))).rejects.toMatchObject(denied);
});

it('judges a batch by what it leaves behind', async () => {
  const pair = writeBatch(ada);
  pair.set(doc(ada, 'pairs/left'), { other: 'right' }).set(doc(ada, 'pairs/right'), { other: 'left' });
  await pair.commit();
  await expect(setDoc(doc(ada, 'pairs/lonely'), { other: 'nobody' })).rejects.toMatchObject(denied);
});

it(
  'serves many targets on one stream, and tells a document that left a query from one that is gone',
  async () => {
    await setDoc(doc(admin, 'open/a'), { rank: 1, shown: true });
    await setDoc(doc(admin, 'open/b'), { rank: 2, shown: true });
    const shown = watch(query(collection(ada, 'open'), where('shown', '==', true)));
    const all = watch(query(collection(ada, 'open'), orderBy('rank')));
    const one = watch(doc(ada, 'open/b'));
    const none = watch(doc(ada, 'open/missing'));
    await Promise.all([shown.shows('a', 'b'), all.shows('a', 'b'), one.shows('b'), none.shows()]);

    await updateDoc(doc(admin, 'open/b'), { shown: false });
    await Promise.all([shown.shows('a'), all.shows('a', 'b'), one.shows('b')]);
    await setDoc(doc(admin, 'open/missing'), { rank: 0, shown: true });
    await Promise.all([shown.shows('a', 'missing'), all.shows('missing', 'a', 'b'), none.shows('missing')]);
    await deleteDoc(doc(admin, 'open/b'));
    await Promise.all([all.shows('missing', 'a'), one.shows()]);

    shown.stop();
    await updateDoc(doc(ada, 'open/a'), { rank: -1 });
    await all.shows('a', 'missing');
    for (const listener of [all, one, none]) {
      listener.stop();
    }
  },
  processTimeoutMs,
);

it(
  'resumes listeners after the network was gone, without what went away meanwhile',
  async () => {
    for (const id of ['leaves', 'vanishes', 'stays']) {
      await setDoc(doc(admin, 'open', id), { shown: true });
    }
    const shown = watch(query(collection(ada, 'open'), where('shown', '==', true)));
    await shown.shows('leaves', 'stays', 'vanishes');
    await disableNetwork(ada);
    await updateDoc(doc(admin, 'open/leaves'), { shown: false });
    await deleteDoc(doc(admin, 'open/vanishes'));
    await setDoc(doc(admin, 'open/arrives'), { shown: true });
    await enableNetwork(ada);
    await shown.shows('arrives', 'stays');
    shown.stop();
  },
  processTimeoutMs,
);

it('refuses one listener and lets the others of the stream go on', async () => {
  await setDoc(doc(admin, 'open/a'), {});
  const allowed = watch(doc(ada, 'open/a'));
  await allowed.shows('a');
  expect(await watch(collection(ada, 'notes')).fails()).toBe('permission-denied');
  await deleteDoc(doc(admin, 'open/a'));
  await allowed.shows();
  allowed.stop();
});

it('ends the listener of a document that its reader may no longer see', async () => {
  await setDoc(note(admin, 'a'), { owner: 'ada' });
  const listener = watch(note(ada, 'a'));
  await listener.shows('a');
  await updateDoc(note(admin, 'a'), { owner: 'bob' });
  expect(await listener.fails()).toBe('permission-denied');
});

it(
  'runs contending transactions one after the other',
  async () => {
    await setDoc(doc(admin, 'open/counter'), { value: 0 });
    await setDoc(doc(admin, 'open/step'), { value: 1 });
    const increment = (db: Firestore) =>
      runTransaction(db, async (transaction) => {
        const counter = await transaction.get(doc(db, 'open/counter'));
        // Read and not written: the transaction demands at its end that it has not changed.
        const step = await transaction.get(doc(db, 'open/step'));
        const value = (counter.get('value') as number) + (step.get('value') as number);
        transaction.update(counter.ref, { value });
      });
    await Promise.all([increment(ada), increment(bob), increment(admin)]);
    expect((await getDoc(doc(admin, 'open/counter'))).get('value')).toBe(3);
    await expect(
      runTransaction(ada, async (transaction) => transaction.get(note(ada, 'missing'))),
    ).rejects.toMatchObject(denied);
  },
  processTimeoutMs,
);

it('repeats a transaction when a document that it only read has changed', async () => {
  await setDoc(doc(admin, 'open/watched'), { value: 1 });
  let attempts = 0;
  const value = await runTransaction(ada, async (transaction) => {
    attempts += 1;
    const watched = await transaction.get(doc(ada, 'open/watched'));
    if (attempts === 1) {
      await updateDoc(doc(admin, 'open/watched'), { value: 2 });
    }
    transaction.set(doc(ada, 'open/copy'), { value: watched.get('value') });
    return watched.get('value') as number;
  });
  expect({ attempts, value }).toEqual({ attempts: 2, value: 2 });
});

it('refuses rules with a fault by its line and column, and keeps the ones before', async () => {
  const broken = await sdk.loadRules(testRules.replace('allow read, write;', 'allow read, write: if;'));
  expect(broken.status).toBe(400);
  const place = subject.isOurs ? /L14:28 / : /L14:/;
  expect(await broken.json()).toMatchObject({ error: { message: expect.stringMatching(place) } });
  await expect(getDocs(collection(ada, 'notes'))).rejects.toMatchObject(denied);
  await setDoc(doc(ada, 'open/still'), {});
});
