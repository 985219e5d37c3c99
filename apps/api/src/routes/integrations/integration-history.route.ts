import {
  integrationHistoryQuerySchema,
  integrationHistorySchema,
  tokenUseListSchema,
  tokenUseQuerySchema,
} from '@klayim/shared/schemas';
import { defineRoute, type Route } from '../../http/route.ts';
import type { IntegrationHistoryService } from '../../services/connections/integration-history.service.ts';
import { historyExample, tokenUseExample } from '../examples/integration-history.example.ts';
import { integrationIdParams, managers } from '../route-input.ts';

/** What the routes about a connection's past need. */
export interface IntegrationHistoryDependencies {
  integrationHistoryService: IntegrationHistoryService;
}

/** What has happened to one connection, and who uses it. */
export function integrationHistoryRoutes({
  integrationHistoryService,
}: IntegrationHistoryDependencies): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/integrations/:id/history',
      access: { ...managers, scope: 'audit:read' },
      operationId: 'getIntegrationHistory',
      tag: 'Integrations',
      summary: "See an account's last refreshes and what the audit trail says of it",
      errors: ['invalid_cursor'],
      rateLimit: 'read',
      params: integrationIdParams,
      query: integrationHistoryQuerySchema,
      responses: {
        200: {
          description: 'The refreshes, and a page of events',
          schema: integrationHistorySchema,
          example: historyExample,
        },
      },
      handler: async ({ params, query, caller }) => ({
        status: 200,
        body: await integrationHistoryService.getHistory(caller.organizationId, params.id, query),
      }),
    }),

    defineRoute({
      method: 'get',
      path: '/integrations/:id/token-use',
      access: { ...managers, scope: 'audit:read' },
      operationId: 'listTokenUse',
      tag: 'Integrations',
      summary: "See who was given an account's tokens on the last days",
      errors: [],
      rateLimit: 'read',
      params: integrationIdParams,
      query: tokenUseQuerySchema,
      responses: {
        200: {
          description: 'One entry for each caller and day',
          schema: tokenUseListSchema,
          example: tokenUseExample,
        },
      },
      handler: async ({ params, query, caller }) => ({
        status: 200,
        body: await integrationHistoryService.getTokenUse(caller.organizationId, params.id, query.days),
      }),
    }),
  ];
}
