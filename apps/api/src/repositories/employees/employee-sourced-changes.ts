import type {
  Employee,
  EmployeeImport,
  EmployeeSourceType,
  EmployeeSyncResult,
  ImportField,
} from '@klayim/shared/types';
import type { Firestore } from 'firebase-admin/firestore';
import type { Clock } from '../../lib/clock.ts';
import type { DocumentWrites } from '../../lib/document-writes.ts';
import type { ReadOne } from '../listed-documents.ts';
import type { EmployeeChange, EmployeeFacts, StoredEmployee } from './employee-document.ts';
import { createEmailMatcher } from './employee-email-matches.ts';
import { createDeleteMissing } from './employee-missing.ts';
import { changeOf, matchedFacts, type SourceRecord, toFacts } from './employee-source-facts.ts';
import type { EmployeeWriter } from './employee-writer.ts';
import type { ChangeOrigin } from './employee-writes.ts';

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

function previewOf(
  { name, email, role, department, employmentStatus, hourlyRateCents, sourceId }: EmployeeFacts | Employee,
  outcome: SourceOutcome['first'][number]['outcome'],
): SourceOutcome['first'][number] {
  const shown = { name, email, role, department, employmentStatus, hourlyRateCents, outcome };
  return sourceId === undefined ? shown : { ...shown, sourceId };
}

/** People that a preview shows. */
const maxPreviewed = 3;
function toOutcome(before: StoredEmployee | null, change: EmployeeChange | null): keyof SourceCounts {
  if (!change) {
    return 'unchanged';
  }
  return before ? 'updated' : 'created';
}

/** Many records of one source at a time, for synchronizations and imports. */
export function createSourcedChanges({ firestore, clock, writer, readOne }: SourcedChangesDependencies) {
  const matchByEmail = createEmailMatcher({ firestore, readOne });

  return {
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
            const change = changeOf(before, matchedFacts(given, before, false), clock());
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
        const change = changeOf(match.before, after, clock());
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

    deleteMissing: createDeleteMissing({ firestore, writer }),

    /** Removes counts that are zero, and repairs counts that cannot be right; for the end of a large change. */
    compactFacets: writer.compactFacets,

    /** Makes the counts of departments and roles equal to a recount. @throws {AppError} store_unavailable */
    repairFacets: writer.repairFacets,
  };
}
