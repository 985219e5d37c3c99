import { randomUUID } from 'node:crypto';
import type {
  AuditActor,
  CreateWebhookEndpoint,
  WebhookEndpoint,
  WebhookFailure,
} from '@klayim/shared/types';
import { type Firestore, Timestamp, type Transaction } from 'firebase-admin/firestore';
import { AppError } from '../../errors/app-error.ts';
import type { Clock } from '../../lib/clock.ts';
import { runTransaction } from '../../lib/firestore-transaction.ts';
import type { Keyring } from '../../lib/keyring.ts';
import { addAuditEvent } from '../audit/audit-event.document.ts';
import { requireLivingOrganization } from '../organizations/organization-tombstone.repository.ts';
import {
  endpointEvent,
  openWebhookSecrets,
  readWebhookEndpoint,
  type StoredWebhookEndpoint,
  sealWebhookSecrets,
  type WebhookEndpointDocument,
  webhookEndpoints,
} from './webhook-endpoint.document.ts';
import type { WebhookSubscriptions } from './webhook-subscriptions.ts';

/** Endpoints of one organization: an event is sent to each that is subscribed to it. */
export const maxEndpoints = 10;

/** What an owner may change of an endpoint. */
export type WebhookEndpointChange = Partial<Pick<StoredWebhookEndpoint, 'url' | 'events'>> & {
  enabled?: boolean | undefined;
};

export interface WebhookEndpointChangesDependencies {
  firestore: () => Firestore;
  keyring: () => Promise<Keyring>;
  clock: Clock;
  /** Is notified of subscriptions. */
  webhookSubscriptions: WebhookSubscriptions;
}

/** The endpoints of one organization. */
export function webhookEndpointsOf(firestore: Firestore, organizationId: string) {
  return webhookEndpoints(firestore).where('organizationId', '==', organizationId);
}

/** Makes a change of an endpoint: reads, decides and writes in one transaction. */
function createChange({
  firestore,
  clock,
  webhookSubscriptions,
}: Omit<WebhookEndpointChangesDependencies, 'keyring'>) {
  /** @throws {AppError} webhook_endpoint_not_found */
  return async function change(
    organizationId: string,
    id: string,
    decide: (
      stored: StoredWebhookEndpoint,
      transaction: Transaction,
    ) => Partial<WebhookEndpointDocument> | null,
  ): Promise<StoredWebhookEndpoint> {
    const result = await runTransaction(firestore(), async (transaction) => {
      const reference = webhookEndpoints(firestore()).doc(id);
      const stored = readWebhookEndpoint(await transaction.get(reference), organizationId);
      if (!stored) {
        throw new AppError('webhook_endpoint_not_found');
      }
      const changed = decide(stored, transaction);
      if (!changed) {
        return stored;
      }
      const after = { ...changed, updatedAt: Timestamp.fromMillis(clock()) };
      transaction.update(reference, after);
      return { ...stored, ...after };
    });
    webhookSubscriptions.forget(organizationId, result.subscribedTo);
    return result;
  };
}

/** Changes of endpoints by people, and what a challenge makes of one. */
export function createWebhookEndpointChanges(dependencies: WebhookEndpointChangesDependencies) {
  const { firestore, keyring, clock } = dependencies;
  const change = createChange(dependencies);
  const now = () => Timestamp.fromMillis(clock());

  return {
    /** Adds an endpoint that has yet to be verified. @throws {AppError} too_many_webhook_endpoints, organization_deleted */
    async create(
      organizationId: string,
      { url, events }: CreateWebhookEndpoint,
      { secret, createdBy, actor }: { secret: string; createdBy: string; actor: AuditActor },
    ): Promise<StoredWebhookEndpoint> {
      const id = randomUUID();
      const owner = { organizationId, id, url };
      const secrets = sealWebhookSecrets(await keyring(), owner, { current: secret, previous: null });
      return runTransaction(firestore(), async (transaction) => {
        const existing = await transaction.get(
          webhookEndpointsOf(firestore(), organizationId).select().limit(maxEndpoints),
        );
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
        transaction.create(webhookEndpoints(firestore()).doc(id), document);
        addAuditEvent(
          transaction,
          firestore(),
          endpointEvent('webhook_endpoint.created', owner, actor),
          clock(),
        );
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
        addAuditEvent(
          transaction,
          firestore(),
          endpointEvent('webhook_endpoint.updated', after, actor, { changedFields }),
          clock(),
        );
        return {
          events: wanted,
          status,
          disabledReason: status === 'disabled' ? (stored.disabledReason ?? 'owner') : null,
          subscribedTo: status === 'enabled' ? wanted : [],
          ...(status === 'unverified' && { failingSince: null }),
          ...(moved !== null && {
            url: moved,
            secrets: sealWebhookSecrets(keys, after, openWebhookSecrets(keys, stored)),
          }),
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
        const previous = overlapMs === 0 ? null : openWebhookSecrets(keys, stored).current;
        addAuditEvent(
          transaction,
          firestore(),
          endpointEvent('webhook_endpoint.secret_rotated', stored, actor),
          clock(),
        );
        return {
          secrets: sealWebhookSecrets(keys, stored, { current: secret, previous }),
          previousSecretExpiresAt: previous === null ? null : Timestamp.fromMillis(clock() + overlapMs),
        };
      });
    },

    /** @throws {AppError} webhook_endpoint_not_found */
    async delete(organizationId: string, id: string, actor: AuditActor): Promise<void> {
      await runTransaction(firestore(), async (transaction) => {
        const reference = webhookEndpoints(firestore()).doc(id);
        const stored = readWebhookEndpoint(await transaction.get(reference), organizationId);
        if (!stored) {
          throw new AppError('webhook_endpoint_not_found');
        }
        transaction.delete(reference);
        addAuditEvent(
          transaction,
          firestore(),
          endpointEvent('webhook_endpoint.deleted', stored, actor),
          clock(),
        );
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
