import type {
  Employee,
  EmployeeImport,
  EmployeeSourceType,
  EmployeeSyncResult,
  ImportField,
} from '@klayim/shared/types';
import type { Firestore } from 'firebase-admin/firestore';
import { FieldPath, Timestamp } from 'firebase-admin/firestore';
import type { Clock } from '../../lib/clock.ts';
import type { DocumentWrites } from '../../lib/document-writes.ts';
import { isoTimestampOfMs } from '../../lib/iso-timestamp.ts';
import type { ReadOne } from '../listed-documents.ts';
import { selectFields } from '../typed-collection.ts';
import {
  type EmployeeChange,
  type EmployeeFacts,
  employees,
  type StoredEmployee,
} from './employee-document.ts';
import { createEmailMatcher, sourceIdAfter } from './employee-email-matches.ts';
import { sourcedEmployeeId } from './employee-id.ts';
import type { SourcedEmployee } from './employee-input.ts';
import { type ChangeOrigin, type EmployeeWriter, maxChanges } from './employee-writer.ts';

/** The fields that a source gives for a person. Missing fields stay as they are; for a new employee they are unknown. */
export type SourceWord = Pick<SourcedEmployee, 'name' | 'email'> & Partial<SourcedEmployee>;

/** One record of a source, already validated. */
export interface SourceRecord {
  sourceId: string;
  fields: SourceWord;
  /** The source says that the person is employed, but not how: an inactive employee becomes full-time again. */
  isEmployed?: boolean;
}

/** How many records were created, updated or left unchanged. */
export type SourceCounts = Omit<EmployeeSyncResult, 'deleted'>;

/** A record that was refused: its index among the records, and the reason. */
export interface RefusedRecord {
  index: number;
  field: ImportField;
  reason: string;
}

/** What a commit of some records will do. */
export interface SourceOutcome extends SourceCounts {
  refused: RefusedRecord[];
  /** The first of them as they will be stored, up to three. */
  first: NonNullable<EmployeeImport['preview']>['people'];
}

/** Changes of some records that were decided and wait for their commit. */
export interface PreparedRecords {
  outcome: SourceOutcome;
  /**
   * Commits the changes together with what `addMore` adds. It does not try again.
   * @throws as `EmployeeWriter.commit` does.
   */
  commit: (origin: ChangeOrigin, addMore: (writes: DocumentWrites) => void) => Promise<void>;
}

export interface SourcedChangesDependencies {
  firestore: () => Firestore;
  clock: Clock;
  writer: EmployeeWriter;
  readOne: ReadOne;
}

type SourcedFacts = SourceWord & Pick<EmployeeFacts, 'id' | 'organizationId' | 'sourceType' | 'sourceId'>;

function previewOf(
  { name, email, role, department, employmentStatus, hourlyRateCents, sourceId }: EmployeeFacts | Employee,
  outcome: SourceOutcome['first'][number]['outcome'],
): SourceOutcome['first'][number] {
  const shown = { name, email, role, department, employmentStatus, hourlyRateCents, outcome };
  return sourceId === undefined ? shown : { ...shown, sourceId };
}

/** People that a preview shows. */
const maxPreviewed = 3;
const notKnown = { role: '', department: '', hourlyRateCents: null, employmentStatus: 'fullTime' } as const;

function toOutcome(before: StoredEmployee | null, change: EmployeeChange | null): keyof SourceCounts {
  if (!change) {
    return 'unchanged';
  }
  return before ? 'updated' : 'created';
}

