import { randomUUID } from 'node:crypto';
import { type Firestore, Timestamp } from 'firebase-admin/firestore';
import type { Clock } from '../../lib/clock.ts';
import { collections } from '../collections.ts';
import { typedCollection } from '../typed-collection.ts';

/** `employeeImportChunks/{id}` as stored: a piece of a file. */
export interface ChunkDocument {
  organizationId: string;
  fileId: string;
  bytes: Buffer;
  expiresAt: Timestamp;
}

const importChunks = typedCollection<ChunkDocument>(collections.employeeImportChunks);

/** Bytes in one document, which holds 1 MiB. */
const chunkBytes = 768 * 1024;

/** A file that lies in pieces. */
export interface StoredFile {
  id: string;
  chunks: number;
}

export interface ImportFileRepositoryDependencies {
  firestore: () => Firestore;
  clock: Clock;
}

/** Uploaded files. They are in Firestore, which needs no further service and deletes them by TTL: see the ADR on imports. */
export type ImportFileRepository = ReturnType<typeof createImportFileRepository>;

export function createImportFileRepository({ firestore, clock }: ImportFileRepositoryDependencies) {
  const referenceTo = (fileId: string, index: number) =>
    importChunks(firestore()).doc(`${fileId}_${String(index).padStart(3, '0')}`);

  return {
    /** A place for a new file. */
    open(): StoredFile {
      return { id: randomUUID(), chunks: 0 };
    },

    /**
     * Stores a file while it is read, and hands its bytes on. `file` counts the pieces. One piece is in memory at a time.
     * @param lifetimeMs How long the file is kept.
     */
    async *store(
      organizationId: string,
      file: StoredFile,
      bytes: AsyncIterable<Uint8Array>,
      lifetimeMs: number,
    ): AsyncGenerator<Buffer> {
      const expiresAt = Timestamp.fromMillis(clock() + lifetimeMs);
      for await (const piece of inPieces(bytes)) {
        const document = { organizationId, fileId: file.id, bytes: piece, expiresAt };
        await referenceTo(file.id, file.chunks).create(document);
        file.chunks += 1;
        yield piece;
      }
    },

    /** The bytes of a file. One piece is in memory at a time. */
    async *read({ id, chunks }: StoredFile): AsyncGenerator<Buffer> {
      for (let index = 0; index < chunks; index += 1) {
        const bytes = (await referenceTo(id, index).get()).data()?.bytes;
        if (!bytes) {
          throw new Error('a piece of the file is missing');
        }
        yield bytes;
      }
    },

    /** Removes a file that is no longer needed. */
    async remove({ id, chunks }: StoredFile): Promise<void> {
      const batch = firestore().batch();
      for (let index = 0; index < chunks; index += 1) {
        batch.delete(referenceTo(id, index));
      }
      await batch.commit();
    },
  };
}

/** The same bytes, in pieces of `chunkBytes` but for the last. */
async function* inPieces(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let kept: Uint8Array[] = [];
  let length = 0;
  for await (const given of bytes) {
    let rest = given;
    while (length + rest.length >= chunkBytes) {
      const fitting = chunkBytes - length;
      yield Buffer.concat([...kept, rest.subarray(0, fitting)]);
      rest = rest.subarray(fitting);
      kept = [];
      length = 0;
    }
    if (rest.length > 0) {
      kept.push(rest);
    }
    length += rest.length;
  }
  if (length > 0) {
    yield Buffer.concat(kept);
  }
}
