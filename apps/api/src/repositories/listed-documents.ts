import type { QueryDocumentSnapshot } from 'firebase-admin/firestore';
import type { Logger } from '../lib/logger.ts';
import { processLogger } from '../lib/process-logger.ts';

/** Documents that a process remembers to have logged; beyond that, it starts anew. */
const maxRemembered = 10_000;

/** Reads the documents of a list, without those that `read` throws on. */
export type ReadListed = <Item>(
  documents: readonly QueryDocumentSnapshot[],
  read: (document: QueryDocumentSnapshot) => Item,
) => Item[];

/**
 * Makes a reader of lists that leaves out what cannot be read, so that one malformed document, planted or damaged, does
 * not take a whole list away. Each such document is logged once by this process, with how many it has met so far.
 */
export function createReadListed({ logger }: { logger: Logger }): ReadListed {
  const logged = new Set<string>();
  let unreadable = 0;

  function leaveOut({ ref, id }: QueryDocumentSnapshot, error: unknown): void {
    if (logged.has(ref.path)) return;
    if (logged.size >= maxRemembered) logged.clear();
    logged.add(ref.path);
    unreadable += 1;
    logger.error('A stored document cannot be read and is left out of lists', {
      collection: ref.parent.id,
      documentId: id,
      // The message may quote the document: the kind of error says enough.
      cause: error instanceof Error ? error.name : typeof error,
      unreadable,
    });
  }

  return (documents, read) =>
    documents.flatMap((document) => {
      try {
        return [read(document)];
      } catch (error) {
        leaveOut(document, error);
        return [];
      }
    });
}

/** The process's reader of lists. */
export const readListedDocuments = createReadListed({ logger: processLogger });
