import {
  employeeFacetsSchema,
  employeeListQuerySchema,
  employeePageSchema,
  employeeViewSchema,
} from '@klayim/shared/schemas';
import { defineRoute, type Route } from '../../http/route.ts';
import type { EmployeeService } from '../../services/employees/employee.service.ts';
import { employeeExample, employeeFacetsExample } from '../examples/employee.example.ts';
import { employeeIdParams, readers } from '../route-input.ts';

/** Routes that see the directory. */
export function employeesRoutes({ employeeService }: { employeeService: EmployeeService }): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/employees',
      access: { ...readers, scope: 'employees:read' },
      operationId: 'listEmployees',
      tag: 'Employees',
      summary: 'List, filter and search the directory',
      description:
        'Filters combine with each other and with `namePrefix`, in the order by name. `emailPrefix` and the other orders are of the whole directory. Members get no `hourlyRateCents`.',
      errors: ['invalid_cursor'],
      rateLimit: 'read',
      query: employeeListQuerySchema,
      responses: {
        200: {
          description: 'One page',
          schema: employeePageSchema,
          example: { items: [employeeExample], nextCursor: null },
        },
      },
      handler: async ({ query, caller }) => ({
        status: 200,
        body: await employeeService.listEmployees(caller, query),
      }),
    }),

    defineRoute({
      method: 'get',
      path: '/employees/facets',
      access: { ...readers, scope: 'employees:read' },
      operationId: 'getEmployeeFacets',
      tag: 'Employees',
      summary: 'Departments and roles, with how many employees each has',
      errors: [],
      rateLimit: 'read',
      responses: {
        200: {
          description: 'As of the last write',
          schema: employeeFacetsSchema,
          example: employeeFacetsExample,
        },
      },
      handler: async ({ caller }) => ({
        status: 200,
        body: await employeeService.getFacets(caller.organizationId),
      }),
    }),

    defineRoute({
      method: 'get',
      path: '/employees/:id',
      access: { ...readers, scope: 'employees:read' },
      operationId: 'getEmployee',
      tag: 'Employees',
      summary: 'See one employee',
      errors: ['record_unreadable'],
      rateLimit: 'read',
      etag: 'answered',
      params: employeeIdParams,
      responses: {
        200: { description: 'The employee', schema: employeeViewSchema, example: employeeExample },
      },
      handler: async ({ params, caller }) => {
        const employee = await employeeService.getEmployee(caller, params.id);
        return { status: 200, body: employee, version: employee.version };
      },
    }),
  ];
}
