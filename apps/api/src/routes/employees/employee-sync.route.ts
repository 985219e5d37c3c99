import {
  employeeSyncRequestSchema,
  employeeSyncResultSchema,
  employeeSyncSessionSchema,
  startEmployeeSyncSchema,
} from '@klayim/shared/schemas';
import { defineRoute, type Route } from '../../http/route.ts';
import type { EmployeeSyncService } from '../../services/employees/employee-sync.service.ts';
import {
  employeeSyncResultExample,
  employeeSyncSessionExample,
  sourcedEmployeeExample,
} from '../examples/employee.example.ts';
import { managers, syncSessionParams } from '../route-input.ts';

/** What the routes for HR systems' connectors need. */
export interface EmployeeSyncRouteDependencies {
  employeeSyncService: EmployeeSyncService;
  /** Where the API is reached from outside, without a slash at the end. */
  publicBaseUrl: string;
}

/** 5,000 records of 2 KB, ten times the usual length. */
const bodyLimitBytes = 10 * 1_048_576;
const jsonLimits = { items: 5_000, values: 100_000, members: 50 };

/** Routes for connectors of HR systems: see docs/employees.md. */
export function employeeSyncRoutes({
  employeeSyncService,
  publicBaseUrl,
}: EmployeeSyncRouteDependencies): Route[] {
  return [
    defineRoute({
      method: 'post',
      path: '/employees/sync',
      access: { ...managers, scope: 'employees:write' },
      operationId: 'syncEmployees',
      tag: 'Employees',
      summary: 'Write up to 5,000 records of a source',
      description:
        '`full` without a session permanently deletes, at the very end, the employees that the source no longer has. With a session, no employee is deleted before it is finished.',
      errors: ['sync_session_not_found', 'sync_session_closed', 'too_many_facets', 'record_unreadable'],
      rateLimit: 'bulk',
      repeat: 'harmless',
      bodyLimitBytes,
      jsonLimits,
      longList: 'employees',
      body: employeeSyncRequestSchema,
      bodyExample: {
        sourceType: 'bamboohr',
        mode: 'incremental',
        employees: [{ ...sourcedEmployeeExample, sourceId: '42' }],
      },
      responses: {
        200: {
          description: 'What became of the records',
          schema: employeeSyncResultSchema,
          example: employeeSyncResultExample,
        },
      },
      handler: async ({ body, caller, actor }) => ({
        status: 200,
        body: await employeeSyncService.syncEmployees(caller.organizationId, body, actor),
      }),
    }),

    defineRoute({
      method: 'post',
      path: '/employee-sync-sessions',
      access: { ...managers, scope: 'employees:write' },
      operationId: 'startEmployeeSyncSession',
      tag: 'Employees',
      summary: 'Start a full synchronization in several calls',
      errors: [],
      rateLimit: 'bulk',
      repeat: 'keyed',
      body: startEmployeeSyncSchema,
      bodyExample: { sourceType: 'bamboohr' },
      responses: {
        201: {
          description: 'The session, open for a day',
          schema: employeeSyncSessionSchema,
          example: employeeSyncSessionExample,
          headers: { Location: 'Where the session is seen' },
        },
      },
      handler: async ({ body, caller }) => {
        const session = await employeeSyncService.startSession(caller.organizationId, body.sourceType);
        const location = `${publicBaseUrl}/employee-sync-sessions/${session.id}`;
        return { status: 201, body: session, headers: { Location: location } };
      },
    }),

    defineRoute({
      method: 'get',
      path: '/employee-sync-sessions/:id',
      access: { ...managers, scope: 'employees:write' },
      operationId: 'getEmployeeSyncSession',
      tag: 'Employees',
      summary: 'See a full synchronization in several calls',
      errors: [],
      rateLimit: 'read',
      params: syncSessionParams,
      responses: {
        200: {
          description: 'The session',
          schema: employeeSyncSessionSchema,
          example: employeeSyncSessionExample,
        },
      },
      handler: async ({ params, caller }) => ({
        status: 200,
        body: await employeeSyncService.getSession(caller.organizationId, params.id),
      }),
    }),

    defineRoute({
      method: 'post',
      path: '/employee-sync-sessions/:id/finish',
      access: { ...managers, scope: 'employees:write' },
      operationId: 'finishEmployeeSyncSession',
      tag: 'Employees',
      summary: 'Delete for good who was not sent in the session',
      description: 'While the session is `finishing`, repeat the call: each works for half a minute.',
      errors: ['sync_session_empty', 'record_unreadable'],
      rateLimit: 'bulk',
      repeat: 'harmless',
      params: syncSessionParams,
      responses: {
        200: {
          description: 'The session, `finished` or still `finishing`',
          schema: employeeSyncSessionSchema,
          example: { ...employeeSyncSessionExample, status: 'finished', deleted: 12 },
        },
      },
      handler: async ({ params, caller, actor }) => ({
        status: 200,
        body: await employeeSyncService.finishSession(caller.organizationId, params.id, actor),
      }),
    }),
  ];
}
