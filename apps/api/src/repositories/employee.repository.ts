import { randomUUID } from 'node:crypto';
import { employeePatchSchema, newEmployeeSchema, organizationIdSchema } from '@klayim/shared/schemas';
import type { Employee, EmployeePatch, EmployeeSourceType, NewEmployee } from '@klayim/shared/types';
import {
  type DocumentSnapshot,
  type Firestore,
  type Query,
  type QueryDocumentSnapshot,
  Timestamp,
} from 'firebase-admin/firestore';
import { AppError } from '../errors/app-error.ts';
import { type Clock, systemClock } from '../lib/clock.ts';
import { getDb } from '../lib/firestore.ts';
import { isAlreadyExists, isPreconditionFailed } from '../lib/firestore-errors.ts';
import { employeeFromDocument, employeesCollection, employeeToDocument } from './employee.document.ts';
import { isEmployeeId, sourcedEmployeeId } from './employee.id.ts';
import {
  employeeSourceSchema,
  parseEmployeeInput,
  type SourcedEmployee,
  sourcedEmployeeSchema,
} from './employee.input.ts';
import { type Page, pageOf } from './pagination.ts';

/** What an employee repository needs from outside. */
export interface EmployeeRepositoryDependencies {
  firestore: () => Firestore;
  clock: Clock;
}

/** The employees of all organizations, one organization at a time. */
export type EmployeeRepository = ReturnType<typeof createEmployeeRepository>;

/** An upsert loses to a delete between its two writes at most this often before it gives up. */
const upsertAttempts = 5;

/**
 * Employees of an organization. Every method takes the organization first; another organization's id behaves exactly
 * like an unknown one. Times are ISO 8601, emails lower case.
 */
