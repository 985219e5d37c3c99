import { randomUUID } from 'node:crypto';
import { employeePatchSchema, newEmployeeSchema, organizationIdSchema } from '@klayim/shared/schemas';
import type { AuditActor, Employee, EmployeePatch, NewEmployee } from '@klayim/shared/types';
import { AppError } from '../../errors/app-error.ts';
import type { Logger } from '../../lib/logger.ts';
import { backendActor } from '../audit/audit-event.document.ts';
import { createReadListed, createReadOne } from '../listed-documents.ts';
import type { WebhookOutboxDependencies } from '../webhooks/webhook-outbox.ts';
import { type EmployeeFacts, employees } from './employee-document.ts';
import { isEmployeeId, sourcedEmployeeId } from './employee-id.ts';
import { parseEmployeeInput } from './employee-input.ts';
import { createEmployeeQueries } from './employee-queries.ts';
import { removeEmployee } from './employee-removal.ts';
import { type ChangeOptions, required, requireVersion } from './employee-requirements.ts';
import { createSourceRecords } from './employee-source-records.ts';
import { createSourcedChanges } from './employee-sourced-changes.ts';
import { createEmployeeWriter } from './employee-writer.ts';

/** What an employee repository needs from outside. */
export interface EmployeeRepositoryDependencies extends WebhookOutboxDependencies {
  logger: Logger;
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
  const now = () => new Date(clock()).toISOString();

  return {
    ...createEmployeeQueries({ firestore, ofOrganization, readListed, readOne }),
    ...createSourcedChanges({ firestore, clock, writer, readOne }),
    ...createSourceRecords({ clock, writer }),

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

    /** Removes an employee for good. @returns whether there was one. @throws {AppError} precondition_failed */
    async delete(
      organizationId: string,
      id: string,
      { actor = backendActor, ...expected }: ChangeOptions = {},
    ): Promise<boolean> {
      return isEmployeeId(id) && removeEmployee(writer, organizationId, id, { actor }, expected);
    },
  };
}
