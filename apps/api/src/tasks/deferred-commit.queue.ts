import {
  auditEventSchema,
  connectionPartySchema,
  documentIdSchema,
  encryptedValueSchema,
  grantExpiryCauseSchema,
  organizationIdSchema,
  refreshTriggerSchema,
} from '@klayim/shared/schemas';
import * as z from 'zod';
import { deferredCommitQueueName } from '../config/deployment.ts';
import { defineTaskQueue } from './define-task-queue.ts';

const timestampMsSchema = z.int().min(0);

/**
 * Renewed credentials on a queue, with their fencing token. They are ciphertext that only this record's key opens: the
 * queue learns no more than the database does.
 */
export const deferredCommitSchema = z.strictObject({
  organizationId: organizationIdSchema,
  integrationId: documentIdSchema,
  ownerId: z.string(),
  credentialVersion: z.int().min(1),
  createdAtMs: timestampMsSchema,
  renewed: z.strictObject({
    commitId: z.string(),
    credentials: encryptedValueSchema,
    issuedAtMs: timestampMsSchema,
    expiresAtMs: timestampMsSchema,
    grantExpiry: z.strictObject({
      expiresAtMs: z.number(),
      because: grantExpiryCauseSchema,
      knownSinceMs: z.number(),
      warnedDays: z.union([z.literal(7), z.literal(1)]).nullable(),
      timeoutMs: z.number().nullable(),
    }),
    wasDueAtMs: timestampMsSchema.nullable(),
    refreshCount: z.int().min(1),
    scopes: z.array(z.string()),
    missingScopes: z.array(z.string()),
    durationMs: z.int().min(0),
    trigger: refreshTriggerSchema,
    usedBy: connectionPartySchema.nullable().optional(),
    auditEvent: auditEventSchema.omit({ id: true, at: true }).partial({ details: true }).optional(),
  }),
});

/** Renewed credentials that Firestore did not take when they were issued. */
export type DeferredCommitTask = z.infer<typeof deferredCommitSchema>;

/** Commits that wait until Firestore can be reached again. */
export const deferredCommitQueue = defineTaskQueue({
  name: deferredCommitQueueName,
  schema: deferredCommitSchema,
});
