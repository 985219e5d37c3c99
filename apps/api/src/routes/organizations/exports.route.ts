import { auditEventFilterSchema } from '@klayim/shared/schemas';
import { defineRoute, type Route } from '../../http/route.ts';
import type { ExportsService } from '../../services/exports/exports.service.ts';
import {
  deliveriesCsv,
  employeesCsv,
  eventsCsv,
  faultsCsv,
  importsCsv,
  integrationsCsv,
  membersCsv,
} from '../examples/export.example.ts';
import { importParams, managers, owners, people, readers, webhookEndpointParams } from '../route-input.ts';

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

    defineRoute({
      method: 'get',
      path: '/employee-imports/export',
      access: { ...managers, scope: 'employees:write' },
      operationId: 'exportEmployeeImports',
      tag: 'Employee imports',
      summary: 'Export the imports of the last 30 days as CSV, newest first',
      description,
      errors: [],
      rateLimit: 'bulk',
      responses: { 200: { description: 'Every import', stream, headers, example: importsCsv } },
      handler: async ({ caller }) => ({
        status: 200,
        headers: savedAs('imports'),
        body: exportsService.exportImports(caller.organizationId),
      }),
    }),

    defineRoute({
      method: 'get',
      path: '/audit-events/export/csv',
      access: { ...managers, scope: 'audit:read' },
      operationId: 'exportAuditEventsAsCsv',
      tag: 'Audit',
      summary: 'Export what happened as CSV, newest first',
      description: `${description} One that is cut short can be continued as \`GET /audit-events/export\`.`,
      errors: [],
      rateLimit: 'bulk',
      query: auditEventFilterSchema,
      responses: { 200: { description: 'Every event that fits', stream, headers, example: eventsCsv } },
      handler: async ({ query, caller }) => ({
        status: 200,
        headers: savedAs('audit-events'),
        body: exportsService.exportEvents(caller.organizationId, query),
      }),
    }),

    defineRoute({
      method: 'get',
      path: '/organization/members/export',
      access: people,
      operationId: 'exportMembers',
      tag: 'Organization',
      summary: 'Export the people of your organization as CSV, by address',
      description,
      errors: [],
      rateLimit: 'bulk',
      responses: { 200: { description: 'Everybody', stream, headers, example: membersCsv } },
      handler: async ({ caller }) => ({
        status: 200,
        headers: savedAs('members'),
        body: exportsService.exportMembers(caller.organizationId),
      }),
    }),

    defineRoute({
      method: 'get',
      path: '/webhook-endpoints/:id/deliveries/export',
      access: owners,
      operationId: 'exportWebhookDeliveries',
      tag: 'Webhooks',
      summary: 'Export what an endpoint was or will be sent in the last 30 days as CSV, newest first',
      description,
      errors: [],
      rateLimit: 'bulk',
      params: webhookEndpointParams,
      responses: { 200: { description: 'Every delivery', stream, headers, example: deliveriesCsv } },
      handler: async ({ params, caller }) => ({
        status: 200,
        headers: savedAs('deliveries'),
        body: exportsService.exportDeliveries(caller.organizationId, params.id),
      }),
    }),
  ];
}
