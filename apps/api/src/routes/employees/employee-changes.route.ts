import {
  createEmployeeRequestSchema,
  employeePatchRequestSchema,
  employeeViewSchema,
  sourcedEmployeeRequestSchema,
} from '@klayim/shared/schemas';
import { type IfMatch, isExpectedVersion } from '../../http/conditional.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import type { EmployeeService } from '../../services/employees/employee.service.ts';
import {
  employeeExample,
  employeePatchExample,
  newEmployeeExample,
  sourcedEmployeeExample,
} from '../examples/employee.example.ts';
import { employeeIdParams, employeeSourceParams, managers } from '../route-input.ts';

/** What the routes that change the directory need. */
export interface EmployeeChangesDependencies {
  employeeService: EmployeeService;
  /** Where the API is reached from outside, without a slash at the end. */
  publicBaseUrl: string;
}

/** Whether a version, or null for no record, is the one that a request is about. */
function expectedBy(ifMatch: IfMatch | undefined) {
  return (version: string | null) =>
    version === null ? ifMatch === undefined : isExpectedVersion(ifMatch, version);
}

/** Routes that change the directory, one employee at a time. */
export function employeeChangesRoutes({
  employeeService,
  publicBaseUrl,
}: EmployeeChangesDependencies): Route[] {
  const locationOf = (id: string) => ({ Location: `${publicBaseUrl}/employees/${id}` });
  const location = { Location: 'Where the employee is seen from now on' };
  return [
    defineRoute({
      method: 'post',
      path: '/employees',
      access: { ...managers, scope: 'employees:write' },
      operationId: 'createEmployee',
      tag: 'Employees',
      summary: 'Add an employee',
      errors: ['employee_exists', 'too_many_facets', 'record_unreadable'],
      rateLimit: 'write',
      repeat: 'keyed',
      etag: 'answered',
      body: createEmployeeRequestSchema,
      bodyExample: newEmployeeExample,
      responses: {
        201: {
          description: 'The employee',
          schema: employeeViewSchema,
          example: employeeExample,
          headers: location,
        },
      },
      handler: async ({ body, caller, actor, request: { recordId } }) => {
        const employee = await employeeService.createEmployee(caller.organizationId, body, {
          actor,
          recordId,
        });
        return {
          status: 201,
          body: employee,
          version: employee.version,
          headers: locationOf(employee.id),
        };
      },
    }),

    defineRoute({
      method: 'patch',
      path: '/employees/:id',
      access: { ...managers, scope: 'employees:write' },
      operationId: 'updateEmployee',
      tag: 'Employees',
      summary: 'Change the named fields of an employee',
      description: 'The next synchronization of a record with a source overwrites what was changed here.',
      errors: ['too_many_facets', 'record_unreadable'],
      rateLimit: 'write',
      repeat: 'harmless',
      etag: 'required',
      params: employeeIdParams,
      body: employeePatchRequestSchema,
      bodyExample: employeePatchExample,
      responses: {
        200: { description: 'The employee', schema: employeeViewSchema, example: employeeExample },
      },
      handler: async ({ params, body, caller, actor, request }) => {
        const employee = await employeeService.updateEmployee(caller.organizationId, params.id, body, {
          actor,
          isExpected: expectedBy(request.ifMatch),
        });
        return { status: 200, body: employee, version: employee.version };
      },
    }),

    defineRoute({
      method: 'delete',
      path: '/employees/:id',
      access: { ...managers, scope: 'employees:write' },
      operationId: 'deleteEmployee',
      tag: 'Employees',
      summary: 'Remove an employee for good',
      description: 'With an `If-Match` header, only in that version.',
      errors: ['precondition_failed', 'record_unreadable'],
      rateLimit: 'write',
      params: employeeIdParams,
      responses: { 204: { description: 'The employee is gone' } },
      handler: async ({ params, caller, actor, request }) => {
        await employeeService.deleteEmployee(caller.organizationId, params.id, {
          actor,
          isExpected: expectedBy(request.ifMatch),
        });
        return { status: 204 };
      },
    }),

    defineRoute({
      method: 'put',
      path: '/employees/by-source/:sourceType/:sourceId',
      access: { ...managers, scope: 'employees:write' },
      operationId: 'putEmployeeBySource',
      tag: 'Employees',
      summary: 'Write what a source says of one of its people',
      description:
        'Creates the employee of that record, or overwrites everything of it. The same again writes nothing. With an `If-Match` header, only that version is overwritten.',
      errors: ['precondition_failed', 'too_many_facets', 'record_unreadable'],
      rateLimit: 'write',
      etag: 'answered',
      params: employeeSourceParams,
      body: sourcedEmployeeRequestSchema,
      bodyExample: sourcedEmployeeExample,
      responses: {
        200: { description: 'As the source says', schema: employeeViewSchema, example: employeeExample },
        201: {
          description: 'A new employee',
          schema: employeeViewSchema,
          example: employeeExample,
          headers: location,
        },
      },
      handler: async ({ params, body, caller, actor, request }) => {
        const { employee, isNew } = await employeeService.putSourcedEmployee(
          caller.organizationId,
          params,
          body,
          { actor, isExpected: expectedBy(request.ifMatch) },
        );
        const { version } = employee;
        return isNew
          ? { status: 201, body: employee, version, headers: locationOf(employee.id) }
          : { status: 200, body: employee, version };
      },
    }),
  ];
}
