import type { QueryDocumentSnapshot } from 'firebase-admin/firestore';
import { LRUCache } from 'lru-cache';
import type { ReadDocument } from '../lib/document-decoder.ts';
import type { LogFields, Logger } from '../lib/logger.ts';

/** How many logged documents a process remembers. */
const maxRemembered = 10_000;

/** Reads the documents of a list, without those that `read` throws on. */
export type ReadListed = <Snapshot extends QueryDocumentSnapshot, Item>(
  documents: readonly Snapshot[],
  read: (document: Snapshot) => Item,
) => Item[];

/** Reads one document, and throws what `read` throws. */
export type ReadOne = <Snapshot extends ReadDocument, Item>(
  document: Snapshot,
  read: (document: Snapshot) => Item,
) => Item;

/** Passes on each document that could not be read once, with how many that were so far. */
function createUnreadableLog(log: (fields: LogFields) => void) {
  const logged = new LRUCache<string, true>({ max: maxRemembered });
  let unreadable = 0;
  return (collection: string, documentId: string, error: unknown): void => {
    const path = `${collection}/${documentId}`;
    if (logged.has(path)) {
      return;
    }
    logged.set(path, true);
    unreadable += 1;
    // The message may quote the document: the kind of error says enough.
    const cause = error instanceof Error ? error.name : typeof error;
    log({ collection, documentId, cause, unreadable });
  };
}

/**
 * Makes a reader of lists that leaves out what cannot be read, so that one malformed document, planted or damaged, does
 * not take a whole list away. Each such document is logged once, with how many this reader has met so far.
 */
export function createReadListed({ logger }: { logger: Logger }): ReadListed {
  const leaveOut = createUnreadableLog((fields) =>
    logger.error('A stored document cannot be read and is left out of lists', fields),
  );
  return (documents, read) =>
    documents.flatMap((document) => {
      try {
        return [read(document)];
      } catch (error) {
        leaveOut(document.ref.parent.id, document.id, error);
        return [];
      }
    });
}

/** Makes a reader of single documents of a collection that logs, once for each, the ones that cannot be read. */
export function createReadOne({ logger, collection }: { logger: Logger; collection: string }): ReadOne {
  const note = createUnreadableLog((fields) => logger.error('A stored document cannot be read', fields));
  return (document, read) => {
    try {
      return read(document);
    } catch (error) {
      note(collection, document.id, error);
      throw error;
    }
  };
}
