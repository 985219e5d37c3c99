import type { EmployeeImportFault, EmployeeImportFaultPage } from '@klayim/shared/types';
import type { Firestore, Timestamp } from 'firebase-admin/firestore';
import * as z from 'zod';
import { AppError } from '../../errors/app-error.ts';
import type { DocumentWrites } from '../../lib/document-writes.ts';
import { collections } from '../collections.ts';
import { typedCollection } from '../typed-collection.ts';

/** Faults that are kept of one import at most. */
export const maxFaults = 10_000;
const faultsPerDocument = 200;

/** Which import's. */
export interface FaultsOf {
  organizationId: string;
  importId: string;
  expiresAt: Timestamp;
}

/** `employeeImportFaults/{id}` as stored: some faults of an import, with the places of the first and the last. */
export interface FaultsDocument extends FaultsOf {
  firstIndex: number;
  lastIndex: number;
  faults: EmployeeImportFault[];
}

const importFaults = typedCollection<FaultsDocument>(collections.employeeImportFaults);

const offsetSchema = z.coerce.number().int().min(1).max(maxFaults);

/** What is wrong with the rows of imports. */
export type ImportFaultsRepository = ReturnType<typeof createImportFaultsRepository>;

export function createImportFaultsRepository({ firestore }: { firestore: () => Firestore }) {
  const collection = () => importFaults(firestore());
  return {
    /**
     * Adds the next faults to the commit of the rows that have them; those beyond the maximum are left out.
     * @param count How many the import has so far.
     * @returns how many were kept.
     */
    add(
      writes: DocumentWrites,
      { organizationId, importId, expiresAt }: FaultsOf,
      count: number,
      faults: readonly EmployeeImportFault[],
    ): number {
      const kept = faults.slice(0, Math.max(0, maxFaults - count));
      for (let start = 0; start < kept.length; start += faultsPerDocument) {
        const some = kept.slice(start, start + faultsPerDocument);
        const firstIndex = count + start;
        const document: FaultsDocument = {
          organizationId,
          importId,
          expiresAt,
          firstIndex,
          lastIndex: firstIndex + some.length - 1,
          faults: some,
        };
        writes.set(collection().doc(`${importId}_${firstIndex}`), document);
      }
      return kept.length;
    },

    /** The faults from a page's `nextCursor` on, in the order of the file. @throws {AppError} invalid_cursor */
    async findPage(
      organizationId: string,
      importId: string,
      { limit, cursor }: { limit: number; cursor?: string | undefined },
    ): Promise<EmployeeImportFaultPage> {
      const parsed = offsetSchema.safeParse(cursor);
      if (cursor !== undefined && !parsed.success) {
        throw new AppError('invalid_cursor');
      }
      const from = parsed.data ?? 0;
      const { docs } = await collection()
        .where('organizationId', '==', organizationId)
        .where('importId', '==', importId)
        .where('lastIndex', '>=', from)
        .orderBy('lastIndex')
        .limit(limit + 1)
        .get();
      const found = docs.flatMap((document) => {
        const { faults, firstIndex } = document.data();
        return faults.slice(Math.max(0, from - firstIndex));
      });
      const items = found.slice(0, limit);
      return { items, nextCursor: found.length > limit ? String(from + limit) : null };
    },
  };
}
