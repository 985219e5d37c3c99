import { randomUUID } from 'node:crypto';
import type { AuditActor, CreateWebhookEndpoint } from '@klayim/shared/types';
import { type Firestore, Timestamp } from 'firebase-admin/firestore';
import { AppError } from '../../errors/app-error.ts';
import type { Clock } from '../../lib/clock.ts';
import { runTransaction } from '../../lib/firestore-transaction.ts';
import type { Keyring } from '../../lib/keyring.ts';
import { addAuditEvent } from '../audit/audit-event.document.ts';
import { requireLivingOrganization } from '../organizations/organization-tombstone.repository.ts';
import {
  endpointEvent,
  type StoredWebhookEndpoint,
  sealWebhookSecrets,
  type WebhookEndpointDocument,
  webhookEndpoints,
} from './webhook-endpoint.document.ts';

/** Endpoints of one organization: an event is sent to each that is subscribed to it. */
export const maxEndpoints = 10;

export interface WebhookEndpointCreationDependencies {
  firestore: () => Firestore;
  keyring: () => Promise<Keyring>;
  clock: Clock;
}

/** The endpoints of one organization. */
export function webhookEndpointsOf(firestore: Firestore, organizationId: string) {
  return webhookEndpoints(firestore).where('organizationId', '==', organizationId);
}

/** Adds endpoints, no more of an organization than it may have. */
export function createWebhookEndpointCreation({
  firestore,
  keyring,
  clock,
}: WebhookEndpointCreationDependencies) {
  /** Adds an endpoint that has yet to be verified. @throws {AppError} too_many_webhook_endpoints, organization_deleted */
  return async function create(
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
      const document = toDocument(organizationId, { url, events, secrets, createdBy }, clock());
      transaction.create(webhookEndpoints(firestore()).doc(id), document);
      addAuditEvent(
        transaction,
        firestore(),
        endpointEvent('webhook_endpoint.created', owner, actor),
        clock(),
      );
      return { ...document, id };
    });
  };
}

/** A new endpoint as it is stored: nothing is sent to it before its URL is proven. */
function toDocument(
  organizationId: string,
  known: Pick<WebhookEndpointDocument, 'url' | 'events' | 'secrets' | 'createdBy'>,
  nowMs: number,
): WebhookEndpointDocument {
  const now = Timestamp.fromMillis(nowMs);
  return {
    ...known,
    organizationId,
    status: 'unverified',
    disabledReason: null,
    subscribedTo: [],
    previousSecretExpiresAt: null,
    failingSince: null,
    lastFailure: null,
    createdAt: now,
    updatedAt: now,
  };
}
