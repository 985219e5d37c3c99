import * as z from 'zod';
import { roleSchema } from './access.schema.ts';
import { apiKeyScopeSchema } from './api-key.schema.ts';
import {
  cursorSchema,
  organizationIdSchema,
  pageSchema,
  pageSizeSchema,
  timestampInputSchema,
  timestampSchema,
} from './common.schema.ts';
import { connectionReasonSchema } from './connection-reason.schema.ts';
import { grantExpiryCauseSchema, refreshOutcomeSchema } from './integration.schema.ts';
import { integrationProviderSchema } from './provider.schema.ts';

/** What happened: the kind of record, and what was done to it. docs/audit.md says when each is written. */
export const auditEventTypeSchema = z.enum([
  'authorization.started',
  'authorization.failed',
  'authorization.refused',
  'integration.connected',
  'integration.reconnected',
  'integration.scopes_granted',
  'integration.scopes_lost',
  'integration.expiring',
  'integration.imported',
  'integration.credentials_replaced',
  'integration.refreshed',
  'integration.reauthorization_required',
  'integration.provider_unavailable',
  'integration.recovered',
  'integration.token_issued',
  'integration.disconnected',
  'integration.deleted',
  'integration.grant_revoked',
  'invitation.created',
  'invitation.revoked',
  'member.granted',
  'member.revoked',
  'employee.created',
  'employee.updated',
  'employee.deleted',
  'organization.updated',
  'api_key.created',
  'api_key.rotated',
  'api_key.revoked',
  'webhook_endpoint.created',
  'webhook_endpoint.updated',
  'webhook_endpoint.secret_rotated',
  'webhook_endpoint.disabled',
  'webhook_endpoint.deleted',
]);

const whereFromSchema = {
  ipAddress: z.string().nullable().describe('Where the request came from; null when that is not known.'),
  requestId: z.string().describe("Also in the answer's `X-Request-Id` and in the logs."),
};

const whoseIdSchema = {
  email: z
    .string()
    .nullable()
    .optional()
    .describe('The address that belonged to the id by then; absent in events of before it was kept.'),
  name: z.string().nullable().optional().describe('As they were called by then.'),
};

/**
 * Who did it: a person or backend caller of the organization by its ID token, a backend by its API key, a Google service
 * account, an operator of the platform, a part of this
 * service that acts by itself, or somebody whom nothing identifies.
 */
export const auditActorSchema = z
  .discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('user'),
      userId: z.string(),
      ...whoseIdSchema,
      role: roleSchema,
      ...whereFromSchema,
    }),
    z.strictObject({
      type: z.literal('apiKey'),
      id: z.string().describe('The key, as `GET /api-keys` names it.'),
      name: z.string(),
      ...whereFromSchema,
    }),
    z.strictObject({
      type: z.literal('serviceAccount'),
      id: z.string().describe("Google's unique id of the account."),
      name: z.string().describe("The account's email address."),
      role: roleSchema,
      ...whereFromSchema,
    }),
    z.strictObject({
      type: z.literal('operator'),
      userId: z.string(),
      ...whoseIdSchema,
      ...whereFromSchema,
    }),
    z.strictObject({ type: z.literal('system'), name: z.string() }),
    z.strictObject({ type: z.literal('anonymous'), ...whereFromSchema }),
  ])
  .meta({ id: 'AuditActor' });
export type AuditActor = z.infer<typeof auditActorSchema>;

export const auditSubjectTypeSchema = z.enum([
  'authorization',
  'integration',
  'user',
  'invitation',
  'employee',
  'organization',
  'apiKey',
  'webhookEndpoint',
]);

/** The record that something happened to. */
export const auditSubjectSchema = z.strictObject({ type: auditSubjectTypeSchema, id: z.string() });

/** Whether what was attempted has happened. */
export const auditResultSchema = z.enum(['success', 'failure']);

