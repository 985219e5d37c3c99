import {
  operatorOrganizationPageSchema,
  operatorOrganizationQuerySchema,
  providerTroubleListSchema,
} from '@klayim/shared/schemas';
import { defineRoute, type Route } from '../http/route.ts';
import type { OperatorOverviewService } from '../services/organizations/operator-overview.service.ts';

/** What the overview needs. */
export interface OperatorOverviewDependencies {
  operatorOverviewService: OperatorOverviewService;
}

const organization = {
  id: 'northwind',
  name: 'Northwind Traders',
  connections: 14,
  connectionsInNeed: 2,
  members: 5,
};
const trouble = {
  server: 'microsoft',
  failure: 'unavailable',
  incident: true,
  organizations: ['northwind', 'contoso', 'fabrikam'],
  checkedAt: '2026-11-23T10:15:00.000Z',
} as const;

/** Organizations and providers in numbers, for those who run the platform. */
export function operatorOverviewRoutes({ operatorOverviewService }: OperatorOverviewDependencies): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/operator/organizations',
      access: 'operator',
      operationId: 'listOrganizations',
      tag: 'Operators',
      summary: 'List the organizations by id, with how many connections and people each has',
      description: 'Those that have a document: made by `grant`, or whose settings were changed once.',
      errors: ['invalid_cursor'],
      rateLimit: 'bulk',
      query: operatorOrganizationQuerySchema,
      responses: {
        200: {
          description: 'One page',
          schema: operatorOrganizationPageSchema,
          example: { items: [organization], nextCursor: null },
        },
      },
      handler: async ({ query }) => ({
        status: 200,
        body: await operatorOverviewService.listOrganizations(query),
      }),
    }),

    defineRoute({
      method: 'get',
      path: '/operator/incidents',
      access: 'operator',
      operationId: 'listIncidents',
      tag: 'Operators',
      summary: 'What fails at providers now, and for whom',
      errors: [],
      rateLimit: 'read',
      responses: {
        200: {
          description: 'What is suspected or known',
          schema: providerTroubleListSchema,
          example: { items: [trouble] },
        },
      },
      handler: async () => ({ status: 200, body: await operatorOverviewService.listTrouble() }),
    }),
  ];
}
