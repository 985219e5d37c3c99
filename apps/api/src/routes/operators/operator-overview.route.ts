import {
  clientSecretEndsListSchema,
  operatorOrganizationPageSchema,
  operatorOrganizationQuerySchema,
  providerTroubleListSchema,
  queueDepthListSchema,
} from '@klayim/shared/schemas';
import { defineRoute, type Route } from '../../http/route.ts';
import type { ClientSecretWatch } from '../../services/operators/client-secret-watch.ts';
import type { OperatorOverviewService } from '../../services/organizations/operator-overview.service.ts';

/** What the overview needs. */
export interface OperatorOverviewDependencies {
  operatorOverviewService: OperatorOverviewService;
  clientSecretWatch: Pick<ClientSecretWatch, 'listEnds'>;
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
const queue = {
  queue: 'webhooks',
  waiting: 12,
  overdue: 2,
  overdueSince: '2026-11-23T09:58:00.000Z',
} as const;
const secretEnds = {
  server: 'microsoft',
  endsOn: ['2027-05-31', '2026-12-31'],
  worksUntil: '2027-05-31',
  daysLeft: 189,
};

/** Organizations and providers in numbers, for those who run the platform. */
export function operatorOverviewRoutes({
  operatorOverviewService,
  clientSecretWatch,
}: OperatorOverviewDependencies): Route[] {
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

    defineRoute({
      method: 'get',
      path: '/operator/queues',
      access: 'operator',
      operationId: 'countQueues',
      tag: 'Operators',
      summary: 'How much work waits, and what of it is late',
      description:
        'Counted in the database, across organizations: it shows what the task queues may have lost, too.',
      errors: [],
      rateLimit: 'bulk',
      responses: {
        200: {
          description: 'Every kind of work',
          schema: queueDepthListSchema,
          example: { items: [queue], countedAt: '2026-11-23T10:15:00.000Z' },
        },
      },
      handler: async () => ({ status: 200, body: await operatorOverviewService.countQueues() }),
    }),

    defineRoute({
      method: 'get',
      path: '/operator/client-secrets',
      access: 'operator',
      operationId: 'listClientSecretEnds',
      tag: 'Operators',
      summary: 'When our client secrets at the providers end',
      description: 'As the configuration says; no secret is told.',
      errors: [],
      rateLimit: 'read',
      responses: {
        200: {
          description: 'Every configured authorization server',
          schema: clientSecretEndsListSchema,
          example: { items: [secretEnds] },
        },
      },
      handler: async () => ({ status: 200, body: { items: clientSecretWatch.listEnds() } }),
    }),
  ];
}
