import {
  disconnectResponseSchema,
  integrationSchema,
  tokenRequestSchema,
  tokenResponseSchema,
} from '@klayim/shared/schemas';
import { defineRoute, type Route } from '../http/route.ts';
import type { IntegrationService, TokenRefreshService } from '../services/service-types.ts';
import { integrationIdParams, managers } from './route-input.ts';

/** What the actions need. */
export interface IntegrationActionDependencies {
  integrationService: IntegrationService;
  tokenRefreshService: TokenRefreshService;
}

/** Routes that do something with one integration. */
export function integrationActionRoutes({
  integrationService,
  tokenRefreshService,
}: IntegrationActionDependencies): Route[] {
  return [
    defineRoute({
      method: 'post',
      path: '/integrations/:id/refresh',
      access: managers,
      summary: "Refresh an account's access token now",
      params: integrationIdParams,
      responses: { 200: { description: 'The account, refreshed', schema: integrationSchema } },
      handler: async ({ params, caller, actor }) => ({
        status: 200,
        body: await tokenRefreshService.refreshToken(caller.organizationId, params.id, actor),
      }),
    }),

    defineRoute({
      method: 'post',
      path: '/integrations/:id/disconnect',
      access: managers,
      summary: 'Disconnect an account and erase its credentials',
      params: integrationIdParams,
      responses: {
        200: { description: 'The account, and what became of the grant', schema: disconnectResponseSchema },
      },
      handler: async ({ params, caller, actor }) => ({
        status: 200,
        body: await integrationService.disconnect(caller.organizationId, params.id, actor),
      }),
    }),

    defineRoute({
      method: 'delete',
      path: '/integrations/:id',
      access: { roles: ['owner'] },
      summary: 'Delete an account and its history for good',
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
      access: { roles: ['service'] },
      summary: 'Get an access token that is valid now',
      params: integrationIdParams,
      body: tokenRequestSchema.default({}),
      responses: { 200: { description: 'The token', schema: tokenResponseSchema } },
      handler: async ({ params, body, caller, actor }) => {
        const options = { ...body, actor };
        const token = await tokenRefreshService.getValidToken(caller.organizationId, params.id, options);
        const { accessToken, expiresAt, scopes, degraded } = token;
        return {
          status: 200,
          body: { accessToken, tokenType: 'Bearer' as const, expiresAt, scopes, degraded },
        };
      },
    }),
  ];
}
