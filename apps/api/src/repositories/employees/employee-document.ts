import { employeeSchema } from '@klayim/shared/schemas';
import type { Employee } from '@klayim/shared/types';
import { type DocumentData, Timestamp } from 'firebase-admin/firestore';
import { AppError } from '../../errors/app-error.ts';
import { compiled } from '../../lib/compiled-schema.ts';
import type { ReadDocument } from '../../lib/document-decoder.ts';
import { foldText } from '../../lib/fold-text.ts';
import { toIsoTimestamp } from '../../lib/iso-timestamp.ts';
import { collections } from '../collections.ts';
import { typedCollection } from '../typed-collection.ts';

export const employees = typedCollection<EmployeeDocument>(collections.employees);

const employeeFields = Object.keys(employeeSchema.shape);

/** An employee without the fields that the service keeps about the record itself. */
export type EmployeeFacts = Omit<Employee, 'version'>;

type TimestampField = 'createdAt' | 'updatedAt' | 'lastSyncedAt';

/** An employee as it lies in `employees/{id}`: Timestamps instead of ISO 8601, and the id in the document's name. */
export type EmployeeDocument = Omit<EmployeeFacts, 'id' | TimestampField> & {
  createdAt: Timestamp;
  updatedAt: Timestamp;
  lastSyncedAt?: Timestamp;
  /** The name as people look for it; lists are sorted by it. */
  nameKey: string;
  /** 1 at first, one more with every change. */
  revision: number;
};

/** An employee as it was read, with the version that a later write uses as its precondition. */
export interface StoredEmployee {
  employee: Employee;
  revision: number;
  updateTime: Timestamp;
}

/**
 * One employee before (null: there is none) and after (null: it is deleted). Another id afterwards moves the record: it
 * keeps its time of creation and counts on.
 */
export interface EmployeeChange {
  before: StoredEmployee | null;
  after: EmployeeFacts | null;
}

/** ISO 8601 in UTC with milliseconds; what is not a Timestamp is left for the schema to refuse. */
function readTime(value: unknown): unknown {
  return value instanceof Timestamp ? toIsoTimestamp(value) : value;
}

/** A record that was deleted and made again counts from 1 again: the time of creation tells the two apart. */
function versionOf(createdAt: unknown, revision: unknown): string {
  return `${createdAt instanceof Timestamp ? createdAt.toMillis().toString(36) : ''}.${String(revision)}`;
}

/** The version that an employee has in one of its revisions. */
export function employeeVersionOf({ createdAt }: Pick<EmployeeFacts, 'createdAt'>, revision: number): string {
  return versionOf(Timestamp.fromDate(new Date(createdAt)), revision);
}

/**
 * Reads a stored employee. Fields that this version does not know are left out.
 *
 * @throws {AppError} record_unreadable when the document is not an employee.
 */
export function employeeFromDocument(id: string, data: DocumentData): Employee {
  const version = versionOf(data['createdAt'], data['revision']);
  const candidate: Record<string, unknown> = { id, version };
  for (const field of employeeFields) {
    if (!(field in candidate) && data[field] !== undefined) {
      candidate[field] = readTime(data[field]);
    }
  }
  const result = compiled(employeeSchema).safeParse(candidate);
  if (!result.success || !Number.isSafeInteger(data['revision'])) {
    throw new AppError('record_unreadable', { cause: result.error });
  }
  return result.data;
}

/** The employee of a snapshot, if it is one of this organization. @throws {AppError} record_unreadable */
export function readStoredEmployee(
  snapshot: Pick<ReadDocument, 'id' | 'data' | 'updateTime'>,
  organizationId: string,
): StoredEmployee | null {
  const data = snapshot.data();
  if (data?.['organizationId'] !== organizationId || !snapshot.updateTime) {
    return null;
  }
  const employee = employeeFromDocument(snapshot.id, data);
  return { employee, revision: Number(data['revision']), updateTime: snapshot.updateTime };
}

/** The stored form of an employee in one of its revisions. */
export function employeeToDocument(facts: EmployeeFacts, revision: number): EmployeeDocument {
  const { id: _id, createdAt, updatedAt, lastSyncedAt, ...rest } = facts;
  return {
    ...rest,
    nameKey: foldText(facts.name),
    revision,
    createdAt: Timestamp.fromDate(new Date(createdAt)),
    updatedAt: Timestamp.fromDate(new Date(updatedAt)),
    ...(lastSyncedAt === undefined ? {} : { lastSyncedAt: Timestamp.fromDate(new Date(lastSyncedAt)) }),
  };
}
