import type { CollectionReference, DocumentSnapshot, Firestore } from 'firebase-admin/firestore';
import { createDirectCalls, type DirectCall, type DirectCallsDependencies } from './direct-calls.ts';
import type { ReadDocument } from './document-decoder.ts';
import { decodeBatchGet, encodeBatchGet } from './document-decoder.ts';
import { UnusualAnswer } from './document-message.ts';
import { GrpcError } from './grpc-channel.ts';
import { operationCounter, outsideOperationScopes } from './operation-scope.ts';

/**
 * Reads documents of a top-level collection by one call, in the order of their ids. The call is made by hand, since the
 * SDK takes several times as long for it as everything else that a valid token needs: see docs/adr/0034-document-reader.md.
 * Whatever is unusual about the environment, the call or the answer is left to the SDK, which repeats and explains
 * failures. It belongs to no client's meter: who calls it counts one read for each document.
 */
export function createDocumentReader(dependencies: DirectCallsDependencies): ReadDocuments {
  const openCall = createDirectCalls(dependencies);

  async function readDirectly<Document extends object>(
    { database, send }: DirectCall,
    collection: TypedCollection<Document>,
    ids: readonly string[],
  ): Promise<ReadDocument<Document>[]> {
    const names = ids.map((id) => `${database}/documents/${collection.id}/${id}`);
    const answer = await send('BatchGetDocuments', encodeBatchGet(database, names));
    const documents = decodeBatchGet(answer) as Map<string, ReadDocument<Document>>;
    return names.map((name) => {
      const document = documents.get(name);
      if (!document) {
        throw new Error('Firestore did not answer for a document that was asked for.');
      }
      return document;
    });
  }

  return async <Document extends object>(collection: TypedCollection<Document>, ids: readonly string[]) => {
    const direct = openCall();
    if (direct) {
      try {
        return await readDirectly(direct, collection, ids);
      } catch (error) {
        // One unusual document must not slow down the reading of all others.
        if (!(error instanceof UnusualAnswer || error instanceof GrpcError)) {
          direct.pause();
        }
      }
    }
    const client = dependencies.firestore();
    const references = ids.map((id) => collection(client).doc(id));
    return client.getAll(...references) as Promise<DocumentSnapshot<Document>[]>;
  };
}

/** A top-level collection of documents of one type. */
export interface TypedCollection<Document extends object> {
  (firestore: Firestore): CollectionReference<Document>;
  readonly id: string;
}

/** Reads documents of a top-level collection, in the order of their ids. */
export type ReadDocuments = <Document extends object>(
  collection: TypedCollection<Document>,
  ids: readonly string[],
) => Promise<ReadDocument<Document>[]>;

/** As {@link createDocumentReader}, and counts what it reads for the operation scope that wants it. */
export function createCountedReader(dependencies: DirectCallsDependencies): ReadDocuments {
  const read = createDocumentReader(dependencies);
  return async (collection, ids) => {
    const count = operationCounter();
    const documents = await outsideOperationScopes(() => read(collection, ids));
    count({ reads: documents.length });
    return documents;
  };
}
