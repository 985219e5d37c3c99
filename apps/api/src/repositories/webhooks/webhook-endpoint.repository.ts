import { randomUUID } from 'node:crypto';
import type {
  AuditActor,
  AuditEvent,
  CreateWebhookEndpoint,
  WebhookEndpoint,
  WebhookFailure,
} from '@klayim/shared/types';
import { type Firestore, Timestamp, type Transaction } from 'firebase-admin/firestore';
import { AppError } from '../../errors/app-error.ts';
import type { Clock } from '../../lib/clock.ts';
import { decrypt, encrypt } from '../../lib/encryption.ts';
import { runTransaction } from '../../lib/firestore-transaction.ts';
import type { Keyring } from '../../lib/keyring.ts';
import { addAuditEvent, systemActor } from '../audit/audit-event.document.ts';
import { mails, newMailDocument } from '../mail/mail.document.ts';
import type { MailDocument } from '../organizations/notification.document.ts';
import { requireLivingOrganization } from '../organizations/organization-tombstone.repository.ts';
import {
  readWebhookEndpoint,
  type StoredWebhookEndpoint,
  toWebhookEndpoint,
  type WebhookEndpointDocument,
  type WebhookSecrets,
  webhookEndpoints,
  webhookSecretsContext,
} from './webhook-endpoint.document.ts';
import type { WebhookSubscriptions } from './webhook-subscriptions.ts';

/** Endpoints of one organization: an event is sent to each that is subscribed to it. */
const maxEndpoints = 10;

/** What an owner may change of an endpoint. */
export type WebhookEndpointChange = Partial<Pick<StoredWebhookEndpoint, 'url' | 'events'>> & {
  enabled?: boolean | undefined;
};

/** How deliveries to an endpoint went. */
export type EndpointHealth = Pick<WebhookEndpointDocument, 'failingSince' | 'lastFailure'>;

export interface WebhookEndpointRepositoryDependencies {
  firestore: () => Firestore;
  keyring: () => Promise<Keyring>;
  clock: Clock;
  /** Is notified of subscriptions. */
  webhookSubscriptions: WebhookSubscriptions;
}

export type WebhookEndpointRepository = ReturnType<typeof createWebhookEndpointRepository>;

