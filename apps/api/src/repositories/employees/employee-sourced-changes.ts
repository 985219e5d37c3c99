import type {
  Employee,
  EmployeeImport,
  EmployeeSourceType,
  EmployeeSyncResult,
  ImportField,
} from '@klayim/shared/types';
import type { Firestore, WriteBatch } from 'firebase-admin/firestore';
import { FieldPath, type Query, Timestamp } from 'firebase-admin/firestore';
import type { Clock } from '../../lib/clock.ts';
import type { ReadOne } from '../listed-documents.ts';
import { type EmployeeFacts, employeesCollection, type StoredEmployee } from './employee-document.ts';
import { createEmailMatcher, type EmailMatch, sourceIdAfter } from './employee-email-matches.ts';
import { sourcedEmployeeId } from './employee-id.ts';
import type { SourcedEmployee } from './employee-input.ts';
import {
  type ChangeOrigin,
  type CurrentEmployees,
  type EmployeeChange,
  type EmployeeWriter,
  maxChanges,
} from './employee-writer.ts';

/** What a source says of a person. What it does not speak of is left as it is; of a new employee it is not known. */
export type SourceWord = Pick<SourcedEmployee, 'name' | 'email'> & Partial<SourcedEmployee>;

/** One record of a source, already validated. */
export interface SourceRecord {
  sourceId: string;
  fields: SourceWord;
  /** Somebody who is employed, with nothing said of how much: whoever was inactive is full-time again. */
  isEmployed?: boolean;
}

/** What became of some records. */
export type SourceCounts = Omit<EmployeeSyncResult, 'deleted'>;

/** A record that was not written, by its place among the records, and why. */
export interface RefusedRecord {
  index: number;
  field: ImportField;
  reason: string;
}

/** What becomes of some records, before it is committed. */
export interface SourceOutcome extends SourceCounts {
  refused: RefusedRecord[];
  /** The first of them as they are afterwards, up to three. */
  first: NonNullable<EmployeeImport['preview']>['people'];
}

/** What a caller may add to the commit of some records. */
export interface SourceCommit {
  /** Asked after every reading; it may read too, and throw to give up. */
  also?: (outcome: SourceOutcome) => Promise<((batch: WriteBatch) => void) | undefined>;
  /** Only looks at what would become of the records; `also` is committed all the same. */
  dryRun?: boolean;
  /** Whoever is stored under the email of a record, and not under its id, is that person. Default: false. */
  matchEmails?: boolean;
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

const notKnown = { role: '', department: '', hourlyRateCents: null, employmentStatus: 'fullTime' } as const;

/** Many records of one source at a time, for synchronizations and imports. */
export function createSourcedChanges({ firestore, clock, writer, readOne }: SourcedChangesDependencies) {
  const matchByEmail = createEmailMatcher({ firestore, readOne });

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
    if (isSame) {
      return null;
    }
    const { version: _version, ...stored } = before.employee;
    return { before, after: { ...stored, ...facts, updatedAt: at, lastSyncedAt: at } };
  }

  /** A record in the terms of who it was found to be. */
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

  return {
    changeOf,

    /**
     * Writes up to `maxChanges` records of one source in one commit. Records that say nothing new cost a read each
     * and no write.
     */
    upsertRecords(
      organizationId: string,
      sourceType: EmployeeSourceType,
      records: readonly SourceRecord[],
      origin: ChangeOrigin,
      { also, dryRun = false, matchEmails = false }: SourceCommit = {},
    ): Promise<SourceCounts> {
      const facts = records.map(({ sourceId, fields }) => {
        const id = sourcedEmployeeId(organizationId, sourceType, sourceId);
        return { ...fields, id, organizationId, sourceType, sourceId };
      });
      const decide = async (current: CurrentEmployees, unreadable: { has: (id: string) => boolean }) => {
        const matches: EmailMatch[] = matchEmails
          ? await matchByEmail(organizationId, facts, { current, unreadable })
          : facts.map(({ id }) => ({ before: current.get(id) ?? null }));
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
          const became = change === null ? 'unchanged' : match.before === null ? 'created' : 'updated';
          outcome[became] += 1;
          if (change) {
            changes.push(change);
          }
          const person = change?.after ?? match.before?.employee;
          if (person && outcome.first.length < 3) {
            outcome.first.push(previewOf(person, became));
          }
        }
        const { created, updated, unchanged } = outcome;
        const more = await also?.(outcome);
        return {
          changes: dryRun ? [] : changes,
          result: () => ({ created, updated, unchanged }),
          ...(more === undefined ? {} : { also: more }),
        };
      };
      return writer.change(
        organizationId,
        facts.map(({ id }) => id),
        decide,
        origin,
        // One damaged record keeps its own row out of a file, and not the others.
        matchEmails,
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
