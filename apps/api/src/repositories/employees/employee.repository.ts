import { randomUUID } from 'node:crypto';
import { employeePatchSchema, newEmployeeSchema, organizationIdSchema } from '@klayim/shared/schemas';
import type {
  AuditActor,
  Employee,
  EmployeePatch,
  EmployeeSourceType,
  NewEmployee,
} from '@klayim/shared/types';
import { AppError } from '../../errors/app-error.ts';
import type { Logger } from '../../lib/logger.ts';
import { backendActor } from '../audit/audit-event.document.ts';
import { createReadListed, createReadOne } from '../listed-documents.ts';
import type { WebhookOutboxDependencies } from '../webhooks/webhook-outbox.ts';
import { type EmployeeFacts, employees, type StoredEmployee } from './employee-document.ts';
import { isEmployeeId, sourcedEmployeeId } from './employee-id.ts';
import {
  employeeSourceSchema,
  parseEmployeeInput,
  type SourcedEmployee,
  sourcedEmployeeSchema,
} from './employee-input.ts';
import { createEmployeeQueries } from './employee-queries.ts';
import { createSourcedChanges } from './employee-sourced-changes.ts';
import { type ChangeOrigin, createEmployeeWriter } from './employee-writer.ts';

/** What an employee repository needs from outside. */
export interface EmployeeRepositoryDependencies extends WebhookOutboxDependencies {
  logger: Logger;
}

interface ExpectedVersion {
  /**
   * Whether this version of the record, or null for none, is the one that is to be changed. Default: any is.
   * @see precondition_failed
   */
  isExpected?: ((version: string | null) => boolean) | undefined;
}

/** Who changes a record, and which version of it. */
export interface ChangeOptions extends ExpectedVersion {
  actor?: AuditActor;
}

/** The employees of all organizations, one organization at a time. */
export type EmployeeRepository = ReturnType<typeof createEmployeeRepository>;

/**
 * Employees of an organization. Every method takes the organization first; another organization's id behaves exactly
 * like an unknown one. Times are ISO 8601, emails lower case. The last argument names the actor for the audit trail;
 * the default is this codebase. Reading or changing a damaged record throws record_unreadable and logs it.
 */
