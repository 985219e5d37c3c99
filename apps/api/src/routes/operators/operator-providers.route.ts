import { unlistedErrorListSchema } from '@klayim/shared/schemas';
import { defineRoute, type Route } from '../../http/route.ts';
import type { UnlistedErrorsService } from '../../services/operators/unlisted-errors.ts';

/** What the routes about providers need. */
export interface OperatorProvidersDependencies {
  unlistedErrorsService: UnlistedErrorsService;
}

/** What providers say to us, for those who run the platform. */
export function operatorProvidersRoutes({ unlistedErrorsService }: OperatorProvidersDependencies): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/operator/unlisted-errors',
      access: 'operator',
      operationId: 'listUnlistedErrors',
      tag: 'Operators',
      summary: 'Errors of providers that the tables of reasons lack, and how many connections show them',
      errors: [],
      rateLimit: 'bulk',
      responses: {
        200: {
          description: 'Of at most 1,000 connections',
          schema: unlistedErrorListSchema,
          example: {
            items: [
              {
                provider: 'microsoft_calendar',
                providerError: 'invalid_grant',
                subtype: null,
                providerCodes: [501234],
                reason: 'revoked',
                connections: 3,
              },
            ],
            complete: true,
          },
        },
      },
      handler: async () => ({ status: 200, body: await unlistedErrorsService.getUnlistedErrors() }),
    }),
  ];
}
