import * as z from 'zod';
import {
  cursorSchema,
  documentIdSchema,
  organizationIdSchema,
  pageSchema,
  pageSizeSchema,
  timestampInputSchema,
  timestampSchema,
} from './common.schema.ts';
import { connectionPartySchema } from './connection-party.schema.ts';
import { connectionReasonSchema, reasonActorSchema } from './connection-reason.schema.ts';
import { integrationProviderSchema } from './provider.schema.ts';

/** `connected`: tokens can be had. `error`: see `lastError`. `disconnected`: credentials are erased. */
export const integrationStatusSchema = z.enum(['connected', 'disconnected', 'error']);
export type IntegrationStatus = z.infer<typeof integrationStatusSchema>;

/**
 * Why the last refresh failed; null after one that succeeded.
 * - `reauthorization_required`: the grant is dead, or an administrator forbids it.
 * - `application_refused`: the provider refuses this application for this account.
 * - `provider_misconfigured`: the application's registration at the provider is wrong; its operator has to act.
 * - `provider_unavailable`: an outage; no action is needed.
 */
export const integrationErrorSchema = z.strictObject({
  code: z.enum([
    'reauthorization_required',
    'application_refused',
    'provider_misconfigured',
    'provider_unavailable',
  ]),
  message: z.string().describe('What has happened, and what to do about it, in sentences for a person.'),
  reason: connectionReasonSchema
    .nullable()
    .describe('Why, in a word that never changes its meaning; null when no provider was asked.'),
  actor: reasonActorSchema.nullable().describe('Who can mend it; null when no reason is known.'),
  helpUrl: z.url().nullable().describe("The provider's page about it; null without one."),
  providerError: z
    .string()
    .nullable()
    .describe("The provider's OAuth error code, or a short word of ours such as `timeout`."),
  subtype: z.string().nullable().describe("Microsoft's `suberror`, or Google's `error_subtype`."),
  providerCodes: z.array(z.number().int()).describe("Microsoft's AADSTS numbers."),
  at: timestampSchema,
});
export type IntegrationError = z.infer<typeof integrationErrorSchema>;

/** Who wanted a refresh: the sweep, a caller that needed a token, or a person who pressed a button. */
export const refreshTriggerSchema = z.enum(['sweep', 'caller', 'manual']);
export type RefreshTrigger = z.infer<typeof refreshTriggerSchema>;

/** How one refresh of a connection ended. */
export const refreshOutcomeSchema = z
  .strictObject({
    at: timestampSchema.describe('When the provider had answered, or had failed to.'),
    outcome: z.enum(['refreshed', 'failed']),
    code: integrationErrorSchema.shape.code.nullable().describe('As in `lastError`; null after a success.'),
    reason: connectionReasonSchema.nullable().describe('As in `lastError`; null after a success.'),
    durationMs: z.number().int().min(0).describe("How long the provider's answer took, retries included."),
    trigger: refreshTriggerSchema,
  })
  .meta({ id: 'RefreshOutcome' });
export type RefreshOutcome = z.infer<typeof refreshOutcomeSchema>;

/** What a person has to do, if anything, to have this connection whole again. */
export const requiredActionSchema = z.enum(['none', 'reauthorize', 'grant_scopes']);
export type RequiredAction = z.infer<typeof requiredActionSchema>;

/**
 * Why a grant ends: the person's permission was limited in time, or the refresh token was, or it ends when nobody uses it
 * for too long.
 */
export const grantExpiryCauseSchema = z.enum(['authorization_ends', 'refresh_token_ends', 'unused']);
export type GrantExpiryCause = z.infer<typeof grantExpiryCauseSchema>;

/** One connected account, as the API shows it. It never holds a credential. */
export const integrationSchema = z
  .strictObject({
    id: documentIdSchema,
    organizationId: organizationIdSchema,
    provider: integrationProviderSchema,
    accountId: z.string().describe("The provider's own immutable id: Google `sub`; Microsoft `oid.tid`."),
    accountEmail: z.string().describe("The account's address, or its id when the provider told none."),
    status: integrationStatusSchema,
    requiredAction: requiredActionSchema,
    scopes: z.array(z.string()).describe('Scopes that the account granted.'),
    missingScopes: z.array(z.string()).describe('Scopes that were asked for and not granted.'),
    refreshable: z
      .boolean()
      .describe(
        'False when the provider gave no refresh token: the connection ends when its access token expires.',
      ),
    expiresAt: timestampSchema
      .nullable()
      .describe('When the current access token expires; null without one.'),
    grantExpiresAt: timestampSchema
      .nullable()
      .describe(
        'When the connection ends unless its account is authorized again. With `unused` it moves on with each refresh, which the service makes in time by itself. Null when nothing can be refreshed.',
      ),
    grantExpiresBecause: grantExpiryCauseSchema
      .nullable()
      .describe(
        '`authorization_ends`: the permission is limited in time. `refresh_token_ends`: the refresh token is. `unused`: the provider ends a refresh token that is not used for so long.',
      ),
    connectedBy: connectionPartySchema
      .nullable()
      .describe('Who connected the account last. Members are told of people only, backends of nobody.'),
    lastUsedAt: timestampSchema.nullable(),
    lastUsedBy: connectionPartySchema
      .nullable()
      .describe(
        'Who was given a token at `lastUsedAt`, or had it refreshed; uses are noted once in five minutes at most. Null when there was none since the account was connected, and for all but owners and administrators.',
      ),
    lastRefreshedAt: timestampSchema.nullable(),
    refreshCount: z.number().int().min(0),
    consecutiveFailures: z.number().int().min(0),
    lastError: integrationErrorSchema.nullable(),
    createdAt: timestampSchema,
    updatedAt: timestampSchema,
  })
  .meta({ id: 'Integration' });
