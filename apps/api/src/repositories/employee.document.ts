import { employeeSchema } from '@klayim/shared/schemas';
import type { Employee } from '@klayim/shared/types';
import { type DocumentData, Timestamp } from 'firebase-admin/firestore';
import { AppError } from '../errors/app-error.ts';

/** Name of the collection. */
export const employeesCollection = 'employees';

type Instant = 'createdAt' | 'updatedAt' | 'lastSyncedAt';

/** An employee as it lies in `employees/{id}`: Timestamps instead of ISO 8601, and the id in the document's name. */
export type EmployeeDocument = Omit<Employee, 'id' | Instant> & {
  createdAt: Timestamp;
  updatedAt: Timestamp;
  lastSyncedAt?: Timestamp;
};

/** ISO 8601 in UTC with milliseconds; what is not a Timestamp is left for the schema to refuse. */
function isoInstant(value: unknown): unknown {
  return value instanceof Timestamp ? value.toDate().toISOString() : value;
}

/**
 * Reads a stored employee. Fields that this version does not know are left out.
 *
 * @throws {AppError} internal_error when the document is not an employee.
 */
export function employeeFromDocument(id: string, data: DocumentData): Employee {
  const candidate: Record<string, unknown> = { id };
  for (const field of Object.keys(employeeSchema.shape)) {
    if (field !== 'id' && data[field] !== undefined) candidate[field] = isoInstant(data[field]);
  }
  const result = employeeSchema.safeParse(candidate);
  if (!result.success) throw new AppError('internal_error', { cause: result.error });
  return result.data;
}

/** The stored form of an employee. */
export function employeeToDocument(employee: Employee): EmployeeDocument {
  const { id: _id, createdAt, updatedAt, lastSyncedAt, ...rest } = employee;
  return {
    ...rest,
    createdAt: Timestamp.fromDate(new Date(createdAt)),
    updatedAt: Timestamp.fromDate(new Date(updatedAt)),
    ...(lastSyncedAt === undefined ? {} : { lastSyncedAt: Timestamp.fromDate(new Date(lastSyncedAt)) }),
  };
}