/** What else is known. A list of what may stand here, so that nothing else ever does. */
export const auditDetailsSchema = z
  .strictObject({
    provider: integrationProviderSchema,
    accountEmail: z.string().describe('The account, so that the trail can be read when its record is gone.'),
    authorizationId: z.string().describe('The authorization that led here.'),
    integrationId: z.string().describe('The integration that an authorization was to reconnect.'),
    role: roleSchema.describe('The role that a user was given, or has lost.'),
    userEmail: z.string().describe('The user, so that the trail can be read when the account is gone.'),
    invitationId: z.string().describe('The invitation that a user has accepted.'),
    employeeName: z.string().describe('The employee, so that the trail can be read when the record is gone.'),
    changedFields: z.array(z.string()).describe('The fields of a record that were changed.'),
    keyName: z.string().describe('The API key, so that the trail can be read when it is gone.'),
    keyScopes: z.array(apiKeyScopeSchema).describe('What the API key may do.'),
    endpointUrl: z.string().describe('The webhook endpoint, so that the trail can be read when it is gone.'),
    missingScopes: z.array(z.string()).describe('Asked for and not granted.'),
    providerReason: connectionReasonSchema.describe(
      'Why the provider refused an authorization or a refresh.',
    ),
    providerError: z
      .string()
      .describe('What the provider said: an OAuth error code, or a short word of ours such as `timeout`.'),
    subtype: z.string().describe("Microsoft's `suberror`, or Google's `error_subtype`."),
    providerCodes: z.array(z.number().int()).describe("Microsoft's AADSTS numbers."),
    daysBefore: z.number().int().min(1).describe('So many days before its end people were told of it.'),
    because: grantExpiryCauseSchema,
    grantExpiresAt: timestampSchema,
  })
  .partial()
  .meta({ id: 'AuditDetails' });
export type AuditDetails = z.infer<typeof auditDetailsSchema>;

/** One event of an organization's audit trail. It never holds a secret. */
export const auditEventSchema = z
  .strictObject({
    id: z.string(),
    organizationId: organizationIdSchema,
    type: auditEventTypeSchema,
    actor: auditActorSchema,
    subject: auditSubjectSchema,
    result: auditResultSchema,
    reason: z
      .string()
      .nullable()
      .describe('Why, where there is more to say: a code, never a message from outside.'),
    details: auditDetailsSchema,
    at: timestampSchema,
  })
  .meta({ id: 'AuditEvent' });
export type AuditEvent = z.infer<typeof auditEventSchema>;

/** `GET /audit-events`. */
export const auditEventPageSchema = pageSchema(auditEventSchema).meta({ id: 'AuditEventPage' });
export type AuditEventPage = z.infer<typeof auditEventPageSchema>;

/** Answer of `GET /integrations/:id/history`. */
export const integrationHistorySchema = z
  .strictObject({
    refreshes: z.array(refreshOutcomeSchema).max(20).describe('How the last refreshes ended, newest first.'),
    events: auditEventPageSchema.describe('What the audit trail says of the connection, newest first.'),
  })
  .meta({ id: 'IntegrationHistory' });
export type IntegrationHistory = z.infer<typeof integrationHistorySchema>;

/** A caller that was given tokens of a connection on a day. */
const tokenUseSchema = z.strictObject({
  day: z.iso.date().describe('In UTC.'),
  callerType: z.enum(['user', 'apiKey', 'serviceAccount']),
  callerId: z.string().describe('As the audit trail has it in `actorId`.'),
  callerName: z.string().nullable().describe('As they were called by then; null when that is not known.'),
  firstAt: timestampSchema.describe('When they were first given one on that day.'),
});

/** Query of `GET /integrations/:id/token-use`. */
export const tokenUseQuerySchema = z.strictObject({
  days: z.coerce
    .number()
    .int()
    .min(1)
    .max(31)
    .default(7)
    .describe('How many days to look back, today included, in UTC.'),
});

/** Answer of `GET /integrations/:id/token-use`. */
export const tokenUseListSchema = z
  .strictObject({
    items: z.array(tokenUseSchema).describe('Newest first; one for each caller and day.'),
    complete: z.boolean().describe('False when there are more than 500: these are the newest.'),
  })
  .meta({ id: 'TokenUseList' });
export type TokenUseList = z.infer<typeof tokenUseListSchema>;

const idFilterSchema = z.string().min(1).max(128);

/** Query of `GET /audit-events/export`: which events, all of them when nothing is said. */
export const auditEventFilterSchema = z.strictObject({
  type: auditEventTypeSchema.optional(),
  subjectType: auditSubjectTypeSchema.optional(),
  subjectId: idFilterSchema.optional(),
  actorId: idFilterSchema
    .optional()
    .describe(
      'What this actor did, of whatever kind: the `userId` of a user or an operator, the `id` of an API key or a service account, or the `name` of a part of the service.',
    ),
  result: auditResultSchema.optional(),
  from: timestampInputSchema.optional().describe('The earliest time, inclusive.'),
  to: timestampInputSchema.optional().describe('The end of the time, exclusive.'),
});
export type AuditEventFilter = z.infer<typeof auditEventFilterSchema>;

/** Query of `GET /audit-events`. */
export const auditEventListQuerySchema = auditEventFilterSchema.extend({
  limit: pageSizeSchema,
  cursor: cursorSchema.optional(),
});
export type AuditEventListQuery = z.infer<typeof auditEventListQuerySchema>;
