import {
  authorizeRequestSchema,
  authorizeResponseSchema,
  integrationSchema,
  oauthCallbackQuerySchema,
} from '@klayim/shared/schemas';
import { browserKeyCookie, readBrowserKey } from '../http/cookies.ts';
import { defineRoute, type Route } from '../http/route.ts';
import type { CompletedAuthorization, IntegrationService } from '../services/service-types.ts';
import {
  authorizationExample,
  authorizeExample,
  integrationExample,
} from './examples/integration.example.ts';
import { managers, providerParams } from './route-input.ts';

/** What connecting through the browser needs. */
export interface OAuthRouteDependencies {
  integrationService: IntegrationService;
  /** Where the API is reached from outside; the browser's cookie is marked Secure unless it is http on loopback. */
  publicBaseUrl: string;
}

const callbackQuerySchema = oauthCallbackQuerySchema.refine(
  ({ code, error }) => code !== undefined || error !== undefined,
  { message: 'either code or error must be given' },
);

/** The way out to the provider and the way back (RFC 6749, section 4.1). */
export function oauthRoutes({ integrationService, publicBaseUrl }: OAuthRouteDependencies): Route[] {
  return [
    defineRoute({
      method: 'post',
      path: '/integrations/:provider/authorize',
      // The callback asks whether the user may still connect, and the browser that starts must finish.
      access: { ...managers, usersOnly: true },
      operationId: 'startAuthorization',
      tag: 'Integrations',
      summary: 'Start to connect an account',
      description:
        'Send the same browser to `authorizationUrl`: the answer binds it by a cookie, and only it can come back.',
      errors: ['provider_not_configured', 'return_url_not_allowed', 'integration_not_found'],
      rateLimit: 'authorize',
      repeat: 'harmless',
      params: providerParams,
      body: authorizeRequestSchema.default({}),
      bodyExample: authorizeExample,
      responses: {
        200: {
          description: 'Where to send the browser',
          schema: authorizeResponseSchema,
          example: authorizationExample,
          headers: { 'Set-Cookie': 'Binds the browser for ten minutes: `__session`, HttpOnly' },
        },
      },
      handler: async ({ params, body, caller, actor, request }) => {
        const { authorizationUrl, expiresAt, browserKey } = await integrationService.startAuthorization({
          ...body,
          organizationId: caller.organizationId,
          userId: caller.userId,
          actor,
          provider: params.provider,
          browserKey: readBrowserKey(request.cookieHeader),
        });
        return {
          status: 200,
          body: { authorizationUrl, expiresAt },
          cookies: [browserKeyCookie(browserKey, publicBaseUrl)],
        };
      },
    }),

    defineRoute({
      method: 'get',
      path: '/oauth/:provider/callback',
      access: 'public',
      operationId: 'completeAuthorization',
      tag: 'Integrations',
      summary: "The provider's way back: completes the connection",
      errors: [
        'oauth_state_unknown',
        'oauth_state_foreign',
        'consent_denied',
        'authorization_failed',
        'insufficient_role',
        'organization_deleted',
        'already_connected',
        'account_mismatch',
        'integration_not_found',
        'provider_not_configured',
        'provider_misconfigured',
        'provider_unavailable',
      ],
      rateLimit: 'callback',
      params: providerParams,
      query: callbackQuerySchema,
      responses: {
        200: {
          description: 'The account, when no return URL was given',
          schema: integrationSchema,
          example: integrationExample,
        },
        303: {
          description:
            'On to the return URL, with `status`, and `integrationId` or `error` and `requestId` added; `already_connected` names the integration too',
          headers: { Location: 'The return URL' },
        },
      },
      handler: async ({ params, query, request }) => {
        const { returnUrl, result } = await integrationService.completeAuthorization({
          ...query,
          provider: params.provider,
          browserKey: readBrowserKey(request.cookieHeader),
          from: { ipAddress: request.ipAddress, requestId: request.id },
        });
        if (returnUrl !== null) {
          return { status: 303, headers: { Location: withOutcome(returnUrl, result, request.id) } };
        }
        if (result.status === 'failed') throw result.error;
        return { status: 200, body: result.integration };
      },
    }),
  ];
}

function withOutcome(returnUrl: string, result: CompletedAuthorization['result'], requestId: string): string {
  const url = new URL(returnUrl);
  url.searchParams.set('status', result.status);
  if (result.status === 'connected') {
    url.searchParams.set('integrationId', result.integration.id);
  } else {
    url.searchParams.set('error', result.error.code);
    url.searchParams.set('requestId', requestId);
    if (result.error.integrationId !== undefined) {
      url.searchParams.set('integrationId', result.error.integrationId);
    }
  }
  return url.href;
}
