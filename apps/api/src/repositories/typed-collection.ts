import type {
  CollectionReference,
  DocumentData,
  DocumentSnapshot,
  Firestore,
  FirestoreDataConverter,
  QueryDocumentSnapshot,
} from 'firebase-admin/firestore';
import type { CollectionDescription } from './collections.ts';

/**
 * Gives a collection the type of its documents. Reads and writes are typed by it; nothing is converted or validated at run
 * time, since only this service writes to the collection.
 */
export function typedCollection<Document extends object>({
  name,
}: CollectionDescription): (firestore: Firestore) => CollectionReference<Document> {
  const converter: FirestoreDataConverter<Document> = {
    toFirestore: (document): DocumentData => document,
    fromFirestore: (snapshot: QueryDocumentSnapshot) => snapshot.data() as Document,
  };
  return (firestore) => firestore.collection(name).withConverter(converter);
}

/** The fields of a document that a query or a field mask selected. They are what `Document` says of them. */
export function selectedFields<Document extends object, Field extends keyof Document>(
  snapshot: DocumentSnapshot,
): Pick<Document, Field> | undefined {
  return snapshot.data() as Pick<Document, Field> | undefined;
}
