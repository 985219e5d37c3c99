import type { ApiKey, AuditActor, AuditEvent, CreateApiKey } from '@klayim/shared/types';
import { type DocumentSnapshot, type Firestore, Timestamp, type Transaction } from 'firebase-admin/firestore';
import { AppError } from '../errors/app-error.ts';
import type { Clock } from '../lib/clock.ts';
import { runTransaction } from '../lib/firestore-transaction.ts';
import { type ApiKeyDocument, apiKeysCollection, toApiKey } from './api-key.document.ts';
import { addAuditEvent } from './audit-event.document.ts';
import { requireLivingOrganization } from './organization-tombstone.repository.ts';

const dayMs = 24 * 60 * 60_000;
/** Keys of one organization; more would be a sign that nobody removes what is no longer used. */
const maxKeys = 50;

/** A key to be stored. */
export interface NewApiKeyRecord extends CreateApiKey {
  id: string;
  secretHash: string;
  createdBy: string;
}

export type ApiKeyRepository = ReturnType<typeof createApiKeyRepository>;

/** API keys of an organization, as their owners manage them. Each change is audited in its own transaction. */
export function createApiKeyRepository({ firestore, clock }: { firestore: () => Firestore; clock: Clock }) {
  const collection = () => firestore().collection(apiKeysCollection);
  const ofOrganization = (organizationId: string) =>
    collection().where('organizationId', '==', organizationId);

  function addEvent(
    transaction: Transaction,
    type: AuditEvent['type'],
    { id, organizationId, name, scopes }: ApiKeyDocument & { id: string },
    actor: AuditActor,
  ): void {
    const record = {
      organizationId,
      type,
      actor,
      subject: { type: 'apiKey' as const, id },
      result: 'success' as const,
      reason: null,
      details: { keyName: name, keyScopes: scopes },
    };
    addAuditEvent(transaction, firestore(), record, clock());
  }

  return {
    /** Every key of an organization, newest first. */
    async list(organizationId: string): Promise<ApiKey[]> {
      const { docs } = await ofOrganization(organizationId).limit(maxKeys).get();
      return docs
        .map((document) => toApiKey(document.id, document.data() as ApiKeyDocument, clock()))
        .sort((one, other) => (one.createdAt < other.createdAt ? 1 : -1));
    },

    /** @throws {AppError} too_many_api_keys, organization_deleted */
    async create(organizationId: string, record: NewApiKeyRecord, actor: AuditActor): Promise<ApiKey> {
      const { id, name, scopes, secretHash, createdBy, expiresInDays } = record;
      const nowMs = clock();
      const document: ApiKeyDocument = {
        organizationId,
        name,
        scopes,
        secretHash,
        previous: null,
        createdAt: Timestamp.fromMillis(nowMs),
        createdBy,
        rotatedAt: null,
        expiresAt: expiresInDays === undefined ? null : Timestamp.fromMillis(nowMs + expiresInDays * dayMs),
        lastUsedAt: null,
      };
      return runTransaction(firestore(), async (transaction) => {
        const existing = await transaction.get(ofOrganization(organizationId).select().limit(maxKeys));
        await requireLivingOrganization(firestore(), organizationId, transaction);
        if (existing.size >= maxKeys) {
          throw new AppError('too_many_api_keys', { detail: `An organization has ${maxKeys} keys at most.` });
        }
        transaction.create(collection().doc(id), document);
        addEvent(transaction, 'api_key.created', { ...document, id }, actor);
        return toApiKey(id, document, nowMs);
      });
    },

    /**
     * Gives a key a new secret; the one before works on until `overlapMs` from now, and the one before that no more.
     * @throws {AppError} api_key_not_found
     */
    async rotate(
      organizationId: string,
      id: string,
      { secretHash, overlapMs }: { secretHash: string; overlapMs: number },
      actor: AuditActor,
    ): Promise<ApiKey> {
      return runTransaction(firestore(), async (transaction) => {
        const reference = collection().doc(id);
        const before = requireKey(await transaction.get(reference), organizationId);
        const nowMs = clock();
        const after: ApiKeyDocument = {
          ...before,
          secretHash,
          previous:
            overlapMs === 0
              ? null
              : { secretHash: before.secretHash, expiresAt: Timestamp.fromMillis(nowMs + overlapMs) },
          rotatedAt: Timestamp.fromMillis(nowMs),
        };
        transaction.set(reference, after);
        addEvent(transaction, 'api_key.rotated', { ...after, id }, actor);
        return toApiKey(id, after, nowMs);
      });
    },

    /** Removes a key: instances that have just used it take it for a minute at most. @throws {AppError} api_key_not_found */
    async delete(organizationId: string, id: string, actor: AuditActor): Promise<void> {
      await runTransaction(firestore(), async (transaction) => {
        const reference = collection().doc(id);
        const before = requireKey(await transaction.get(reference), organizationId);
        transaction.delete(reference);
        addEvent(transaction, 'api_key.revoked', { ...before, id }, actor);
      });
    },
  };
}

function requireKey(snapshot: DocumentSnapshot, organizationId: string): ApiKeyDocument {
  const document = snapshot.data() as ApiKeyDocument | undefined;
  if (document?.organizationId !== organizationId) throw new AppError('api_key_not_found');
  return document;
}
