import type { EmployeeSourceType } from '@klayim/shared/types';
import { FieldPath, type Firestore, Timestamp } from 'firebase-admin/firestore';
import { selectFields } from '../typed-collection.ts';
import { employees } from './employee-document.ts';
import { type EmployeeWriter, maxChanges } from './employee-writer.ts';
import type { ChangeOrigin } from './employee-writes.ts';

/** How many employees one call of `deleteMissing` checks. */
const missingPageSize = 1_000;

/** Which employees of a source go. */
export interface MissingEmployees {
  isKept: (id: string) => boolean;
  /** Employees written at or after this time stay: the source's list is older than they are. */
  sinceMs: number;
  /** The id to go on from; null at first. */
  after: string | null;
}

/**
 * Makes a function that deletes the next employees of a source for which `isKept` is false.
 * @returns how many were deleted, and where to go on; null at the end.
 */
export function createDeleteMissing({
  firestore,
  writer,
}: {
  firestore: () => Firestore;
  writer: EmployeeWriter;
}) {
  return async function deleteMissing(
    organizationId: string,
    sourceType: EmployeeSourceType,
    { isKept, sinceMs, after }: MissingEmployees,
    origin: ChangeOrigin,
  ): Promise<{ deleted: number; next: string | null }> {
    const ofSource = employees(firestore())
      .where('organizationId', '==', organizationId)
      .where('sourceType', '==', sourceType)
      .orderBy(FieldPath.documentId())
      .limit(missingPageSize);
    let query = selectFields(ofSource, 'updatedAt');
    if (after !== null) {
      query = query.startAfter(after);
    }
    const { docs } = await query.get();
    const since = Timestamp.fromMillis(sinceMs);
    const isOlder = (updatedAt: unknown) => updatedAt instanceof Timestamp && updatedAt < since;
    const missing = docs.filter((each) => !isKept(each.id) && isOlder(each.data().updatedAt));
    let deleted = 0;
    for (let start = 0; start < missing.length; start += maxChanges) {
      const ids = missing.slice(start, start + maxChanges).map(({ id }) => id);
      deleted += await writer.change(
        organizationId,
        ids,
        (current) => {
          // This read is newer: keep what was written meanwhile.
          const gone = [...current.values()].filter(
            (stored) => stored !== null && Date.parse(stored.employee.updatedAt) < sinceMs,
          );
          const changes = gone.map((before) => ({ before, after: null }));
          return { changes, result: () => changes.length };
        },
        origin,
      );
    }
    return { deleted, next: docs.length < missingPageSize ? null : (docs.at(-1)?.id ?? null) };
  };
}
