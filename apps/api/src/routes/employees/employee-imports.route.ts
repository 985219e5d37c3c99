import {
  employeeImportFaultPageSchema,
  employeeImportFaultQuerySchema,
  employeeImportListQuerySchema,
  employeeImportPageSchema,
  employeeImportQuerySchema,
  employeeImportSchema,
} from '@klayim/shared/schemas';
import { defineRoute, type Route } from '../../http/route.ts';
import { encodingOf } from '../../services/employee-import/declared-encoding.ts';
import type { EmployeeImportService } from '../../services/employee-import/employee-import.service.ts';
import {
  employeeFileExample,
  employeeImportExample,
  employeeImportFaultExample,
  employeeImportSummaryExample,
} from '../examples/employee-import.example.ts';
import { importParams, managers } from '../route-input.ts';

/** What the routes for CSV files need. */
export interface EmployeeImportsRouteDependencies {
  employeeImportService: EmployeeImportService;
  /** Where the API is reached from outside, without a slash at the end. */
  publicBaseUrl: string;
}

/** Largest file: 20 MB. */
const fileLimitBytes = 20_000_000;

/** Routes for directories in CSV files: see docs/employees.md. */
export function employeeImportsRoutes({
  employeeImportService,
  publicBaseUrl,
}: EmployeeImportsRouteDependencies): Route[] {
  const response = { schema: employeeImportSchema, example: employeeImportExample };
  return [
    defineRoute({
      method: 'post',
      path: '/employee-imports',
      access: { ...managers, scope: 'employees:write' },
      operationId: 'startEmployeeImport',
      tag: 'Employee imports',
      summary: 'Import a CSV file, or try it out',
      description:
        'Up to 50,000 rows and 20 MB. Columns are found by common names; `<field>Column` names the others. With `dryRun=true` every row is judged, nothing is written, and `preview` shows what was made of the file. The same file with the same settings is the same import until it is over and the directory has changed: it is done again then.',
      errors: ['import_unreadable'],
      rateLimit: 'bulk',
      repeat: 'harmless',
      query: employeeImportQuerySchema,
      body: { mediaTypes: ['text/csv'], limitBytes: fileLimitBytes },
      bodyExample: employeeFileExample,
      responses: {
        200: { ...response, description: 'The import that this file already is' },
        202: {
          ...response,
          description: 'The import, which waits for its turn',
          headers: { Location: 'Where its progress is seen' },
        },
      },
      handler: async ({ query, body, caller, actor, request }) => {
        const encoding = query.encoding ?? encodingOf(request.charset);
        const settings = encoding === undefined ? query : { ...query, encoding };
        const started = await employeeImportService.startImport(caller.organizationId, settings, body, actor);
        if (!started.isNew) {
          return { status: 200, body: started.import };
        }
        const location = `${publicBaseUrl}/employee-imports/${started.import.id}`;
        return { status: 202, body: started.import, headers: { Location: location } };
      },
    }),

    defineRoute({
      method: 'get',
      path: '/employee-imports',
      access: { ...managers, scope: 'employees:write' },
      operationId: 'listEmployeeImports',
      tag: 'Employee imports',
      summary: 'List the imports of the last 30 days, newest first',
      errors: ['invalid_cursor'],
      rateLimit: 'read',
      query: employeeImportListQuerySchema,
      responses: {
        200: {
          description: 'One page',
          schema: employeeImportPageSchema,
          example: { items: [employeeImportSummaryExample], nextCursor: null },
        },
      },
      handler: async ({ query, caller }) => ({
        status: 200,
        body: await employeeImportService.listImports(caller.organizationId, query),
      }),
    }),

    defineRoute({
      method: 'get',
      path: '/employee-imports/:id',
      access: { ...managers, scope: 'employees:write' },
      operationId: 'getEmployeeImport',
      tag: 'Employee imports',
      summary: 'See how far an import has come',
      errors: [],
      rateLimit: 'read',
      params: importParams,
      responses: { 200: { ...response, description: 'The import' } },
      handler: async ({ params, caller }) => ({
        status: 200,
        body: await employeeImportService.getImport(caller.organizationId, params.id),
      }),
    }),

    defineRoute({
      method: 'get',
      path: '/employee-imports/:id/events',
      access: { ...managers, scope: 'employees:write' },
      operationId: 'followEmployeeImport',
      tag: 'Employee imports',
      summary: 'Follow an import by server-sent events',
      description:
        'One `progress` event for each change, with the whole import as its data, until the import is over. A stream lasts a minute at most: connect again, nothing is missed. A caller may hold three at once, an organization ten.',
      errors: [],
      rateLimit: 'read',
      params: importParams,
      responses: {
        200: {
          description: 'The events',
          stream: 'text/event-stream',
          schema: employeeImportSchema,
          example: employeeImportExample,
        },
      },
      handler: async ({ params, caller }) => ({
        status: 200,
        body: await employeeImportService.followImport(caller.organizationId, params.id),
        // Proxies that collect an answer before they pass it on would hold the events back.
        headers: { 'X-Accel-Buffering': 'no' },
      }),
    }),

    defineRoute({
      method: 'get',
      path: '/employee-imports/:id/faults',
      access: { ...managers, scope: 'employees:write' },
      operationId: 'listEmployeeImportFaults',
      tag: 'Employee imports',
      summary: 'List what is wrong with rows, in the order of the file',
      errors: ['invalid_cursor'],
      rateLimit: 'read',
      params: importParams,
      query: employeeImportFaultQuerySchema,
      responses: {
        200: {
          description: 'One page',
          schema: employeeImportFaultPageSchema,
          example: { items: [employeeImportFaultExample], nextCursor: null },
        },
      },
      handler: async ({ params, query, caller }) => ({
        status: 200,
        body: await employeeImportService.listFaults(caller.organizationId, params.id, query),
      }),
    }),
  ];
}
