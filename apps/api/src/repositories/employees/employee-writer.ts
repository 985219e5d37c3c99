import { randomUUID } from 'node:crypto';
import type { Employee } from '@klayim/shared/types';
import { AppError, isAppError } from '../../errors/app-error.ts';
import { createCountedReader } from '../../lib/document-reader.ts';
import { createCommitter, type DocumentWrites } from '../../lib/document-writes.ts';
import { getAccessToken } from '../../lib/firestore.ts';
import { isInvalidWrite } from '../../lib/firestore-errors.ts';
import { untilUncontended } from '../../lib/optimistic.ts';
import { auditEvents } from '../audit/audit-event.document.ts';
import type { ReadOne } from '../listed-documents.ts';
import { requireLiving } from '../organizations/organization-tombstone.repository.ts';
import { createWebhookOutbox, type WebhookOutboxDependencies } from '../webhooks/webhook-outbox.ts';
import {
  type EmployeeChange,
  employees,
  readStoredEmployee,
  type StoredEmployee,
} from './employee-document.ts';
import { compactFacets, FacetChanges } from './employee-facets.ts';
import { repairFacets } from './employee-facets-repair.ts';
import { employeesChanged } from './employee-webhooks.ts';
import {
  addEmployeeChange,
  addEmployeeEvents,
  type ChangeOrigin,
  toEmployees,
  toWritten,
} from './employee-writes.ts';

/**
 * Employees that one commit changes at most: each may move between two departments and two roles, and Firestore applies
 * at most 500 increments to one document in a commit.
 */
export const maxChanges = 120;

/** What to write after a read, and what the caller gets for it. */
export interface EmployeeDecision<Result> {
  changes: EmployeeChange[];
  result: (written: Employee[]) => Result;
}

/** What a commit writes in addition to the changes. */
export interface CommitOptions {
  /** Id of the first audit event: it proves later that the commit was stored. Default: a random one. */
  eventId?: string;
  /** Adds more writes to the same commit, each with a precondition. It runs again when the commit is repeated. */
  addMore?: (writes: DocumentWrites) => void;
}

/** What was read, by id; null for one that this organization does not have. */
export type CurrentEmployees = ReadonlyMap<string, StoredEmployee | null>;

/** What a change reads before it decides. */
export interface ReadEmployees {
  current: CurrentEmployees;
  /** Ids that another organization's records have. */
  foreign: ReadonlySet<string>;
  /** Why a record cannot be read, by its id; such a record is not in `current`. */
  unreadable: ReadonlyMap<string, AppError>;
}

export interface EmployeeWriterDependencies extends WebhookOutboxDependencies {
  readOne: ReadOne;
}

/** Every write of an employee goes through this writer. */
export type EmployeeWriter = ReturnType<typeof createEmployeeWriter>;

/**
 * Writes employees, and with them in the same commit the counters of departments and roles and the audit events. Every
 * document is written under a precondition on the version that was read: see docs/adr/0007-employee-facets.md.
 */
