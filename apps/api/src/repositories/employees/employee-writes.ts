import type { AuditActor, Employee } from '@klayim/shared/types';
import type { Firestore } from 'firebase-admin/firestore';
import type { DocumentWrites } from '../../lib/document-writes.ts';
import { addAuditEvent } from '../audit/audit-event.document.ts';
import {
  type EmployeeChange,
  type EmployeeDocument,
  employeeFromDocument,
  employees,
  employeeToDocument,
} from './employee-document.ts';

/** Who changes, and on what occasion: a code for the audit trail. */
export interface ChangeOrigin {
  actor: AuditActor;
  reason?: string;
}

/** Where and when a change is made, and the id of its first audit event. Default: a random one. */
interface EventsOrigin extends ChangeOrigin {
  organizationId: string;
  eventId: string | undefined;
  nowMs: number;
}

/** A change, with what is stored of the employee afterwards. */
export interface WrittenChange extends EmployeeChange {
  document: { id: string; stored: EmployeeDocument } | null;
}

export function toWritten({ before, after }: EmployeeChange): WrittenChange {
  const document = after && {
    id: after.id,
    stored: employeeToDocument(after, (before?.revision ?? 0) + 1),
  };
  return { before, after, document };
}

/**
 * The employees as they are stored after some changes, without the deleted ones.
 * @throws {AppError} record_unreadable when a change makes a document that could not be read again.
 */
export function toEmployees(changes: readonly WrittenChange[]): Employee[] {
  return changes.flatMap(({ document }) =>
    document ? [employeeFromDocument(document.id, document.stored)] : [],
  );
}

/** Adds what becomes of one employee's document. */
export function addEmployeeChange(
  writes: DocumentWrites,
  firestore: Firestore,
  { before, document }: WrittenChange,
): void {
  const referenceTo = (id: string) => employees(firestore).doc(id);
  if (before && before.employee.id === document?.id) {
    const precondition = { lastUpdateTime: before.updateTime };
    writes.update(referenceTo(document.id), document.stored, precondition);
    return;
  }
  if (before) {
    writes.delete(referenceTo(before.employee.id), { lastUpdateTime: before.updateTime });
  }
  if (document) {
    writes.create(referenceTo(document.id), document.stored);
  }
}

/** Adds the audit events of one change; `eventId` is the id of the first. */
export function addEmployeeEvents(
  writes: DocumentWrites,
  firestore: Firestore,
  { before, after }: EmployeeChange,
  { organizationId, actor, reason, eventId, nowMs }: EventsOrigin,
): void {
  const [was, is] = [before?.employee.id, after?.id];
  const details = { employeeName: after?.name ?? before?.employee.name };
  const add = (done: 'created' | 'updated' | 'deleted', id: string, why: string | null, as?: string) => {
    const subject = { type: 'employee' as const, id };
    const record = {
      organizationId,
      type: `employee.${done}` as const,
      actor,
      subject,
      result: 'success' as const,
      details,
    };
    addAuditEvent(writes, firestore, { ...record, reason: why }, nowMs, as);
  };
  if (was !== undefined && is !== undefined && was !== is) {
    add('deleted', was, 'moved_to_source_id', eventId);
    add('created', is, 'moved_to_source_id');
  } else if (is !== undefined) {
    add(was === undefined ? 'created' : 'updated', is, reason ?? null, eventId);
  } else if (was !== undefined) {
    add('deleted', was, reason ?? null, eventId);
  }
}
