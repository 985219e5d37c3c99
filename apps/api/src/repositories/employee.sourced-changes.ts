import type { EmployeeSourceType, EmployeeSyncResult } from '@klayim/shared/types';
import type { Firestore, WriteBatch } from 'firebase-admin/firestore';
import { FieldPath, type Query, Timestamp } from 'firebase-admin/firestore';
import type { Clock } from '../lib/clock.ts';
import { type EmployeeFacts, employeesCollection, type StoredEmployee } from './employee.document.ts';
import { sourcedEmployeeId } from './employee.id.ts';
import type { SourcedEmployee } from './employee.input.ts';
import {
  type ChangeOrigin,
  type CurrentEmployees,
  type EmployeeChange,
  type EmployeeWriter,
  maximumChanges,
} from './employee.writer.ts';

/** What a source says of a person. What it does not speak of is left as it is; of a new employee it is not known. */
export type SourceWord = Pick<SourcedEmployee, 'name' | 'email'> & Partial<SourcedEmployee>;

/** One record of a source, already validated. */
export interface SourceRecord {
  sourceId: string;
  fields: SourceWord;
}

/** What became of some records. */
export type SourceCounts = Omit<EmployeeSyncResult, 'deleted'>;

/** What a caller may add to the commit of some records. */
export interface SourceCommit {
  /** Asked after every reading; it may read too, and throw to give up. */
  also?: (counts: SourceCounts) => Promise<((batch: WriteBatch) => void) | undefined>;
  /** Only looks at what would become of the records; `also` is committed all the same. */
  dryRun?: boolean;
}

export interface SourcedChangesDependencies {
  firestore: () => Firestore;
  clock: Clock;
  writer: EmployeeWriter;
}

type SourcedFacts = SourceWord & Pick<EmployeeFacts, 'id' | 'organizationId' | 'sourceType' | 'sourceId'>;

const notKnown = { role: '', department: '', hourlyRateCents: null, employmentStatus: 'fullTime' } as const;

/** Many records of one source at a time, for synchronizations and imports. */
export function createSourcedChanges({ firestore, clock, writer }: SourcedChangesDependencies) {
  /** What a source's word does to what is stored: nothing when it says the same. */
  function changeOf(before: StoredEmployee | null, facts: SourcedFacts): EmployeeChange | null {
    const at = new Date(clock()).toISOString();
    if (!before) {
      const after = { ...notKnown, ...facts, createdAt: at, updatedAt: at, lastSyncedAt: at };
      return { before, after };
    }
    const isSame = Object.entries(facts).every(
      ([field, value]) => before.employee[field as keyof SourcedFacts] === value,
    );
    if (isSame) return null;
    const { version: _version, ...stored } = before.employee;
    return { before, after: { ...stored, ...facts, updatedAt: at, lastSyncedAt: at } };
  }

  return {
    changeOf,

    /**
     * Writes up to `maximumChanges` records of one source in one commit. Records that say nothing new cost a read each
     * and no write.
     */
    upsertRecords(
      organizationId: string,
      sourceType: EmployeeSourceType,
      records: readonly SourceRecord[],
      origin: ChangeOrigin,
      { also, dryRun = false }: SourceCommit = {},
    ): Promise<SourceCounts> {
      const facts = records.map(({ sourceId, fields }) => {
        const id = sourcedEmployeeId(organizationId, sourceType, sourceId);
        return { ...fields, id, organizationId, sourceType, sourceId };
      });
      const decide = async (current: CurrentEmployees) => {
        const changes = facts.flatMap((each) => changeOf(current.get(each.id) ?? null, each) ?? []);
        const created = changes.filter(({ before }) => before === null).length;
        const updated = changes.length - created;
        const counts = { created, updated, unchanged: records.length - changes.length };
        const more = await also?.(counts);
        return {
          changes: dryRun ? [] : changes,
          result: () => counts,
          ...(more === undefined ? {} : { also: more }),
        };
      };
      return writer.change(
        organizationId,
        facts.map(({ id }) => id),
        decide,
        origin,
      );
    },

    /**
     * Deletes the next of the source's employees whom `isKept` does not know. Whoever was written at or after `sinceMs`
     * is kept: a source's list says nothing of what came after it.
     * @param after The id to go on from; null at first.
     * @returns how many were deleted, and where to go on; null at the end.
     */
    async deleteMissing(
      organizationId: string,
      sourceType: EmployeeSourceType,
      { isKept, sinceMs, after }: { isKept: (id: string) => boolean; sinceMs: number; after: string | null },
      origin: ChangeOrigin,
    ): Promise<{ deleted: number; next: string | null }> {
      let query: Query = firestore()
        .collection(employeesCollection)
        .where('organizationId', '==', organizationId)
        .where('sourceType', '==', sourceType)
        .orderBy(FieldPath.documentId())
        .select('updatedAt')
        .limit(missingPageSize);
      if (after !== null) query = query.startAfter(after);
      const { docs } = await query.get();
      const since = Timestamp.fromMillis(sinceMs);
      const isOlder = (updatedAt: unknown) => updatedAt instanceof Timestamp && updatedAt < since;
      const missing = docs.filter((each) => !isKept(each.id) && isOlder(each.get('updatedAt')));
      let deleted = 0;
      for (let start = 0; start < missing.length; start += maximumChanges) {
        const ids = missing.slice(start, start + maximumChanges).map(({ id }) => id);
        deleted += await writer.change(
          organizationId,
          ids,
          (current) => {
            // Read again: what was written meanwhile is kept.
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
    },

    /** Removes counts that are zero, and repairs counts that cannot be right; for the end of a large change. */
    compactFacets: writer.compactFacets,

    /** Makes the counts of departments and roles equal to a recount. @throws {AppError} store_unavailable */
    repairFacets: writer.repairFacets,
  };
}

/** Employees that are looked at, and of whom the missing are deleted, before `deleteMissing` comes back. */
const missingPageSize = 1_000;