export function createEmployeeWriter(dependencies: EmployeeWriterDependencies) {
  const { firestore, clock, readOne } = dependencies;
  const outbox = createWebhookOutbox(dependencies);
  const direct = { firestore, clock, accessToken: getAccessToken };
  const readDocuments = createCountedReader(direct);
  const commitWrites = createCommitter(direct);

  async function read(organizationId: string, ids: readonly string[]): Promise<ReadEmployees> {
    const current = new Map<string, StoredEmployee | null>();
    const unreadable = new Map<string, AppError>();
    const foreign = new Set<string>();
    const documents = ids.length === 0 ? [] : await readDocuments(employees, ids);
    for (const document of documents) {
      try {
        const employee = readOne(document, (each) => readStoredEmployee(each, organizationId));
        current.set(document.id, employee);
        if (document.updateTime && !employee) {
          foreign.add(document.id);
        }
      } catch (error) {
        if (!isAppError(error, 'record_unreadable')) {
          throw error;
        }
        unreadable.set(document.id, error);
      }
    }
    return { current, foreign, unreadable };
  }

  async function isStored(eventId: string): Promise<boolean> {
    return (await auditEvents(firestore()).doc(eventId).get()).exists;
  }

  /** When the document of counters would become too large, removes its zeros and tries once more. */
  async function write(add: (writes: DocumentWrites) => void, organizationId: string): Promise<void> {
    try {
      await commitWrites(add);
    } catch (error) {
      if (!isInvalidWrite(error)) {
        throw error;
      }
      const { removed, nearlyFull } = await compactFacets(firestore(), organizationId);
      if (removed === 0) {
        throw nearlyFull ? new AppError('too_many_facets', { cause: error }) : error;
      }
      await commitWrites(add);
    }
  }

  async function commit(
    organizationId: string,
    changes: readonly EmployeeChange[],
    origin: ChangeOrigin,
    { eventId = randomUUID(), addMore }: CommitOptions = {},
  ): Promise<Employee[]> {
    if (changes.length > maxChanges) {
      throw new RangeError('more changes than one commit holds');
    }
    if (changes.length === 0 && !addMore) {
      return [];
    }
    // While an organization is being deleted, records may still change or go; none may be added.
    if (changes.some(({ before, after }) => before === null && after !== null)) {
      await requireLiving(readDocuments, organizationId);
    }
    const webhooks = await outbox.prepare(employeesChanged(organizationId, changes));
    const written = changes.map(toWritten);
    const stored = toEmployees(written);
    const add = (writes: DocumentWrites) => {
      const facets = new FacetChanges();
      const nowMs = clock();
      for (const [index, change] of written.entries()) {
        addEmployeeChange(writes, firestore(), change);
        facets.add(change.before?.employee ?? null, change.after);
        const first = index === 0 ? eventId : undefined;
        addEmployeeEvents(writes, firestore(), change, { ...origin, organizationId, eventId: first, nowMs });
      }
      facets.write(writes, firestore(), organizationId);
      addMore?.(writes);
      webhooks.addTo(writes);
    };
    await write(add, organizationId);
    await outbox.announce(webhooks);
    return stored;
  }

  return {
    /** Reads the employees with these ids. Damaged ones are listed in `unreadable`. */
    read,

    /**
     * Commits changes of what was read. It does not try again.
     * @returns the employees as stored, without the deleted ones.
     * @throws {AppError} organization_deleted, too_many_facets; and the error of Firestore when somebody else was faster.
     */
    commit,

    /**
     * Reads the employees with these ids, lets `decide` choose what to change, and commits that. When somebody else was
     * faster, it starts again from the read.
     * @throws {AppError} organization_deleted, too_many_facets, store_unavailable, record_unreadable, and what `decide`
     * throws.
     */
    change<Result>(
      organizationId: string,
      ids: readonly string[],
      decide: (current: CurrentEmployees) => EmployeeDecision<Result>,
      origin: ChangeOrigin,
    ): Promise<Result> {
      let last: { eventId: string; decision: EmployeeDecision<Result> } | undefined;
      return untilUncontended(async () => {
        // An earlier attempt may have been stored, with only its answer lost.
        if (last && (await isStored(last.eventId))) {
          return last.decision.result(toEmployees(last.decision.changes.map(toWritten)));
        }
        const { current, foreign, unreadable } = await read(organizationId, ids);
        const [fault] = unreadable.values();
        if (fault) {
          throw fault;
        }
        const decision = decide(current);
        if (decision.changes.some(({ before, after }) => !before && after && foreign.has(after.id))) {
          throw new Error('A new employee has the id of a record of another organization');
        }
        const eventId = randomUUID();
        last = decision.changes.length === 0 ? undefined : { eventId, decision };
        return decision.result(await commit(organizationId, decision.changes, origin, { eventId }));
      });
    },

    /**
     * Removes counts that are zero, and repairs counts that cannot be right; for the end of a large change.
     * @returns how many counts were wrong.
     */
    async compactFacets(organizationId: string): Promise<{ corrected: number }> {
      const { impossible } = await compactFacets(firestore(), organizationId);
      return impossible ? repairFacets(firestore(), organizationId) : { corrected: 0 };
    },

    /** Makes the counts equal to a recount. @throws {AppError} store_unavailable */
    repairFacets: (organizationId: string) => repairFacets(firestore(), organizationId),
  };
}
