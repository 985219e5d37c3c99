import type {
  AuditActor,
  EmployeeSourceType,
  EmployeeSyncRequest,
  EmployeeSyncResult,
  EmployeeSyncSession,
} from '@klayim/shared/types';
import type { Clock } from '../../lib/clock.ts';
import { toIsoTimestamp } from '../../lib/iso-timestamp.ts';
import type { EmployeeRepository } from '../../repositories/employees/employee.repository.ts';
import { sourcedEmployeeId } from '../../repositories/employees/employee-id.ts';
import type { SourceRecord } from '../../repositories/employees/employee-source-facts.ts';
import type {
  EmployeeSyncRepository,
  StoredSyncSession,
} from '../../repositories/employees/employee-sync.repository.ts';
import { maxChanges } from '../../repositories/employees/employee-writer.ts';
import { sourcedFields } from './employee.service.ts';

/** Time after which a finish hands over to the next call, in milliseconds: a function has a minute. */
const finishBudgetMs = 30_000;

/** What synchronizations need. */
export interface EmployeeSyncServiceDependencies {
  employeeRepository: EmployeeRepository;
  employeeSyncRepository: EmployeeSyncRepository;
  clock: Clock;
}

/** Directories as their sources have them. */
export type EmployeeSyncService = ReturnType<typeof createEmployeeSyncService>;

export function createEmployeeSyncService({
  employeeRepository: employees,
  employeeSyncRepository: sessions,
  clock,
}: EmployeeSyncServiceDependencies) {
  async function upsertAll(
    organizationId: string,
    sourceType: EmployeeSourceType,
    records: readonly SourceRecord[],
    actor: AuditActor,
  ) {
    const total = { created: 0, updated: 0, unchanged: 0 };
    for (let start = 0; start < records.length; start += maxChanges) {
      const some = records.slice(start, start + maxChanges);
      const counts = await employees.upsertRecords(organizationId, sourceType, some, {
        actor,
        reason: 'sync',
      });
      total.created += counts.created;
      total.updated += counts.updated;
      total.unchanged += counts.unchanged;
    }
    return total;
  }

  /** Deletes who is missing, page by page; stops when `goOn` says so. */
  async function* deleteMissing(
    organizationId: string,
    sourceType: EmployeeSourceType,
    { isKept, sinceMs, after }: { isKept: (id: string) => boolean; sinceMs: number; after: string | null },
    actor: AuditActor,
  ): AsyncGenerator<{ deleted: number; next: string | null }> {
    let position = after;
    do {
      const step = await employees.deleteMissing(
        organizationId,
        sourceType,
        { isKept, sinceMs, after: position },
        { actor, reason: 'missing_in_full_sync' },
      );
      yield step;
      position = step.next;
    } while (position !== null);
    await employees.compactFacets(organizationId);
  }

  return {
    /**
     * Writes records of a source. Without a session, a full synchronization deletes who is missing at its end: only
     * after every record was written. Within one, nobody is deleted.
     * @throws {AppError} sync_session_not_found, sync_session_closed, too_many_facets
     */
    async syncEmployees(
      organizationId: string,
      { sourceType, mode, employees: sent, sessionId }: EmployeeSyncRequest,
      actor: AuditActor,
    ): Promise<EmployeeSyncResult> {
      const sinceMs = clock();
      const records = sent.map(({ sourceId, ...request }) => ({ sourceId, fields: sourcedFields(request) }));
      const sourceIds = records.map(({ sourceId }) => sourceId);
      if (sessionId !== undefined) {
        await sessions.addPart(organizationId, sessionId, sourceType, sourceIds);
      }
      const counts = await upsertAll(organizationId, sourceType, records, actor);
      let deleted = 0;
      if (mode === 'full' && sessionId === undefined) {
        const kept = new Set(
          sourceIds.map((sourceId) => sourcedEmployeeId(organizationId, sourceType, sourceId)),
        );
        const who = { isKept: (id: string) => kept.has(id), sinceMs, after: null };
        for await (const step of deleteMissing(organizationId, sourceType, who, actor)) {
          deleted += step.deleted;
        }
      }
      return { ...counts, deleted };
    },

    /** Starts a full synchronization of as many calls as it takes. */
    async startSession(organizationId: string, sourceType: EmployeeSourceType): Promise<EmployeeSyncSession> {
      return sessionView(await sessions.start(organizationId, sourceType));
    },

    /** @throws {AppError} sync_session_not_found */
    async getSession(organizationId: string, id: string): Promise<EmployeeSyncSession> {
      return sessionView(await sessions.find(organizationId, id));
    },

    /**
     * Deletes who was not sent, as far as half a minute goes; call it again until the session is finished. Calling it
     * once too often is harmless.
     * @throws {AppError} sync_session_not_found, sync_session_empty
     */
    async finishSession(organizationId: string, id: string, actor: AuditActor): Promise<EmployeeSyncSession> {
      const startedMs = clock();
      const session = await sessions.close(organizationId, id);
      if (session.status === 'finished') {
        return sessionView(session);
      }
      const who = {
        isKept: await sessions.sentIn(organizationId, id),
        sinceMs: session.startedAt.toMillis(),
        after: session.lookedAtUpTo,
      };
      for await (const { deleted, next } of deleteMissing(organizationId, session.sourceType, who, actor)) {
        session.deleted += deleted;
        session.status = next === null ? 'finished' : 'finishing';
        await sessions.saveProgress(session, next);
        if (clock() - startedMs > finishBudgetMs) {
          break;
        }
      }
      return sessionView(session);
    },
  };
}

function sessionView(session: StoredSyncSession): EmployeeSyncSession {
  const { id, sourceType, status, received, deleted, startedAt, expiresAt } = session;
  return {
    id,
    sourceType,
    status,
    received,
    deleted,
    startedAt: toIsoTimestamp(startedAt),
    expiresAt: toIsoTimestamp(expiresAt),
  };
}
