import type { AuditActor, WebhookEndpoint, WebhookFailure } from '@klayim/shared/types';
import { Timestamp, type Transaction } from 'firebase-admin/firestore';
import { AppError } from '../../errors/app-error.ts';
import { runTransaction } from '../../lib/firestore-transaction.ts';
import { addAuditEvent } from '../audit/audit-event.document.ts';
import {
  endpointEvent,
  openWebhookSecrets,
  readWebhookEndpoint,
  type StoredWebhookEndpoint,
  sealWebhookSecrets,
  type WebhookEndpointDocument,
  webhookEndpoints,
} from './webhook-endpoint.document.ts';
import {
  createWebhookEndpointCreation,
  type WebhookEndpointCreationDependencies,
} from './webhook-endpoint-creation.ts';
import type { WebhookSubscriptions } from './webhook-subscriptions.ts';

/** What an owner may change of an endpoint. */
export type WebhookEndpointChange = Partial<Pick<StoredWebhookEndpoint, 'url' | 'events'>> & {
  enabled?: boolean | undefined;
};

export interface WebhookEndpointChangesDependencies extends WebhookEndpointCreationDependencies {
  /** Is notified of subscriptions. */
  webhookSubscriptions: WebhookSubscriptions;
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

  return {
    create: createWebhookEndpointCreation(dependencies),

    /**
     * Changes what the change names. Another URL, and `enabled` of an endpoint that is not, make it unverified.
     * @throws {AppError} webhook_endpoint_not_found
     */
    async update(
      organizationId: string,
      id: string,
      wanted: WebhookEndpointChange,
      actor: AuditActor,
    ): Promise<StoredWebhookEndpoint> {
      const keys = await keyring();
      return change(organizationId, id, (stored, transaction) => {
        const { after, changedFields, isMoved } = applyChange(stored, wanted);
        if (changedFields.length === 0) {
          return null;
        }
        addAuditEvent(
          transaction,
          firestore(),
          endpointEvent('webhook_endpoint.updated', after, actor, { changedFields }),
          clock(),
        );
        const { events, status } = after;
        return {
          events,
          status,
          disabledReason: status === 'disabled' ? (stored.disabledReason ?? 'owner') : null,
          subscribedTo: status === 'enabled' ? events : [],
          ...(status === 'unverified' && { failingSince: null }),
          ...(isMoved && {
            url: after.url,
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

/** An endpoint as a person wants it, and the fields by which it differs from the stored one. */
function applyChange(stored: StoredWebhookEndpoint, { url, events, enabled }: WebhookEndpointChange) {
  const isMoved = url !== undefined && url !== stored.url;
  const after = {
    ...stored,
    url: url ?? stored.url,
    events: events ?? stored.events,
    status: statusAfter(stored, { isMoved, enabled }),
  };
  const changedFields = [
    ...(isMoved ? ['url'] : []),
    ...(JSON.stringify(after.events) === JSON.stringify(stored.events) ? [] : ['events']),
    ...(after.status === stored.status ? [] : ['status']),
  ];
  return { after, changedFields, isMoved };
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
