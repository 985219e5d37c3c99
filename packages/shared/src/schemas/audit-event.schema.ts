import { z } from 'zod';
import { roleSchema } from './access.schema.ts';
import { instantSchema, organizationIdSchema } from './common.schema.ts';
import { integrationProviderSchema } from './provider.schema.ts';

/** What happened: the kind of record, and what was done to it. docs/audit.md says when each is written. */
export const auditEventTypeSchema = z.enum([
  'authorization.started',
  'authorization.failed',
  'authorization.refused',
  'integration.connected',
  'integration.reconnected',
  'integration.scopes_granted',
  'integration.imported',
  'integration.credentials_replaced',
  'integration.refreshed',
  'integration.reauthorization_required',
  'integration.token_issued',
  'integration.disconnected',
  'integration.deleted',
  'integration.grant_revoked',
  'employee.created',
  'employee.updated',
  'employee.deleted',
]);

const whereFromSchema = {
  /** Where the request came from; null when that is not known. */
  ipAddress: z.string().nullable(),
  /** Also in the answer's `X-Request-Id` and in the logs. */
  requestId: z.string(),
};

/**
 * Who did it: a person or backend caller of the organization by its ID token, an operator of the platform, a part of this
 * service that acts by itself, or somebody whom nothing identifies.
 */
export const auditActorSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('user'), userId: z.string(), role: roleSchema, ...whereFromSchema }),
  z.strictObject({ type: z.literal('operator'), userId: z.string(), ...whereFromSchema }),
  z.strictObject({ type: z.literal('system'), name: z.string() }),
  z.strictObject({ type: z.literal('anonymous'), ...whereFromSchema }),
]);

export const auditSubjectTypeSchema = z.enum(['authorization', 'integration', 'employee']);

/** The record that something happened to. */
export const auditSubjectSchema = z.strictObject({ type: auditSubjectTypeSchema, id: z.string() });

/** Whether what was attempted has happened. */
export const auditResultSchema = z.enum(['success', 'failure']);

/** What else is known. A list of what may stand here, so that nothing else ever does. */
export const auditDetailsSchema = z
  .strictObject({
    provider: integrationProviderSchema,
    /** The account, so that the trail can be read when its record is gone. */
    accountEmail: z.string(),
    /** The authorization that led here. */
    authorizationId: z.string(),
    /** The integration that an authorization was to reconnect. */
    integrationId: z.string(),
    /** Asked for and not granted. */
    missingScopes: z.array(z.string()),
  })
  .partial();

/** One event of an organization's audit trail. It never holds a secret. */
export const auditEventSchema = z.strictObject({
  id: z.string(),
  organizationId: organizationIdSchema,
  type: auditEventTypeSchema,
  actor: auditActorSchema,
  subject: auditSubjectSchema,
  result: auditResultSchema,
  /** Why, where there is more to say: a code, never a message from outside. */
  reason: z.string().nullable(),
  details: auditDetailsSchema,
  at: instantSchema,
});
