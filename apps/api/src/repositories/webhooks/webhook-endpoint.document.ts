import type {
  AuditActor,
  AuditEvent,
  EncryptedValue,
  WebhookEndpoint,
  WebhookEventType,
} from '@klayim/shared/types';
import type { DocumentSnapshot, Timestamp } from 'firebase-admin/firestore';
import { decrypt, type EncryptionContext, encrypt } from '../../lib/encryption.ts';
import { toIsoTimestamp, toOptionalIsoTimestamp } from '../../lib/iso-timestamp.ts';
import type { Keyring } from '../../lib/keyring.ts';
import type { AuditRecord } from '../audit/audit-event.document.ts';
import { collections } from '../collections.ts';
import { typedCollection } from '../typed-collection.ts';

export const webhookEndpoints = typedCollection<WebhookEndpointDocument>(collections.webhookEndpoints);

/** Where the key version of an endpoint's secrets is stored. */
export const webhookKeyVersionPath = 'secrets.keyVersion';

/** `webhookEndpoints/{id}` as stored. */
export interface WebhookEndpointDocument
  extends Pick<
    WebhookEndpoint,
    'url' | 'events' | 'status' | 'disabledReason' | 'lastFailure' | 'createdBy'
  > {
  organizationId: string;
  /** The events that are written for it: all of `events` while it is enabled, and none otherwise. */
  subscribedTo: WebhookEventType[];
  /** {@link WebhookSecrets}, encrypted. */
  secrets: EncryptedValue;
  previousSecretExpiresAt: Timestamp | null;
  failingSince: Timestamp | null;
  createdAt: Timestamp;
  updatedAt: Timestamp;
}

/** An endpoint as it was read. */
export interface StoredWebhookEndpoint extends WebhookEndpointDocument {
  id: string;
}

/** The secrets of an endpoint in clear. They never leave the process, but for the one answer that shows a new one. */
export interface WebhookSecrets {
  current: string;
  previous: string | null;
}

/**
 * What the secrets are bound to. The URL is part of it: whoever can only write to the database cannot have anything that
 * is signed sent elsewhere.
 */
export function webhookSecretsContext(
  endpoint: Pick<StoredWebhookEndpoint, 'organizationId' | 'id' | 'url'>,
): EncryptionContext {
  const { organizationId, id, url } = endpoint;
  return { organizationId, recordId: id, field: 'webhookSecrets', bound: [url] };
}

/** @throws {AppError} as `decrypt` */
export function openWebhookSecrets(keys: Keyring, stored: StoredWebhookEndpoint): WebhookSecrets {
  return JSON.parse(decrypt(stored.secrets, keys, webhookSecretsContext(stored))) as WebhookSecrets;
}

/** Encrypts secrets for an endpoint and its URL, and for no other. */
export function sealWebhookSecrets(
  keys: Keyring,
  owner: Pick<StoredWebhookEndpoint, 'organizationId' | 'id' | 'url'>,
  secrets: WebhookSecrets,
): EncryptedValue {
  return encrypt(JSON.stringify(secrets), keys, webhookSecretsContext(owner));
}

/** Reads a snapshot; null when there is no such document or it is another organization's. */
export function readWebhookEndpoint(
  snapshot: DocumentSnapshot<WebhookEndpointDocument>,
  organizationId: string,
): StoredWebhookEndpoint | null {
  const document = snapshot.data();
  return document?.organizationId === organizationId ? { ...document, id: snapshot.id } : null;
}

/** The audit event of a change of an endpoint. */
export function endpointEvent(
  type: AuditEvent['type'],
  { id, organizationId, url }: Pick<StoredWebhookEndpoint, 'id' | 'organizationId' | 'url'>,
  actor: AuditActor,
  { reason = null, ...details }: { reason?: string | null; changedFields?: string[] } = {},
): AuditRecord {
  return {
    organizationId,
    type,
    actor,
    subject: { type: 'webhookEndpoint', id },
    result: reason === null ? 'success' : 'failure',
    reason,
    details: { endpointUrl: url, ...details },
  };
}

/** What the API shows of an endpoint. A replaced secret that is no longer used is not mentioned. */
export function toWebhookEndpoint(stored: StoredWebhookEndpoint, nowMs: number): WebhookEndpoint {
  const { id, url, events, status, disabledReason, lastFailure, createdBy } = stored;
  const until = stored.previousSecretExpiresAt;
  return {
    id,
    url,
    events,
    status,
    disabledReason,
    lastFailure,
    failingSince: toOptionalIsoTimestamp(stored.failingSince),
    previousSecretExpiresAt: until && until.toMillis() > nowMs ? toIsoTimestamp(until) : null,
    createdAt: toIsoTimestamp(stored.createdAt),
    createdBy,
    updatedAt: toIsoTimestamp(stored.updatedAt),
  };
}
