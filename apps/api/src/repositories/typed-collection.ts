import type { CollectionReference, Firestore, Query } from 'firebase-admin/firestore';
import type { TypedCollection } from '../lib/document-reader.ts';
import type { CollectionDescription } from './collections.ts';

/**
 * Gives a collection of the catalogue the type of its documents. Reads and writes are typed by it; nothing is converted or
 * validated at run time, since only this service writes to the collection.
 */
export function typedCollection<Document extends object = never>({
  name,
}: Pick<CollectionDescription, 'name'>): TypedCollection<Document> {
  const open = (firestore: Firestore) => firestore.collection(name) as CollectionReference<Document>;
  return Object.assign(open, { id: name });
}

/** Narrows a query to some fields of its documents, and its type with it. */
export function selectFields<Document extends object, Field extends keyof Document & string>(
  query: Query<Document>,
  ...fields: readonly Field[]
): Query<Pick<Document, Field>> {
  return query.select(...fields) as Query<Pick<Document, Field>>;
}