/** Many records of one source at a time, for synchronizations and imports. */
export function createSourcedChanges({ firestore, clock, writer, readOne }: SourcedChangesDependencies) {
  const matchByEmail = createEmailMatcher({ firestore, readOne });

  /** The change that a record of a source makes to the stored employee; null when nothing changes. */
  function changeOf(before: StoredEmployee | null, facts: SourcedFacts): EmployeeChange | null {
    const at = isoTimestampOfMs(clock());
    if (!before) {
      const after = { ...notKnown, ...facts, createdAt: at, updatedAt: at, lastSyncedAt: at };
      return { before, after };
    }
    const isSame = Object.entries(facts).every(
      ([field, value]) => before.employee[field as keyof SourcedFacts] === value,
    );
    if (isSame) {
      return null;
    }
    const { version: _version, ...stored } = before.employee;
    return { before, after: { ...stored, ...facts, updatedAt: at, lastSyncedAt: at } };
  }

  /** A record with the ids of the employee that it was matched to. */
  function matchedFacts(
    given: SourcedFacts,
    before: StoredEmployee | null,
    isEmployed: boolean,
  ): SourcedFacts {
    const { organizationId, sourceType } = given;
    const sourceId = sourceIdAfter(given.sourceId ?? '', before);
    const isBack = isEmployed && before?.employee.employmentStatus === 'inactive';
    return {
      ...given,
      sourceId,
      id:
        sourceId === before?.employee.sourceId
          ? before.employee.id
          : sourcedEmployeeId(organizationId, sourceType, sourceId),
      ...(isBack ? { employmentStatus: 'fullTime' as const } : {}),
    };
  }

  function toFacts(organizationId: string, sourceType: EmployeeSourceType, records: readonly SourceRecord[]) {
    return records.map(({ sourceId, fields }) => {
      const id = sourcedEmployeeId(organizationId, sourceType, sourceId);
      return { ...fields, id, organizationId, sourceType, sourceId };
    });
  }

  return {
    changeOf,

    /**
     * Writes up to `maxChanges` records of one source in one commit. An unchanged record costs one read and no write.
     */
    upsertRecords(
      organizationId: string,
      sourceType: EmployeeSourceType,
      records: readonly SourceRecord[],
      origin: ChangeOrigin,
    ): Promise<SourceCounts> {
      const facts = toFacts(organizationId, sourceType, records);
      return writer.change(
        organizationId,
        facts.map(({ id }) => id),
        (current) => {
          const counts: SourceCounts = { created: 0, updated: 0, unchanged: 0 };
          const changes: EmployeeChange[] = [];
          for (const given of facts) {
            const before = current.get(given.id) ?? null;
            const change = changeOf(before, matchedFacts(given, before, false));
            counts[toOutcome(before, change)] += 1;
            if (change) {
              changes.push(change);
            }
          }
          return { changes, result: () => counts };
        },
        origin,
      );
    },

    /**
     * Reads who up to `maxChanges` records of one source are, by id or by email, and decides what to change. A record that
     * meets a damaged one, or belongs to somebody else, is refused and does not keep out the others.
     * @param options.dryRun commits none of the changes. Default: false.
     */
    async prepareRecords(
      organizationId: string,
      sourceType: EmployeeSourceType,
      records: readonly SourceRecord[],
      { dryRun = false }: { dryRun?: boolean } = {},
    ): Promise<PreparedRecords> {
      const facts = toFacts(organizationId, sourceType, records);
      const found = await writer.read(
        organizationId,
        facts.map(({ id }) => id),
      );
      const matches = await matchByEmail(organizationId, facts, found);
      const outcome: SourceOutcome = { created: 0, updated: 0, unchanged: 0, refused: [], first: [] };
      const changes: EmployeeChange[] = [];
      for (const [index, match] of matches.entries()) {
        const given = facts[index];
        if (!given) {
          continue;
        }
        if ('refused' in match) {
          outcome.refused.push({ index, ...match.refused });
          continue;
        }
        const after = matchedFacts(given, match.before, records[index]?.isEmployed ?? false);
        const change = changeOf(match.before, after);
        const became = toOutcome(match.before, change);
        outcome[became] += 1;
        if (change) {
          changes.push(change);
        }
        const person = change?.after ?? match.before?.employee;
        if (person && outcome.first.length < maxPreviewed) {
          outcome.first.push(previewOf(person, became));
        }
      }
      return {
        outcome,
        async commit(origin, addMore) {
          await writer.commit(organizationId, dryRun ? [] : changes, origin, { addMore });
        },
      };
    },

    /**
     * Deletes the next employees of the source for which `isKept` is false. Employees written at or after `sinceMs` stay:
     * the source's list is older than they are.
     * @param after The id to go on from; null at first.
     * @returns how many were deleted, and where to go on; null at the end.
     */
    async deleteMissing(
      organizationId: string,
      sourceType: EmployeeSourceType,
      { isKept, sinceMs, after }: { isKept: (id: string) => boolean; sinceMs: number; after: string | null },
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
      const missing = docs.filter((each) => !isKept(each.id) && isOlder(each.get('updatedAt')));
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
    },

    /** Removes counts that are zero, and repairs counts that cannot be right; for the end of a large change. */
    compactFacets: writer.compactFacets,

    /** Makes the counts of departments and roles equal to a recount. @throws {AppError} store_unavailable */
    repairFacets: writer.repairFacets,
  };
}

/** How many employees one call of `deleteMissing` checks. */
const missingPageSize = 1_000;
