import {
  importIntegrationSchema,
  integrationListQuerySchema,
  integrationPageSchema,
  integrationSchema,
  integrationSummarySchema,
  integrationTrendsSchema,
  providerListSchema,
} from '@klayim/shared/schemas';
import { AppError } from '../../errors/app-error.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import type { ProviderRegistry } from '../../providers/provider-registry.ts';
import type { IntegrationService } from '../../services/connections/integration-service.ts';
import type { IntegrationSummaryService } from '../../services/connections/integration-summary.service.ts';
import type { IntegrationTrendsService } from '../../services/connections/integration-trends.service.ts';
import { integrationFor } from '../../services/connections/integration-view.ts';
import {
  importExample,
  integrationExample,
  providersExample,
  summaryExample,
  trendsExample,
} from '../examples/integration.example.ts';
import { integrationIdParams, knownProvider, managers, readers } from '../route-input.ts';

/** What the collection's routes need. */
export interface IntegrationsRouteDependencies {
  integrationService: IntegrationService;
  integrationSummaryService: IntegrationSummaryService;
  integrationTrendsService: IntegrationTrendsService;
  providerRegistry: ProviderRegistry;
  /** Where the API is reached from outside, without a slash at the end. */
  publicBaseUrl: string;
}

/** Routes that see integrations, and the one that imports. */
export function integrationsRoutes({
  integrationService,
  integrationSummaryService,
  integrationTrendsService,
  providerRegistry,
  publicBaseUrl,
}: IntegrationsRouteDependencies): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/integrations',
      access: { ...readers, scope: 'integrations:read' },
      operationId: 'listIntegrations',
      tag: 'Integrations',
      summary: 'List the connected accounts, newest first or in another order',
      errors: ['invalid_cursor'],
      rateLimit: 'read',
      query: integrationListQuerySchema.refine(...knownProvider(providerRegistry)),
      responses: {
        200: {
          description: 'One page',
          schema: integrationPageSchema,
          example: { items: [integrationExample], nextCursor: null },
        },
      },
      handler: async ({ query, caller }) => {
        const page = await integrationService.listIntegrations(caller.organizationId, query);
        const items = page.items.map((each) => integrationFor(caller.role, each));
        return { status: 200, body: { ...page, items } };
      },
    }),

    defineRoute({
      method: 'get',
      path: '/integrations/summary',
      access: { ...readers, scope: 'integrations:read' },
      operationId: 'getIntegrationSummary',
      tag: 'Integrations',
      summary: 'See in numbers how the connected accounts are',
      description:
        'Exact, and at the same cost for any number of accounts: six counts for each provider, which Firestore bills as one read a thousand accounts, and at most eight documents.',
      errors: [],
      rateLimit: 'read',
      responses: {
        200: { description: 'The numbers', schema: integrationSummarySchema, example: summaryExample },
      },
      handler: async ({ caller }) => ({
        status: 200,
        body: await integrationSummaryService.getSummary(caller.organizationId),
      }),
    }),

    defineRoute({
      method: 'get',
      path: '/integrations/trends',
      access: { ...readers, scope: 'integrations:read' },
      operationId: 'getIntegrationTrends',
      tag: 'Integrations',
      summary: 'See refreshes and failures over time, and what ends in the next days',
      description:
        'Added up from what each connection has counted of itself, of the 1,000 that changed last; the same answer is given for a minute.',
      errors: [],
      rateLimit: 'bulk',
      responses: {
        200: { description: 'The numbers', schema: integrationTrendsSchema, example: trendsExample },
      },
      handler: async ({ caller }) => ({
        status: 200,
        body: await integrationTrendsService.getTrends(caller.organizationId),
      }),
    }),

    defineRoute({
      method: 'get',
      path: '/integrations/providers',
      access: { ...readers, scope: 'integrations:read' },
      operationId: 'listProviders',
      tag: 'Integrations',
      summary: 'List the providers that accounts can be connected at',
      errors: [],
      rateLimit: 'read',
      responses: {
        200: {
          description: 'Every provider',
          schema: providerListSchema,
          example: { items: providersExample },
        },
      },
      handler: async () => ({ status: 200, body: { items: integrationService.getProviders() } }),
    }),

    defineRoute({
      method: 'get',
      path: '/integrations/:id',
      access: { ...readers, scope: 'integrations:read' },
      operationId: 'getIntegration',
      tag: 'Integrations',
      summary: 'See one connected account',
      errors: [],
      rateLimit: 'read',
      params: integrationIdParams,
      responses: {
        200: { description: 'The account', schema: integrationSchema, example: integrationExample },
      },
      handler: async ({ params, caller }) => {
        const integration = await integrationService.getIntegration(caller.organizationId, params.id);
        if (!integration) {
          throw new AppError('integration_not_found');
        }
        return { status: 200, body: integrationFor(caller.role, integration) };
      },
    }),

    defineRoute({
      method: 'post',
      path: '/integrations',
      access: { ...managers, scope: 'integrations:manage' },
      operationId: 'importIntegration',
      tag: 'Integrations',
      summary: 'Import tokens that were obtained elsewhere',
      description:
        'The provider must confirm that the tokens belong to this application and to that account: the refresh token is used once, and what comes back is stored. Google also confirms an access token alone; Microsoft does not.',
      errors: [
        'already_connected',
        'tokens_not_proven',
        'organization_deleted',
        'provider_not_configured',
        'provider_misconfigured',
        'provider_unavailable',
      ],
      rateLimit: 'write',
      repeat: 'keyed',
      body: importIntegrationSchema.refine(...knownProvider(providerRegistry)),
      bodyExample: importExample,
      responses: {
        201: {
          description: 'The account, connected',
          schema: integrationSchema,
          example: integrationExample,
          headers: { Location: 'Where the account is seen from now on' },
        },
      },
      handler: async ({ body: request, caller, actor }) => {
        const { expiresAt: _told, ...tokens } = request;
        const integration = await integrationService.importTokens({
          ...tokens,
          actor,
          organizationId: caller.organizationId,
          refreshToken: request.refreshToken ?? null,
        });
        const location = `${publicBaseUrl}/integrations/${integration.id}`;
        const body = integrationFor(caller.role, integration);
        return { status: 201, body, headers: { Location: location } };
      },
    }),
  ];
}
