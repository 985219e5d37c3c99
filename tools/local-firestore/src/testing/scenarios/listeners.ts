import type { Firestore } from 'firebase-admin-14/firestore';

interface Seen {
  readonly changes: readonly (readonly [type: string, id: string])[];
  readonly ids: readonly string[];
}
interface Watching {
  readonly seen: Seen[];
  wake: () => void;
  stop(): void;
}

const watches = new Map<string, Watching>();

/** Starts listening to the open items of a collection under a name of the test's choosing; returns at the first snapshot. */
export async function watchOpenItems(db: Firestore, name: string, collection: string): Promise<void> {
  const watching: Watching = { seen: [], wake: () => undefined, stop: () => undefined };
  watches.set(name, watching);
  watching.stop = db
    .collection(collection)
    .where('open', '==', true)
    .onSnapshot((snapshot) => {
      watching.seen.push({
        changes: snapshot.docChanges().map(({ type, doc }) => [type, doc.id] as const),
        ids: snapshot.docs.map(({ id }) => id),
      });
      watching.wake();
    });
  await nextSnapshot(db, name, 0);
}

/** Starts listening to one document; snapshots show its id when it exists. */
export async function watchDocument(db: Firestore, name: string, path: string): Promise<void> {
  const watching: Watching = { seen: [], wake: () => undefined, stop: () => undefined };
  watches.set(name, watching);
  watching.stop = db.doc(path).onSnapshot((snapshot) => {
    watching.seen.push({ changes: [], ids: snapshot.exists ? [snapshot.id] : [] });
    watching.wake();
  });
  await nextSnapshot(db, name, 0);
}

/** The snapshot with this index, as soon as there is one. */
export async function nextSnapshot(_db: Firestore, name: string, index: number): Promise<Seen> {
  const watching = watches.get(name);
  if (watching === undefined) {
    throw new Error(`Nothing is watched as ${name}.`);
  }
  for (;;) {
    const seen = watching.seen[index];
    if (seen) {
      return seen;
    }
    await new Promise<void>((resolve) => {
      watching.wake = resolve;
    });
  }
}

/** Stops listening. */
export async function unwatch(_db: Firestore, name: string): Promise<void> {
  watches.get(name)?.stop();
  watches.delete(name);
}
