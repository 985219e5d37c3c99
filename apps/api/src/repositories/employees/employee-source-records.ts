import type { AuditActor, Employee, EmployeeSourceType } from '@klayim/shared/types';
import type { Clock } from '../../lib/clock.ts';
import { backendActor } from '../audit/audit-event.document.ts';
import { sourcedEmployeeId } from './employee-id.ts';
import {
  employeeSourceSchema,
  parseEmployeeInput,
  type SourcedEmployee,
  sourcedEmployeeSchema,
} from './employee-input.ts';
import { removeEmployee } from './employee-removal.ts';
import { type ChangeOptions, required, requireVersion } from './employee-requirements.ts';
import { changeOf } from './employee-source-facts.ts';
import type { EmployeeWriter } from './employee-writer.ts';

/** Where a sourced record lies. @throws {AppError} invalid_request */
function locate(organizationId: string, sourceType: EmployeeSourceType, sourceId: string) {
  const source = parseEmployeeInput(employeeSourceSchema, { organizationId, sourceType, sourceId });
  return { source, id: sourcedEmployeeId(source.organizationId, source.sourceType, source.sourceId) };
}

/** One record of a source at a time. */
export function createSourceRecords({ clock, writer }: { clock: Clock; writer: EmployeeWriter }) {
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
        const change = changeOf(before, { ...fields, ...source, id }, clock());
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
      return removeEmployee(writer, source.organizationId, id, { actor });
    },
  };
}
