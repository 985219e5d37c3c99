import DataLoader from 'dataloader';
import type { ReadDocument } from '../../lib/document-decoder.ts';
import { createDocumentReader } from '../../lib/document-reader.ts';
import { getAccessToken } from '../../lib/firestore.ts';
import { operationCounter, outsideOperationScopes } from '../../lib/operation-scope.ts';
import type { RepositoryDependencies } from '../repository-dependencies.ts';
import { type IntegrationDocument, integrations } from './integration-document.ts';

/** Callers who share one call to Firestore, at most: each waits for the documents of all. */
const maxAtOnce = 100;

/** One caller's wish to read a document. */
interface Wish {
  id: string;
  /** Counts the read for the operation scope that asked for it. */
  count: ReturnType<typeof operationCounter>;
}

/**
 * Reads integrations by id. Requests of the same moment share one call, and requests for the same document share one read.
 * The call starts after all of them have asked, so that no caller gets a snapshot older than its request.
 */
export function createIntegrationReader(
  dependencies: Pick<RepositoryDependencies, 'firestore' | 'clock'>,
): (id: string) => Promise<ReadDocument<IntegrationDocument>> {
  const readDocuments = createDocumentReader({ ...dependencies, accessToken: getAccessToken });

  async function readAll(wishes: readonly Wish[]): Promise<ReadDocument<IntegrationDocument>[]> {
    const firsts = new Map<string, Wish>();
    for (const wish of wishes) {
      if (!firsts.has(wish.id)) {
        firsts.set(wish.id, wish);
      }
    }
    const ids = [...firsts.keys()];
    // It belongs to no operation scope more than to another: each document is counted for the first who wished it.
    const snapshots = await outsideOperationScopes(() => readDocuments(integrations, ids));
    for (const { count } of firsts.values()) {
      count({ reads: 1 });
    }
    const byId = new Map(snapshots.map((snapshot) => [snapshot.id, snapshot]));
    return wishes.map(({ id }) => {
      const snapshot = byId.get(id);
      if (!snapshot) {
        throw new Error('Firestore did not answer for a document that was asked for.');
      }
      return snapshot;
    });
  }

  const loader = new DataLoader(readAll, { cache: false, maxBatchSize: maxAtOnce });
  return (id) => loader.load({ id, count: operationCounter() });
}
