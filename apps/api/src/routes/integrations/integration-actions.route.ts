import {
  connectionTestSchema,
  disconnectResponseSchema,
  integrationSchema,
  tokenRequestSchema,
  tokenResponseSchema,
} from '@klayim/shared/schemas';
import { defineRoute, type Route } from '../../http/route.ts';
import type { ConnectionTestService } from '../../services/connections/connection-test.service.ts';
import type { IntegrationService } from '../../services/connections/integration-service.ts';
import { integrationFor } from '../../services/connections/integration-view.ts';
import type { TokenRefreshService } from '../../services/token-refresh/token-refresh-service.ts';
import {
  connectionTestExample,
  disconnectedExample,
  integrationExample,
  tokenExample,
  tokenRequestExample,
} from '../examples/integration.example.ts';
import { integrationIdParams, managers } from '../route-input.ts';

/** What the actions need. */
export interface IntegrationActionDependencies {
  connectionTestService: ConnectionTestService;
  integrationService: IntegrationService;
  tokenRefreshService: TokenRefreshService;
}

/** What a refresh can end with. */
const refreshErrors = [
  'integration_disconnected',
  'reauthorization_required',
  'application_refused',
  'refresh_in_progress',
  'provider_not_configured',
  'provider_misconfigured',
  'provider_unavailable',
] as const;

/** Routes that do something with one integration. */
export function integrationActionRoutes({
  connectionTestService,
  integrationService,
  tokenRefreshService,
}: IntegrationActionDependencies): Route[] {
  return [
    defineRoute({
      method: 'post',
      path: '/integrations/:id/refresh',
      access: { ...managers, scope: 'integrations:manage' },
      operationId: 'refreshIntegration',
      tag: 'Integrations',
      summary: "Refresh an account's access token now",
      errors: refreshErrors,
      rateLimit: 'refresh',
      repeat: 'harmless',
      params: integrationIdParams,
      responses: {
        200: {
          description: 'The account, refreshed',
          schema: integrationSchema,
          example: integrationExample,
        },
      },
      handler: async ({ params, caller, actor }) => {
        const refreshed = await tokenRefreshService.refreshToken(caller.organizationId, params.id, actor);
        return { status: 200, body: integrationFor(caller.role, refreshed) };
      },
    }),

    defineRoute({
      method: 'post',
      path: '/integrations/:id/test',
      access: { ...managers, scope: 'integrations:manage' },
      operationId: 'testIntegration',
      tag: 'Integrations',
      summary: 'Ask the provider whether it accepts the access token, and whose it is',
      description:
        'The answer holds no token. An expired token is refreshed first, as for any caller, and the test counts as a use.',
      errors: refreshErrors,
      rateLimit: 'refresh',
      repeat: 'harmless',
      params: integrationIdParams,
      responses: {
        200: {
          description: 'What the provider says',
          schema: connectionTestSchema,
          example: connectionTestExample,
        },
      },
      handler: async ({ params, caller }) => ({
        status: 200,
        body: await connectionTestService.testConnection(caller.organizationId, params.id),
      }),
    }),

    defineRoute({
      method: 'post',
      path: '/integrations/:id/disconnect',
      access: { ...managers, scope: 'integrations:manage' },
      operationId: 'disconnectIntegration',
      tag: 'Integrations',
      summary: 'Disconnect an account and erase its credentials',
      errors: [],
      rateLimit: 'write',
      repeat: 'harmless',
      params: integrationIdParams,
      responses: {
        200: {
          description: 'The account, and what became of the grant',
          schema: disconnectResponseSchema,
          example: { integration: disconnectedExample, revocation: 'revoked' },
        },
      },
      handler: async ({ params, caller, actor }) => {
        const done = await integrationService.disconnect(caller.organizationId, params.id, actor);
        return { status: 200, body: { ...done, integration: integrationFor(caller.role, done.integration) } };
      },
    }),

    defineRoute({
      method: 'delete',
      path: '/integrations/:id',
      access: { roles: ['owner'] },
      operationId: 'deleteIntegration',
      tag: 'Integrations',
      summary: 'Delete an account and its history for good',
      errors: [],
      rateLimit: 'write',
      params: integrationIdParams,
      responses: { 204: { description: 'It is gone' } },
      handler: async ({ params, caller, actor }) => {
        await integrationService.deleteIntegration(caller.organizationId, params.id, actor);
        return { status: 204 };
      },
    }),

    defineRoute({
      method: 'post',
      path: '/integrations/:id/token',
      access: { roles: ['service'], scope: 'tokens:read' },
      operationId: 'getAccessToken',
      tag: 'Integrations',
      summary: 'Get an access token that is valid now',
      errors: refreshErrors,
      rateLimit: 'token',
      rateLimitByBody: (body) =>
        tokenRequestSchema.parse(body ?? {}).forceRefresh === true ? 'refresh' : null,
      repeat: 'harmless',
      params: integrationIdParams,
      body: tokenRequestSchema.default({}),
      bodyExample: tokenRequestExample,
      responses: { 200: { description: 'The token', schema: tokenResponseSchema, example: tokenExample } },
      handler: async ({ params, body, caller, actor }) => {
        const options = { ...body, actor };
        const token = await tokenRefreshService.getValidToken(caller.organizationId, params.id, options);
        return { status: 200, body: { ...token, tokenType: 'Bearer' as const } };
      },
    }),
  ];
}
