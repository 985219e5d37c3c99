import { defineRoute, type Route } from '../http/route.ts';
import type { ExportsService } from '../services/exports.service.ts';
import { employeesCsv, faultsCsv, integrationsCsv } from './examples/export.example.ts';
import { importParams, managers, readers } from './route-input.ts';

/** What the exports need. */
export interface ExportsRouteDependencies {
  exportsService: ExportsService;
}

const description =
  'UTF-8 with a byte order mark, lines that end in CR LF. What a spreadsheet would run as a formula has an apostrophe before it.';
const headers = { 'Content-Disposition': 'A name for the file: a browser saves it and does not show it' };
const stream = 'text/csv' as const;
const savedAs = (name: string) => ({ 'Content-Disposition': `attachment; filename="${name}.csv"` });

/** Whole lists as files. */
export function exportsRoutes({ exportsService }: ExportsRouteDependencies): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/integrations/export',
      access: { ...readers, scope: 'integrations:read' },
      operationId: 'exportIntegrations',
      tag: 'Integrations',
      summary: 'Export the connected accounts as CSV, newest first',
      description,
      errors: [],
      rateLimit: 'bulk',
      responses: { 200: { description: 'Every account', stream, headers, example: integrationsCsv } },
      handler: async ({ caller }) => ({
        status: 200,
        headers: savedAs('integrations'),
        body: exportsService.exportIntegrations(caller),
      }),
    }),

    defineRoute({
      method: 'get',
      path: '/employees/export',
      access: { ...managers, scope: 'employees:read' },
      operationId: 'exportEmployees',
      tag: 'Employees',
      summary: 'Export the directory as CSV, by name',
      description,
      errors: [],
      rateLimit: 'bulk',
      responses: { 200: { description: 'Every person', stream, headers, example: employeesCsv } },
      handler: async ({ caller }) => ({
        status: 200,
        headers: savedAs('employees'),
        body: exportsService.exportEmployees(caller),
      }),
    }),

    defineRoute({
      method: 'get',
      path: '/employee-imports/:id/faults/export',
      access: { ...managers, scope: 'employees:write' },
      operationId: 'exportEmployeeImportFaults',
      tag: 'Employee imports',
      summary: 'Export what is wrong with rows as CSV, in the order of the file',
      description: `${description} The rows themselves are not kept: the file held salaries.`,
      errors: [],
      rateLimit: 'bulk',
      params: importParams,
      responses: {
        200: { description: 'Line, column and reason of each', stream, headers, example: faultsCsv },
      },
      handler: async ({ params, caller }) => ({
        status: 200,
        headers: savedAs('rejected-rows'),
        body: exportsService.exportFaults(caller.organizationId, params.id),
      }),
    }),
  ];
}