/** Webhook endpoints of an organization. Each change by a person is audited in its own transaction. */
export function createWebhookEndpointRepository({
  firestore,
  keyring,
  clock,
  webhookSubscriptions,
}: WebhookEndpointRepositoryDependencies) {
  const collection = () => webhookEndpoints(firestore());
  const ofOrganization = (organizationId: string) =>
    collection().where('organizationId', '==', organizationId);
  const now = () => Timestamp.fromMillis(clock());

  function addEvent(
    transaction: Transaction,
    type: AuditEvent['type'],
    { id, organizationId, url }: Pick<StoredWebhookEndpoint, 'id' | 'organizationId' | 'url'>,
    actor: AuditActor,
    more: { reason?: string; changedFields?: string[] } = {},
  ): void {
    const { reason = null, ...details } = more;
    const record = {
      organizationId,
      type,
      actor,
      subject: { type: 'webhookEndpoint' as const, id },
      result: reason === null ? ('success' as const) : ('failure' as const),
      reason,
      details: { endpointUrl: url, ...details },
    };
    addAuditEvent(transaction, firestore(), record, clock());
  }

  /** Reads, decides and writes in one transaction. @throws {AppError} webhook_endpoint_not_found */
  async function change(
    organizationId: string,
    id: string,
    decide: (
      stored: StoredWebhookEndpoint,
      transaction: Transaction,
    ) => Partial<WebhookEndpointDocument> | null,
  ): Promise<StoredWebhookEndpoint> {
    const result = await runTransaction(firestore(), async (transaction) => {
      const reference = collection().doc(id);
      const stored = readWebhookEndpoint(await transaction.get(reference), organizationId);
      if (!stored) {
        throw new AppError('webhook_endpoint_not_found');
      }
      const changed = decide(stored, transaction);
      if (!changed) {
        return stored;
      }
      const after = { ...changed, updatedAt: now() };
      transaction.update(reference, after);
      return { ...stored, ...after };
    });
    webhookSubscriptions.forget(organizationId, result.subscribedTo);
    return result;
  }

  const show = (stored: StoredWebhookEndpoint): WebhookEndpoint => toWebhookEndpoint(stored, clock());

  function open(keys: Keyring, stored: StoredWebhookEndpoint): WebhookSecrets {
    return JSON.parse(decrypt(stored.secrets, keys, webhookSecretsContext(stored))) as WebhookSecrets;
  }

  function seal(
    keys: Keyring,
    owner: Pick<StoredWebhookEndpoint, 'organizationId' | 'id' | 'url'>,
    secrets: WebhookSecrets,
  ) {
    return encrypt(JSON.stringify(secrets), keys, webhookSecretsContext(owner));
  }

  return {
    /** Every endpoint of an organization, newest first. */
    async list(organizationId: string): Promise<WebhookEndpoint[]> {
      const { docs } = await ofOrganization(organizationId).limit(maxEndpoints).get();
      return docs
        .flatMap((snapshot) => readWebhookEndpoint(snapshot, organizationId) ?? [])
        .map(show)
        .sort((one, other) => (one.createdAt < other.createdAt ? 1 : -1));
    },

    /** One document read. */
    async find(organizationId: string, id: string): Promise<StoredWebhookEndpoint | null> {
      return readWebhookEndpoint(await collection().doc(id).get(), organizationId);
    },

    show,

    /** The secrets to sign with now, the current one first. @throws {AppError} as `decrypt` */
    async secretsOf(stored: StoredWebhookEndpoint): Promise<string[]> {
      const { current, previous } = open(await keyring(), stored);
      const until = stored.previousSecretExpiresAt?.toMillis() ?? 0;
      return previous !== null && until > clock() ? [current, previous] : [current];
    },

    /** Adds an endpoint that has yet to be verified. @throws {AppError} too_many_webhook_endpoints, organization_deleted */
    async create(
      organizationId: string,
      { url, events }: CreateWebhookEndpoint,
      { secret, createdBy, actor }: { secret: string; createdBy: string; actor: AuditActor },
    ): Promise<StoredWebhookEndpoint> {
      const id = randomUUID();
      const owner = { organizationId, id, url };
      const secrets = seal(await keyring(), owner, { current: secret, previous: null });
      return runTransaction(firestore(), async (transaction) => {
        const existing = await transaction.get(ofOrganization(organizationId).select().limit(maxEndpoints));
        await requireLivingOrganization(firestore(), organizationId, transaction);
        if (existing.size >= maxEndpoints) {
          const detail = `An organization has ${maxEndpoints} endpoints at most.`;
          throw new AppError('too_many_webhook_endpoints', { detail });
        }
        const document: WebhookEndpointDocument = {
          organizationId,
          url,
          events,
          status: 'unverified',
          disabledReason: null,
          subscribedTo: [],
          secrets,
          previousSecretExpiresAt: null,
          failingSince: null,
          lastFailure: null,
          createdAt: now(),
          createdBy,
          updatedAt: now(),
        };
        transaction.create(collection().doc(id), document);
        addEvent(transaction, 'webhook_endpoint.created', owner, actor);
        return { ...document, id };
      });
    },

    /**
     * Changes what the change names. Another URL, and `enabled` of an endpoint that is not, make it unverified.
     * @throws {AppError} webhook_endpoint_not_found
     */
    async update(
      organizationId: string,
      id: string,
      { url, events, enabled }: WebhookEndpointChange,
      actor: AuditActor,
    ): Promise<StoredWebhookEndpoint> {
      const keys = await keyring();
      return change(organizationId, id, (stored, transaction) => {
        const moved = url !== undefined && url !== stored.url ? url : null;
        const wanted = events ?? stored.events;
        const hasNewEvents = JSON.stringify(wanted) !== JSON.stringify(stored.events);
        const status = statusAfter(stored, { isMoved: moved !== null, enabled });
        const changedFields = [
          ...(moved === null ? [] : ['url']),
          ...(hasNewEvents ? ['events'] : []),
          ...(status === stored.status ? [] : ['status']),
        ];
        if (changedFields.length === 0) {
          return null;
        }
        const after = { ...stored, url: moved ?? stored.url };
        addEvent(transaction, 'webhook_endpoint.updated', after, actor, { changedFields });
        return {
          events: wanted,
          status,
          disabledReason: status === 'disabled' ? (stored.disabledReason ?? 'owner') : null,
          subscribedTo: status === 'enabled' ? wanted : [],
          ...(status === 'unverified' && { failingSince: null }),
          ...(moved !== null && { url: moved, secrets: seal(keys, after, open(keys, stored)) }),
        };
      });
    },

    /**
     * Notes how the challenge that was sent to `url` went: answered, the endpoint is enabled. Nothing changes when the
     * endpoint was moved or disabled meanwhile.
     * @throws {AppError} webhook_endpoint_not_found
     */
    async noteChallenge(
      { organizationId, id, url }: StoredWebhookEndpoint,
      failure: WebhookFailure | null,
    ): Promise<StoredWebhookEndpoint> {
      return change(organizationId, id, (stored) => {
        if (stored.status !== 'unverified' || stored.url !== url) {
          return null;
        }
        return failure === null
          ? { status: 'enabled', subscribedTo: stored.events, lastFailure: null, failingSince: null }
          : { lastFailure: failure };
      });
    },

    /**
     * Makes `secret` the one to sign with; the one before signs too until `overlapMs` from now.
     * @throws {AppError} webhook_endpoint_not_found, and as `decrypt`
     */
    async rotateSecret(
      organizationId: string,
      id: string,
      { secret, overlapMs, actor }: { secret: string; overlapMs: number; actor: AuditActor },
    ): Promise<StoredWebhookEndpoint> {
      const keys = await keyring();
      return change(organizationId, id, (stored, transaction) => {
        const previous = overlapMs === 0 ? null : open(keys, stored).current;
        addEvent(transaction, 'webhook_endpoint.secret_rotated', stored, actor);
        return {
          secrets: seal(keys, stored, { current: secret, previous }),
          previousSecretExpiresAt: previous === null ? null : Timestamp.fromMillis(clock() + overlapMs),
        };
      });
    },

    /** @throws {AppError} webhook_endpoint_not_found */
    async delete(organizationId: string, id: string, actor: AuditActor): Promise<void> {
      await runTransaction(firestore(), async (transaction) => {
        const reference = collection().doc(id);
        const stored = readWebhookEndpoint(await transaction.get(reference), organizationId);
        if (!stored) {
          throw new AppError('webhook_endpoint_not_found');
        }
        transaction.delete(reference);
        addEvent(transaction, 'webhook_endpoint.deleted', stored, actor);
      });
    },

    /** Notes how deliveries go. One write; nothing when the endpoint is gone. */
    async noteHealth({ organizationId, id }: StoredWebhookEndpoint, health: EndpointHealth): Promise<void> {
      await runTransaction(firestore(), async (transaction) => {
        const reference = collection().doc(id);
        if (readWebhookEndpoint(await transaction.get(reference), organizationId)) {
          transaction.update(reference, { ...health });
        }
      });
    },

    /**
     * Ends deliveries to an endpoint, with the audit event and the mail that tell of it: all or nothing, and once.
     * @param mail null when no mail is to be sent; `isOurs`: whether this service sends it.
     * @returns false when it was not enabled any more.
     */
    async disable(
      { organizationId, id }: StoredWebhookEndpoint,
      reason: 'gone' | 'failing',
      mail: (MailDocument & { isOurs: boolean }) | null,
    ): Promise<boolean> {
      return runTransaction(firestore(), async (transaction) => {
        const reference = collection().doc(id);
        const stored = readWebhookEndpoint(await transaction.get(reference), organizationId);
        if (stored?.status !== 'enabled') {
          return false;
        }
        transaction.update(reference, {
          status: 'disabled',
          disabledReason: reason,
          subscribedTo: [],
          updatedAt: now(),
        });
        addEvent(transaction, 'webhook_endpoint.disabled', stored, systemActor('webhooks'), { reason });
        if (mail) {
          const { isOurs, ...document } = mail;
          transaction.create(
            mails(firestore()).doc(randomUUID()),
            newMailDocument({ ...document, organizationId }, { nowMs: clock(), isOurs }),
          );
        }
        return true;
      });
    },
  };
}

/** A URL is proven by a challenge: another one, or an endpoint that is switched on again, has yet to answer it. */
function statusAfter(
  { status }: StoredWebhookEndpoint,
  { isMoved, enabled }: { isMoved: boolean; enabled: boolean | undefined },
): WebhookEndpoint['status'] {
  if (enabled === false) {
    return 'disabled';
  }
  if (enabled === true) {
    return isMoved || status === 'disabled' ? 'unverified' : status;
  }
  return isMoved && status === 'enabled' ? 'unverified' : status;
}