export function createEmployeeRepository({ firestore, clock }: EmployeeRepositoryDependencies) {
  const collection = () => firestore().collection(employeesCollection);
  const now = () => new Date(clock()).toISOString();

  function ofOrganization(organizationId: string): Query {
    return collection().where('organizationId', '==', organizationId);
  }

  function readOwn(snapshot: DocumentSnapshot, organizationId: string): Employee | null {
    const data = snapshot.data();
    return data?.['organizationId'] === organizationId ? employeeFromDocument(snapshot.id, data) : null;
  }

  /** Where a sourced record lies. @throws {AppError} invalid_request */
  function locate(organizationId: string, sourceType: EmployeeSourceType, sourceId: string) {
    const source = parseEmployeeInput(employeeSourceSchema, { organizationId, sourceType, sourceId });
    const id = sourcedEmployeeId(source.organizationId, source.sourceType, source.sourceId);
    return { source, id, reference: collection().doc(id) };
  }

  /** The distinct values of one field, sorted, without the empty one. Only that field leaves the database. */
  async function uniqueValues(organizationId: string, field: 'department' | 'role'): Promise<string[]> {
    const values = new Set<string>();
    // The SDK types this stream as Node's untyped one; it yields the documents of the query.
    const documents = ofOrganization(organizationId)
      .select(field)
      .stream() as unknown as AsyncIterable<QueryDocumentSnapshot>;
    for await (const document of documents) {
      const value: unknown = document.get(field);
      if (typeof value === 'string' && value !== '') values.add(value);
    }
    return [...values].sort((a, b) => a.localeCompare(b, 'en'));
  }

  return {
    /**
     * Adds an employee. One with a `sourceId` gets the id that belongs to that record of the source, any other a
     * random one.
     * @throws {AppError} invalid_request; employee_exists when the record of the source is there already.
     */
    async create(organizationId: string, newEmployee: NewEmployee): Promise<Employee> {
      const owner = parseEmployeeInput(organizationIdSchema, organizationId);
      const fields = parseEmployeeInput(newEmployeeSchema, newEmployee);
      const id =
        fields.sourceId === undefined
          ? randomUUID()
          : sourcedEmployeeId(owner, fields.sourceType, fields.sourceId);
      const at = now();
      const employee: Employee = { ...fields, id, organizationId: owner, createdAt: at, updatedAt: at };
      try {
        await collection().doc(id).create(employeeToDocument(employee));
      } catch (error) {
        throw isAlreadyExists(error) ? new AppError('employee_exists', { cause: error }) : error;
      }
      return employee;
    },

    /** One document read. */
    async findById(organizationId: string, id: string): Promise<Employee | null> {
      return isEmployeeId(id) ? readOwn(await collection().doc(id).get(), organizationId) : null;
    },

    /** Every employee of the organization, newest first. For lists of any size use `findPage`. */
    async findByOrganization(organizationId: string): Promise<Employee[]> {
      const { docs } = await ofOrganization(organizationId).orderBy('createdAt', 'desc').get();
      return docs.map((document) => employeeFromDocument(document.id, document.data()));
    },

    /** At most `limit` employees, newest first, from a page's `nextCursor` on. @throws {AppError} invalid_cursor */
    async findPage(
      organizationId: string,
      { limit, cursor }: { limit: number; cursor?: string | undefined },
    ): Promise<Page<Employee>> {
      const { items, nextCursor } = await pageOf(ofOrganization(organizationId), 'createdAt', {
        limit,
        cursor,
      });
      return { items: items.map((item) => employeeFromDocument(item.id, item.data())), nextCursor };
    },

    /** By email in any case. Where several sources know the same address, always the same one of them. */
    async findByEmail(organizationId: string, email: string): Promise<Employee | null> {
      const { docs } = await ofOrganization(organizationId)
        .where('email', '==', email.trim().toLowerCase())
        .limit(1)
        .get();
      const [document] = docs;
      return document ? employeeFromDocument(document.id, document.data()) : null;
    },

    /** One document read. @throws {AppError} invalid_request for a source that cannot be. */
    async findBySourceId(
      organizationId: string,
      sourceType: EmployeeSourceType,
      sourceId: string,
    ): Promise<Employee | null> {
      const { reference } = locate(organizationId, sourceType, sourceId);
      return readOwn(await reference.get(), organizationId);
    },

    /**
     * Changes the fields that the patch names, and `updatedAt`.
     * @throws {AppError} invalid_request, employee_not_found
     */
    async update(organizationId: string, id: string, patch: EmployeePatch): Promise<Employee> {
      const fields = parseEmployeeInput(employeePatchSchema, patch);
      const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
      if (!isEmployeeId(id)) throw new AppError('employee_not_found');
      const reference = collection().doc(id);
      return firestore().runTransaction(async (transaction) => {
        const employee = readOwn(await transaction.get(reference), organizationId);
        if (!employee) throw new AppError('employee_not_found');
        const updatedAt = now();
        transaction.update(reference, { ...given, updatedAt: Timestamp.fromDate(new Date(updatedAt)) });
        return { ...employee, ...given, updatedAt };
      });
    },

    /**
     * Writes what a source says of one of its people: a new employee, or the one of that record, in which every field
     * but `createdAt` is overwritten. Any number of callers, in any number of processes, end at one document.
     * @returns the employee as stored afterwards.
     * @throws {AppError} invalid_request; store_unavailable when others keep deleting the record meanwhile.
     */
    async upsertBySourceId(
      organizationId: string,
      sourceType: EmployeeSourceType,
      sourceId: string,
      data: SourcedEmployee,
    ): Promise<Employee> {
      const { source, id, reference } = locate(organizationId, sourceType, sourceId);
      const fields = parseEmployeeInput(sourcedEmployeeSchema, data);
      const at = now();
      const employee: Employee = { ...fields, ...source, id, createdAt: at, updatedAt: at, lastSyncedAt: at };
      const document = employeeToDocument(employee);
      const { createdAt: _createdAt, ...overwritten } = document;

      // An update needs the document and a create its absence, so each settles a race by itself: a transaction would
      // hold a lock from its read on, and a crowd of them on one document runs out of attempts.
      for (let attempt = 0; attempt < upsertAttempts; attempt++) {
        try {
          await reference.update(overwritten);
          const stored = readOwn(await reference.get(), source.organizationId);
          if (stored) return stored;
        } catch (error) {
          if (!isPreconditionFailed(error)) throw error;
        }
        try {
          await reference.create(document);
          return employee;
        } catch (error) {
          if (!isAlreadyExists(error)) throw error;
        }
      }
      throw new AppError('store_unavailable', {
        detail: 'The employee is being deleted and written at once.',
      });
    },

    /** Removes an employee for good. @returns whether there was one. */
    async delete(organizationId: string, id: string): Promise<boolean> {
      if (!isEmployeeId(id)) return false;
      const reference = collection().doc(id);
      return firestore().runTransaction(async (transaction) => {
        const snapshot = await transaction.get(reference);
        if (snapshot.get('organizationId') !== organizationId) return false;
        transaction.delete(reference);
        return true;
      });
    },

    /**
     * Removes the employee of a source's record for good. The organization is part of the id, so nobody else's can be
     * hit.
     * @returns whether there was one.
     * @throws {AppError} invalid_request for a source that cannot be.
     */
    async deleteBySourceId(
      organizationId: string,
      sourceType: EmployeeSourceType,
      sourceId: string,
    ): Promise<boolean> {
      const { reference } = locate(organizationId, sourceType, sourceId);
      try {
        await reference.delete({ exists: true });
        return true;
      } catch (error) {
        if (isPreconditionFailed(error)) return false;
        throw error;
      }
    },

    /** The departments that the organization's employees are in, sorted. */
    getUniqueDepartments(organizationId: string): Promise<string[]> {
      return uniqueValues(organizationId, 'department');
    },

    /** The roles that the organization's employees have, sorted. */
    getUniqueRoles(organizationId: string): Promise<string[]> {
      return uniqueValues(organizationId, 'role');
    },
  };
}

/** The process's employees. */
export const employeeRepository = createEmployeeRepository({ firestore: getDb, clock: systemClock });
