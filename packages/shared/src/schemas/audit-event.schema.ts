import { z } from 'zod';
import { instantSchema, organizationIdSchema } from './common.schema.ts';
import { roleSchema } from './access.schema.ts';

/** What happened: the kind of record, and what was done to it. */
export const auditEventTypeSchema = z.enum(['integration.reauthorization_required']);

/** Who did it: a person or backend caller by its ID token, or a part of this service that acts by itself. */
export const auditActorSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('user'),
    userId: z.string(),
    role: roleSchema,
    /** Where the request came from; null when that is not known. */
    ipAddress: z.string().nullable(),
    /** Also in the answer's `X-Request-Id` and in the logs. */
    requestId: z.string(),
  }),
  z.strictObject({ type: z.literal('system'), name: z.string() }),
]);

/** The record that something happened to. */
export const auditSubjectSchema = z.strictObject({
  type: z.enum(['integration', 'employee']),
  id: z.string(),
});

/** One event of an organization's audit trail. It never holds a secret. */
export const auditEventSchema = z.strictObject({
  id: z.string(),
  organizationId: organizationIdSchema,
  type: auditEventTypeSchema,
  actor: auditActorSchema,
  subject: auditSubjectSchema,
  result: z.enum(['success', 'failure']),
  /** Why, where there is more to say: a code, never a message from outside. */
  reason: z.string().nullable(),
  at: instantSchema,
});
