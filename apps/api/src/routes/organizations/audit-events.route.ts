import {
  auditEventFilterSchema,
  auditEventListQuerySchema,
  auditEventPageSchema,
  auditEventSchema,
} from '@klayim/shared/schemas';
import { ndjsonMediaType } from '../../http/ndjson.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import type { AuditService } from '../../services/audit/audit.service.ts';
import { auditEventExample } from '../examples/audit-event.example.ts';
import { managers } from '../route-input.ts';

/** What the trail's routes need. */
export interface AuditEventsRouteDependencies {
  auditService: AuditService;
}

/** Routes that read the audit trail. */
export function auditEventsRoutes({ auditService }: AuditEventsRouteDependencies): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/audit-events',
      access: { ...managers, scope: 'audit:read' },
      operationId: 'listAuditEvents',
      tag: 'Audit',
      summary: 'List what happened, newest first',
      errors: ['invalid_cursor'],
      rateLimit: 'read',
      query: auditEventListQuerySchema,
      responses: {
        200: {
          description: 'One page',
          schema: auditEventPageSchema,
          example: { items: [auditEventExample], nextCursor: null },
        },
      },
      handler: async ({ query, caller }) => ({
        status: 200,
        body: await auditService.listEvents(caller.organizationId, query),
      }),
    }),

    defineRoute({
      method: 'get',
      path: '/audit-events/export',
      access: { ...managers, scope: 'audit:read' },
      operationId: 'exportAuditEvents',
      tag: 'Audit',
      summary: 'Export what happened, newest first',
      description:
        'One event a line, all that fit. An export that is cut short (the connection breaks) can be continued with `to` ' +
        'set to the `at` of the last whole line, which may repeat events of that very millisecond.',
      errors: [],
      rateLimit: 'bulk',
      query: auditEventFilterSchema,
      responses: {
        200: {
          description: 'Every event',
          stream: ndjsonMediaType,
          schema: auditEventSchema,
          example: auditEventExample,
          headers: { 'Content-Disposition': 'A name for the file: a browser saves it and does not show it' },
        },
      },
      handler: async ({ query, caller }) => ({
        status: 200,
        headers: { 'Content-Disposition': 'attachment; filename="audit-events.ndjson"' },
        body: auditService.exportEvents(caller.organizationId, query),
      }),
    }),
  ];
}
