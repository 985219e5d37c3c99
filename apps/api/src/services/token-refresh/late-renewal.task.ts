import {
  auditEventSchema,
  documentIdSchema,
  encryptedCredentialsSchema,
  organizationIdSchema,
} from '@klayim/shared/schemas';
import * as z from 'zod';
import type { LateRenewal } from './renewal.ts';

const millisSchema = z.int().min(0);

/**
 * A renewal on a queue, until Firestore takes it. It holds ciphertext that only this record's key opens: the queue knows
 * no more than the database would.
 */
export const lateRenewalTaskSchema = z.strictObject({
  organizationId: organizationIdSchema,
  integrationId: documentIdSchema,
  ownerId: z.string(),
  credentialVersion: z.int().min(1),
  createdAtMs: millisSchema,
  renewal: z.strictObject({
    outcomeId: z.string(),
    credentials: encryptedCredentialsSchema,
    issuedAtMs: millisSchema,
    expiresAtMs: millisSchema,
    wasDueAtMs: millisSchema.nullable(),
    refreshCount: z.int().min(1),
    scopes: z.array(z.string()),
    missingScopes: z.array(z.string()),
    used: z.boolean(),
    event: auditEventSchema.omit({ id: true, at: true }).partial({ details: true }).optional(),
  }),
});

export type LateRenewalTask = z.infer<typeof lateRenewalTaskSchema>;

/** The form that a queue takes. */
export function toTask({ basis, renewal }: LateRenewal): LateRenewalTask {
  const { organizationId, integrationId, ownerId, credentialVersion, createdAt } = basis;
  return {
    organizationId,
    integrationId,
    ownerId,
    credentialVersion,
    createdAtMs: createdAt.toMillis(),
    renewal,
  };
}