export function createEmployeeRepository(dependencies: EmployeeRepositoryDependencies) {
  const { firestore, clock, logger } = dependencies;
  const readListed = createReadListed({ logger });
  const readOne = createReadOne({ logger, collection: employees.id });
  const writer = createEmployeeWriter({ ...dependencies, readOne });
  /** Every query starts here, so that it finds only one organization's employees. */
  const ofOrganization = (organizationId: string) =>
    employees(firestore()).where('organizationId', '==', organizationId);
  const queries = createEmployeeQueries({ firestore, ofOrganization, readListed, readOne });
  const { changeOf, ...sourced } = createSourcedChanges({ firestore, clock, writer, readOne });
  const now = () => new Date(clock()).toISOString();

  /** Where a sourced record lies. @throws {AppError} invalid_request */
  function locate(organizationId: string, sourceType: EmployeeSourceType, sourceId: string) {
    const source = parseEmployeeInput(employeeSourceSchema, { organizationId, sourceType, sourceId });
    return { source, id: sourcedEmployeeId(source.organizationId, source.sourceType, source.sourceId) };
  }

  async function remove(
    organizationId: string,
    id: string,
    origin: ChangeOrigin,
    expected?: ExpectedVersion,
  ) {
    return writer.change(
      organizationId,
      [id],
      (current) => {
        const before = current.get(id) ?? null;
        if (before) {
          requireVersion(before, expected);
        }
        return { changes: before ? [{ before, after: null }] : [], result: () => before !== null };
      },
      origin,
    );
  }

  /** As `upsertBySourceId`, and tells whether the employee is new. @throws {AppError} also precondition_failed. */
  async function putBySourceId(
    organizationId: string,
    sourceType: EmployeeSourceType,
    sourceId: string,
    data: SourcedEmployee,
    { actor = backendActor, ...expected }: ChangeOptions = {},
  ): Promise<{ employee: Employee; isNew: boolean }> {
    const { source, id } = locate(organizationId, sourceType, sourceId);
    const fields = parseEmployeeInput(sourcedEmployeeSchema, data);
    return writer.change(
      source.organizationId,
      [id],
      (current) => {
        const before = current.get(id) ?? null;
        requireVersion(before, expected);
        const change = changeOf(before, { ...fields, ...source, id });
        return {
          changes: change ? [change] : [],
          result: ([written]) => ({
            employee: written ?? required(before?.employee),
            isNew: before === null,
          }),
        };
      },
      { actor },
    );
  }

  return {
    ...queries,
    ...sourced,

    /**
     * Adds an employee. One with a `sourceId` gets the id that belongs to that record of the source, any other
     * `recordId`, or else a random one. An existing employee with that `recordId` is returned unchanged.
     * @throws {AppError} invalid_request; employee_exists when the record of the source exists.
     */
    async create(
      organizationId: string,
      newEmployee: NewEmployee,
      actor: AuditActor = backendActor,
      recordId?: string,
    ): Promise<Employee> {
      const owner = parseEmployeeInput(organizationIdSchema, organizationId);
      const fields = parseEmployeeInput(newEmployeeSchema, newEmployee);
      const id =
        fields.sourceId === undefined
          ? (recordId ?? randomUUID())
          : sourcedEmployeeId(owner, fields.sourceType, fields.sourceId);
      const at = now();
      const after: EmployeeFacts = { ...fields, id, organizationId: owner, createdAt: at, updatedAt: at };
      return writer.change(
        owner,
        [id],
        (current) => {
          const before = current.get(id);
          if (before && id !== recordId) {
            throw new AppError('employee_exists');
          }
          return {
            changes: before ? [] : [{ before: null, after }],
            result: ([created]) => created ?? required(before?.employee),
          };
        },
        { actor },
      );
    },

    /**
     * Changes the fields that the patch names, and `updatedAt`. A patch that changes nothing writes nothing.
     * @throws {AppError} invalid_request, employee_not_found, precondition_failed
     */
    async update(
      organizationId: string,
      id: string,
      patch: EmployeePatch,
      { actor = backendActor, ...expected }: ChangeOptions = {},
    ): Promise<Employee> {
      const fields = parseEmployeeInput(employeePatchSchema, patch);
      const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
      if (!isEmployeeId(id)) {
        throw new AppError('employee_not_found');
      }
      return writer.change(
        organizationId,
        [id],
        (current) => {
          const before = current.get(id);
          if (!before) {
            throw new AppError('employee_not_found');
          }
          requireVersion(before, expected);
          const { version: _version, ...facts } = before.employee;
          const isChanged = Object.entries(given).some(
            ([field, value]) => facts[field as keyof typeof facts] !== value,
          );
          const after = { ...facts, ...given, updatedAt: now() };
          return {
            changes: isChanged ? [{ before, after }] : [],
            result: ([updated]) => updated ?? before.employee,
          };
        },
        { actor },
      );
    },

    putBySourceId,

    /**
     * Writes what a source says of one of its people: a new employee, or the one of that record, in which every field
     * but `createdAt` is overwritten. Any number of callers, in any number of processes, end at one document.
     * Part of the public contract for other backend code; no route calls it.
     * @returns the employee as stored afterwards.
     * @throws {AppError} invalid_request; store_unavailable when others keep writing the record meanwhile.
     */
    async upsertBySourceId(
      organizationId: string,
      sourceType: EmployeeSourceType,
      sourceId: string,
      data: SourcedEmployee,
      options?: ChangeOptions,
    ): Promise<Employee> {
      const { employee } = await putBySourceId(organizationId, sourceType, sourceId, data, options);
      return employee;
    },

    /** Removes an employee for good. @returns whether there was one. @throws {AppError} precondition_failed */
    async delete(
      organizationId: string,
      id: string,
      { actor = backendActor, ...expected }: ChangeOptions = {},
    ): Promise<boolean> {
      return isEmployeeId(id) && remove(organizationId, id, { actor }, expected);
    },

    /**
     * Removes the employee of a source's record for good. Part of the public contract for other backend code; no route calls it.
     * @returns whether there was one.
     * @throws {AppError} invalid_request for a source that cannot be.
     */
    async deleteBySourceId(
      organizationId: string,
      sourceType: EmployeeSourceType,
      sourceId: string,
      actor: AuditActor = backendActor,
    ): Promise<boolean> {
      const { source, id } = locate(organizationId, sourceType, sourceId);
      return remove(source.organizationId, id, { actor });
    },

    /** The departments of the organization's employees, sorted. One document read. Part of the public contract for other backend code; no route calls it. */
    async getUniqueDepartments(organizationId: string): Promise<string[]> {
      const { departments } = await queries.getFacets(organizationId);
      return departments.map(({ value }) => value);
    },

    /** The roles of the organization's employees, sorted. One document read. Part of the public contract for other backend code; no route calls it. */
    async getUniqueRoles(organizationId: string): Promise<string[]> {
      const { roles } = await queries.getFacets(organizationId);
      return roles.map(({ value }) => value);
    },
  };
}

/** @throws {AppError} precondition_failed */
function requireVersion(stored: StoredEmployee | null, { isExpected }: ExpectedVersion = {}): void {
  if (isExpected && !isExpected(stored?.employee.version ?? null)) {
    throw new AppError('precondition_failed');
  }
}

function required<Value>(value: Value | undefined): Value {
  if (value === undefined) {
    throw new AppError('internal_error');
  }
  return value;
}
