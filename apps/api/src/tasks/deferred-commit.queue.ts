import {
  auditEventSchema,
  documentIdSchema,
  encryptedCredentialsSchema,
  organizationIdSchema,
} from '@klayim/shared/schemas';
import * as z from 'zod';
import { lateRenewalQueueName } from '../config/deployment.ts';
import { defineTaskQueue } from './define-task-queue.ts';

const timestampMsSchema = z.int().min(0);

/**
 * A renewal on a queue, until Firestore takes it. It holds ciphertext that only this record's key opens: the queue knows
 * no more than the database would.
 */
export const deferredCommitSchema = z.strictObject({
  organizationId: organizationIdSchema,
  integrationId: documentIdSchema,
  ownerId: z.string(),
  credentialVersion: z.int().min(1),
  createdAtMs: timestampMsSchema,
  renewal: z.strictObject({
    outcomeId: z.string(),
    credentials: encryptedCredentialsSchema,
    issuedAtMs: timestampMsSchema,
    expiresAtMs: timestampMsSchema,
    wasDueAtMs: timestampMsSchema.nullable(),
    refreshCount: z.int().min(1),
    scopes: z.array(z.string()),
    missingScopes: z.array(z.string()),
    used: z.boolean(),
    event: auditEventSchema.omit({ id: true, at: true }).partial({ details: true }).optional(),
  }),
});

/** A renewal that Firestore did not take when it was made. */
export type DeferredCommitTask = z.infer<typeof deferredCommitSchema>;

/** Renewals that wait for Firestore to be reached again. */
export const deferredCommitQueue = defineTaskQueue({
  name: lateRenewalQueueName,
  schema: deferredCommitSchema,
});
