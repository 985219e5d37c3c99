import type {
  AuditActor,
  CreateEmployeeRequest,
  Employee,
  EmployeeFacets,
  EmployeeListQuery,
  EmployeePage,
  EmployeePatchRequest,
  EmployeeSourceType,
  EmployeeView,
  Role,
  SourcedEmployeeRequest,
} from '@klayim/shared/types';
import { AppError } from '../../errors/app-error.ts';
import type { Logger } from '../../lib/logger.ts';
import type { EmployeeRepository } from '../../repositories/employees/employee.repository.ts';
import { payOf } from './employee-pay.ts';

/** Who asks: the organization, and the role that decides what of a person is shown. */
export interface DirectoryReader {
  organizationId: string;
  role: Role;
}

/** Who changes, and which version. */
export interface DirectoryChange {
  actor: AuditActor;
  /** Whether this version, or null for no record, is the one to change. Default: any is. */
  isExpected?: ((version: string | null) => boolean) | undefined;
}

/** The directory of an organization's people. */
export type EmployeeService = ReturnType<typeof createEmployeeService>;

/** What the directory needs. */
export interface EmployeeServiceDependencies {
  employeeRepository: EmployeeRepository;
  logger: Logger;
}

/** Roles that see what people earn. */
const seesPay: ReadonlySet<Role> = new Set(['owner', 'administrator', 'service']);

export function createEmployeeService({
  employeeRepository: employees,
  logger,
}: EmployeeServiceDependencies) {
  return {
    /** One page of the directory. Nothing sorts or filters by pay. @throws {AppError} invalid_cursor */
    async listEmployees(
      { organizationId, role }: DirectoryReader,
      { sort, emailPrefix, ...query }: EmployeeListQuery,
    ): Promise<EmployeePage> {
      const by = sort ?? (emailPrefix === undefined ? 'name' : 'email');
      const page = await employees.findPage(organizationId, { ...query, emailPrefix, sort: by });
      return { items: page.items.map((each) => viewFor(role, each)), nextCursor: page.nextCursor };
    },

    /** @throws {AppError} employee_not_found */
    async getEmployee({ organizationId, role }: DirectoryReader, id: string): Promise<EmployeeView> {
      const employee = await employees.findById(organizationId, id);
      if (!employee) {
        throw new AppError('employee_not_found');
      }
      return viewFor(role, employee);
    },

    /**
     * Adds an employee.
     * @param origin `recordId`: the id of a record without a source, the same for every sending of one request; an
     * employee that has it is the one that an earlier sending added. Default: a random one.
     * @throws {AppError} employee_exists, too_many_facets
     */
    async createEmployee(
      organizationId: string,
      request: CreateEmployeeRequest,
      { actor, recordId }: Pick<DirectoryChange, 'actor'> & { recordId?: string | undefined },
    ): Promise<Employee> {
      const { hourlyRateCents: _hourly, annualSalaryCents: _annual, ...fields } = request;
      const newEmployee = { ...fields, hourlyRateCents: payOf(request) ?? null };
      return employees.create(organizationId, newEmployee, actor, recordId);
    },

    /** Changes what the request names. @throws {AppError} employee_not_found, precondition_failed, too_many_facets */
    async updateEmployee(
      organizationId: string,
      id: string,
      request: EmployeePatchRequest,
      change: DirectoryChange,
    ): Promise<Employee> {
      const { hourlyRateCents: _hourly, annualSalaryCents: _annual, ...fields } = request;
      const pay = payOf(request);
      const patch = { ...fields, ...(pay === undefined ? {} : { hourlyRateCents: pay }) };
      return employees.update(organizationId, id, patch, change);
    },

    /** @throws {AppError} employee_not_found, precondition_failed */
    async deleteEmployee(organizationId: string, id: string, change: DirectoryChange): Promise<void> {
      if (!(await employees.delete(organizationId, id, change))) {
        throw new AppError('employee_not_found');
      }
    },

    /** Everything that a source says of one of its people. @throws {AppError} precondition_failed, too_many_facets */
    async putSourcedEmployee(
      organizationId: string,
      { sourceType, sourceId }: { sourceType: EmployeeSourceType; sourceId: string },
      request: SourcedEmployeeRequest,
      change: DirectoryChange,
    ): Promise<{ employee: Employee; isNew: boolean }> {
      return employees.putBySourceId(organizationId, sourceType, sourceId, sourcedFields(request), change);
    },

    /** Departments and roles with their counts. One document read. */
    async getFacets(organizationId: string): Promise<EmployeeFacets> {
      const { facets, impossible } = await employees.checkFacets(organizationId);
      if (impossible) {
        logger.error('Counts of departments and roles are wrong', { organizationId });
      }
      return facets;
    },
  };
}

/** What a source's request says, in the form in which it is stored. */
export function sourcedFields(request: SourcedEmployeeRequest) {
  const { name, email, role, department, employmentStatus } = request;
  return { name, email, role, department, employmentStatus, hourlyRateCents: payOf(request) ?? null };
}

function viewFor(role: Role, employee: Employee): EmployeeView {
  if (seesPay.has(role)) {
    return employee;
  }
  const { hourlyRateCents: _pay, ...view } = employee;
  return view;
}
