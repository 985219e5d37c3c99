import {
  authorizeRequestSchema,
  authorizeResponseSchema,
  integrationSchema,
  oauthCallbackQuerySchema,
} from '@klayim/shared/schemas';
import { readSessionCookies, sessionCookie } from '../../http/cookies.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import type { ProviderRegistry } from '../../providers/provider-registry.ts';
import type { CompletedAuthorization } from '../../services/authorization/settled-outcome.ts';
import type { IntegrationService } from '../../services/connections/integration-service.ts';
import {
  authorizationExample,
  authorizeExample,
  integrationExample,
} from '../examples/integration.example.ts';
import { managers, providerParams, serverParams } from '../route-input.ts';
import { oauthPages } from './oauth-pages.ts';

/** What connecting through the browser needs. */
export interface OAuthRouteDependencies {
  integrationService: IntegrationService;
  providerRegistry: ProviderRegistry;
  /** Where the API is reached from outside; the browser's cookie is marked Secure unless it is http on loopback. */
  publicBaseUrl: string;
}

const callbackQuerySchema = oauthCallbackQuerySchema.refine(
  ({ code, error }) => code !== undefined || error !== undefined,
  { message: 'either code or error must be given' },
);

/** The way out to the provider and the way back (RFC 6749, section 4.1). */
export function oauthRoutes({
  integrationService,
  providerRegistry,
  publicBaseUrl,
}: OAuthRouteDependencies): Route[] {
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
      params: providerParams(providerRegistry),
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
        const { authorizationUrl, expiresAt, ...started } = await integrationService.startAuthorization({
          ...body,
          organizationId: caller.organizationId,
          userId: caller.userId,
          actor,
          provider: params.provider,
          sessionCookies: readSessionCookies(request.cookieHeader),
        });
        return {
          status: 200,
          body: { authorizationUrl, expiresAt },
          cookies: [sessionCookie(started.sessionCookie, publicBaseUrl)],
        };
      },
    }),

    defineRoute({
      method: 'get',
      path: '/oauth/:server/callback',
      access: 'public',
      operationId: 'completeAuthorization',
      tag: 'Integrations',
      summary: "The provider's way back: completes the connection",
      description:
        'The browser that started must come, with its cookie. Loaded again, it tells how the authorization ended, for the rest of its ten minutes. HEAD and prefetches have no effect. Without a return URL a browser (`Accept: text/html`) gets a page.',
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
        'authorization_in_progress',
        'authorization_interrupted',
        'speculative_request',
      ],
      hasEffect: true,
      rateLimit: 'callback',
      rateLimitOfSessions: 'session',
      pages: oauthPages,
      params: serverParams(providerRegistry),
      query: callbackQuerySchema,
      responses: {
        200: {
          description: 'The account, when no return URL was given',
          schema: integrationSchema,
          example: integrationExample,
        },
        303: {
          description:
            'On to the return URL, with `status` added: `connected` with `integrationId`, and `requiredAction` when something is left to do; or `failed` with `error`, `requestId`, the `integrationId` that is in the way, and `reason`, `providerError`, `providerSubtype` and `providerCodes` when the provider said something',
          headers: { Location: 'The return URL' },
        },
      },
      handler: async ({ params, query, request }) => {
        const { returnUrl, result } = await integrationService.completeAuthorization({
          ...query,
          server: params.server,
          sessionCookies: readSessionCookies(request.cookieHeader),
          from: { ipAddress: request.ipAddress, requestId: request.id },
        });
        if (returnUrl !== null) {
          return { status: 303, headers: { Location: withOutcome(returnUrl, result, request.id) } };
        }
        if (result.status === 'failed') {
          throw result.error;
        }
        return { status: 200, body: result.integration };
      },
    }),
  ];
}

const outcomeNames = [
  'status',
  'integrationId',
  'requiredAction',
  'error',
  'requestId',
  'reason',
  'providerError',
  'providerSubtype',
  'providerCodes',
] as const;

function withOutcome(returnUrl: string, result: CompletedAuthorization['result'], requestId: string): string {
  const url = new URL(returnUrl);
  // What the URL said under these names before must not be taken for our word.
  for (const name of outcomeNames) {
    url.searchParams.delete(name);
  }
  for (const [name, value] of Object.entries(outcomeOf(result, requestId))) {
    if (value !== undefined) {
      url.searchParams.set(name, value);
    }
  }
  return url.href;
}

/** The parameters of the return URL. Only values of a known form. */
function outcomeOf(
  result: CompletedAuthorization['result'],
  requestId: string,
): Partial<Record<(typeof outcomeNames)[number], string | undefined>> {
  if (result.status === 'connected') {
    const { id, requiredAction } = result.integration;
    return {
      status: 'connected',
      integrationId: id,
      requiredAction: requiredAction === 'none' ? undefined : requiredAction,
    };
  }
  const { code, integrationId, providerError } = result.error;
  return {
    status: 'failed',
    error: code,
    requestId,
    integrationId,
    reason: providerError?.reason,
    providerError: providerError?.code,
    providerSubtype: providerError?.subtype ?? undefined,
    providerCodes: providerError?.providerCodes.join(',') || undefined,
  };
}
