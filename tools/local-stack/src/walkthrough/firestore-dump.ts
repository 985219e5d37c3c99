import type { CollectionReference, Firestore } from 'firebase-admin/firestore';

/** The whole database at one moment. */
export interface FirestoreDump {
  /** When it was taken, in words. */
  readonly moment: string;
  readonly documents: number;
  /** Path and content of every document; bytes as they are. */
  readonly text: string;
}

/** Reads every document of the database, those of subcollections too. */
export async function dumpFirestore(firestore: Firestore, moment: string): Promise<FirestoreDump> {
  const lines = (await Promise.all((await firestore.listCollections()).map(dumpCollection))).flat();
  return { moment, documents: lines.length, text: lines.join('\n') };
}

async function dumpCollection(collection: CollectionReference): Promise<string[]> {
  const { docs } = await collection.get();
  const below = await Promise.all(
    docs.map(async ({ ref }) => Promise.all((await ref.listCollections()).map(dumpCollection))),
  );
  const lines = docs.map((document) => `${document.ref.path} ${JSON.stringify(document.data(), showBytes)}`);
  return [...lines, ...below.flat(2)];
}

/** JSON.stringify has called `Buffer.toJSON` by the time it asks. */
function showBytes(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('type' in value) || value.type !== 'Buffer') {
    return value;
  }
  return 'data' in value && Array.isArray(value.data) ? Buffer.from(value.data).toString('latin1') : value;
}