export type Integration = z.infer<typeof integrationSchema>;

/** `GET /integrations`. */
export const integrationPageSchema = pageSchema(integrationSchema).meta({ id: 'IntegrationPage' });
export type IntegrationPage = z.infer<typeof integrationPageSchema>;

/** What `GET /integrations` can be sorted by. */
export const integrationSortSchema = z.enum(['createdAt', 'expiresAt', 'lastUsedAt', 'account']);
export type IntegrationSort = z.infer<typeof integrationSortSchema>;

/** Query of `GET /integrations`. All filters combine with each other and with every order. */
export const integrationListQuerySchema = z
  .strictObject({
    provider: integrationProviderSchema.optional(),
    status: integrationStatusSchema.optional(),
    requiredAction: requiredActionSchema.optional(),
    accountPrefix: z
      .string()
      .trim()
      .min(1)
      .max(100)
      .optional()
      .describe("Beginning of the account's address, in any case. Sorts by `account`."),
    sort: integrationSortSchema
      .optional()
      .describe(
        '`createdAt` and `lastUsedAt`: newest first. `expiresAt`: accounts without a token, then the token that expires next. `account`: by address. Default: `account` with `accountPrefix`, otherwise `createdAt`.',
      ),
    limit: pageSizeSchema,
    cursor: cursorSchema.optional(),
  })
  .refine(({ accountPrefix, sort = 'account' }) => accountPrefix === undefined || sort === 'account', {
    path: ['sort'],
    message: 'must be account beside accountPrefix',
  });
export type IntegrationListQuery = z.infer<typeof integrationListQuerySchema>;

/** Query of `GET /integrations/:id/history`. */
export const integrationHistoryQuerySchema = z.strictObject({
  limit: pageSizeSchema,
  cursor: cursorSchema.optional(),
});

const scopeSchema = z
  .string()
  .regex(/^[\x21\x23-\x5b\x5d-\x7e]{1,200}$/, 'must be a scope token (RFC 6749, section 3.3)');
const scopesSchema = z.array(scopeSchema).max(50);
const tokenSchema = z.string().regex(/^[\x20-\x7e]{1,8192}$/, 'must be 1 to 8192 printable ASCII characters');

/** `POST /integrations`: tokens that were obtained elsewhere, to be kept alive from now on. */
export const importIntegrationSchema = z
  .strictObject({
    provider: integrationProviderSchema,
    accountId: z.string().trim().min(1).max(256),
    accountEmail: z.email().max(320),
    scopes: scopesSchema,
    accessToken: tokenSchema,
    refreshToken: tokenSchema
      .optional()
      .describe('Without one the connection works until the access token expires.'),
    expiresAt: timestampInputSchema,
  })
  .meta({ id: 'ImportIntegration' });
export type ImportIntegration = z.infer<typeof importIntegrationSchema>;

/** `POST /integrations/:provider/authorize`. */
export const authorizeRequestSchema = z
  .strictObject({
    scopes: scopesSchema
      .min(1)
      .optional()
      .describe("Scopes to ask for; the provider's defaults when not given."),
    returnUrl: z
      .url({ protocol: /^https?$/ })
      .max(2048)
      .optional()
      .describe("Where the browser is sent afterwards; it must be on the service's allow-list."),
    integrationId: documentIdSchema
      .optional()
      .describe('Reconnect this integration: any other account is refused.'),
    loginHint: z.email().max(320).optional().describe('Account to preselect at the provider.'),
  })
  .meta({ id: 'AuthorizeRequest' });
export type AuthorizeRequest = z.infer<typeof authorizeRequestSchema>;

/** Answer of `POST /integrations/:provider/authorize`. Send the same browser to `authorizationUrl`. */
export const authorizeResponseSchema = z
  .strictObject({
    authorizationUrl: z.url(),
    expiresAt: timestampSchema,
  })
  .meta({ id: 'AuthorizeResponse' });
export type AuthorizeResponse = z.infer<typeof authorizeResponseSchema>;

/** Query that the provider sends to `GET /oauth/:provider/callback` (RFC 6749, sections 4.1.2 and 4.1.2.1). */
export const oauthCallbackQuerySchema = z.object({
  state: z.string().min(1).max(512),
  code: z.string().min(1).max(4096).optional(),
  error: z.string().min(1).max(256).optional(),
  error_description: z.string().max(8192).optional().describe('Read for its AADSTS number, and never kept.'),
  error_subtype: z.string().max(256).optional(),
  suberror: z.string().max(256).optional(),
  iss: z.string().min(1).max(2048).optional(),
});
export type OAuthCallbackQuery = z.infer<typeof oauthCallbackQuerySchema>;

/** Answer of `POST /integrations/:id/disconnect`. */
export const disconnectResponseSchema = z
  .strictObject({
    integration: integrationSchema,
    revocation: z
      .enum(['revoked', 'local_only', 'shared'])
      .describe(
        '`revoked`: the provider confirmed. `local_only`: erased here, and left alone at the provider: it knows no revocation, could not be reached, or keeps one grant for more than this connection. `shared`: left alone there, since the organization has the account connected for another provider that uses the same grant.',
      ),
  })
  .meta({ id: 'DisconnectResponse' });
export type DisconnectResponse = z.infer<typeof disconnectResponseSchema>;
