import type { ApiKey, AuditActor, AuditEvent, CreateApiKey } from '@klayim/shared/types';
import { type DocumentSnapshot, type Firestore, Timestamp } from 'firebase-admin/firestore';
import { AppError } from '../../errors/app-error.ts';
import type { Clock } from '../../lib/clock.ts';
import { dayMs } from '../../lib/duration.ts';
import { runTransaction } from '../../lib/firestore-transaction.ts';
import type { Keyring } from '../../lib/keyring.ts';
import type { Logger } from '../../lib/logger.ts';
import { type AuditRecord, addAuditEvent } from '../audit/audit-event.document.ts';
import { requireLivingOrganization } from '../organizations/organization-tombstone.repository.ts';
import { type ApiKeyDocument, type ApiKeyFacts, apiKeys, toApiKey } from './api-key.document.ts';
import { createReadApiKey } from './api-key.reader.ts';
import { sealApiKey } from './api-key.seal.ts';

/** Maximum of keys of one organization; more would mean that unused keys are not removed. */
const maxKeys = 50;
/** Stands in the audit trail for the name of a key whose record is not authentic. */
const unreadableName = '(record not authentic)';

/** A key to be stored. */
export interface NewApiKeyRecord extends CreateApiKey {
  id: string;
  secretHash: string;
  createdBy: string;
}

export interface ApiKeyRepositoryDependencies {
  firestore: () => Firestore;
  keyring: () => Promise<Keyring>;
  clock: Clock;
  logger: Logger;
}

export type ApiKeyRepository = ReturnType<typeof createApiKeyRepository>;

/**
 * API keys of an organization, as their owners manage them. Each change is audited in its own transaction. Records are
 * sealed ({@link sealApiKey}); one that is not authentic is left out of the list and cannot be given a new secret.
 */
export function createApiKeyRepository({ firestore, keyring, clock, logger }: ApiKeyRepositoryDependencies) {
  const read = createReadApiKey({ logger });
  const collection = () => apiKeys(firestore());
  const ofOrganization = (organizationId: string) =>
    collection().where('organizationId', '==', organizationId);

  return {
    /** Every key of an organization, newest first. */
    async list(organizationId: string): Promise<ApiKey[]> {
      const keys = await keyring();
      const { docs } = await ofOrganization(organizationId).limit(maxKeys).get();
      return docs
        .flatMap((snapshot) => {
          const document = read(snapshot, keys);
          return document ? toApiKey(snapshot.id, document, clock()) : [];
        })
        .sort((one, other) => (one.createdAt < other.createdAt ? 1 : -1));
    },

    /** @throws {AppError} too_many_api_keys, organization_deleted */
    async create(organizationId: string, record: NewApiKeyRecord, actor: AuditActor): Promise<ApiKey> {
      const { id, name, scopes, secretHash, createdBy, expiresInDays } = record;
      const nowMs = clock();
      const facts: ApiKeyFacts = {
        organizationId,
        name,
        scopes,
        secretHash,
        previous: null,
        createdAt: Timestamp.fromMillis(nowMs),
        createdBy,
        rotatedAt: null,
        expiresAt: expiresInDays === undefined ? null : Timestamp.fromMillis(nowMs + expiresInDays * dayMs),
      };
      const document: ApiKeyDocument = {
        ...facts,
        seal: sealApiKey(id, facts, await keyring()),
        lastUsedAt: null,
      };
      return runTransaction(firestore(), async (transaction) => {
        const existing = await transaction.get(ofOrganization(organizationId).select().limit(maxKeys));
        await requireLivingOrganization(firestore(), organizationId, transaction);
        if (existing.size >= maxKeys) {
          throw new AppError('too_many_api_keys', { detail: `An organization has ${maxKeys} keys at most.` });
        }
        transaction.create(collection().doc(id), document);
        addAuditEvent(
          transaction,
          firestore(),
          keyEvent('api_key.created', { ...document, id }, actor),
          clock(),
        );
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
      const keys = await keyring();
      return runTransaction(firestore(), async (transaction) => {
        const reference = collection().doc(id);
        const snapshot = requireOwn(await transaction.get(reference), organizationId);
        const stored = read(snapshot, keys);
        // Sealing a record that was not written by this service would make it authentic.
        if (!stored) {
          throw new AppError('api_key_not_found');
        }
        const { seal: _seal, lastUsedAt, ...before } = stored;
        const nowMs = clock();
        const facts: ApiKeyFacts = {
          ...before,
          secretHash,
          previous:
            overlapMs === 0
              ? null
              : { secretHash: before.secretHash, expiresAt: Timestamp.fromMillis(nowMs + overlapMs) },
          rotatedAt: Timestamp.fromMillis(nowMs),
        };
        const after: ApiKeyDocument = { ...facts, seal: sealApiKey(id, facts, keys), lastUsedAt };
        transaction.set(reference, after);
        addAuditEvent(
          transaction,
          firestore(),
          keyEvent('api_key.rotated', { ...after, id }, actor),
          clock(),
        );
        return toApiKey(id, after, nowMs);
      });
    },

    /**
     * Removes a key, authentic or not: instances that have just used it take it for a minute at most.
     * @throws {AppError} api_key_not_found
     */
    async delete(organizationId: string, id: string, actor: AuditActor): Promise<void> {
      const keys = await keyring();
      await runTransaction(firestore(), async (transaction) => {
        const reference = collection().doc(id);
        const snapshot = requireOwn(await transaction.get(reference), organizationId);
        const { name = unreadableName, scopes = [] } = read(snapshot, keys) ?? {};
        transaction.delete(reference);
        addAuditEvent(
          transaction,
          firestore(),
          keyEvent('api_key.revoked', { id, organizationId, name, scopes }, actor),
          clock(),
        );
      });
    },
  };
}

function keyEvent(
  type: AuditEvent['type'],
  {
    id,
    organizationId,
    name,
    scopes,
  }: Pick<ApiKeyDocument, 'organizationId' | 'name' | 'scopes'> & { id: string },
  actor: AuditActor,
): AuditRecord {
  const subject = { type: 'apiKey' as const, id };
  const details = { keyName: name, keyScopes: scopes };
  return { organizationId, type, actor, subject, result: 'success', reason: null, details };
}

/** @throws {AppError} api_key_not_found when it says to be another organization's. */
function requireOwn(
  snapshot: DocumentSnapshot<ApiKeyDocument>,
  organizationId: string,
): DocumentSnapshot<ApiKeyDocument> {
  if (snapshot.get('organizationId') !== organizationId) {
    throw new AppError('api_key_not_found');
  }
  return snapshot;
}
