import type { WebhookEndpoint } from '@klayim/shared/types';
import {
  openWebhookSecrets,
  readWebhookEndpoint,
  type StoredWebhookEndpoint,
  toWebhookEndpoint,
  webhookEndpoints,
} from './webhook-endpoint.document.ts';
import {
  createWebhookEndpointChanges,
  type WebhookEndpointChangesDependencies,
} from './webhook-endpoint-changes.ts';
import { maxEndpoints, webhookEndpointsOf } from './webhook-endpoint-creation.ts';
import { createWebhookEndpointHealth } from './webhook-endpoint-health.ts';

export type WebhookEndpointRepository = ReturnType<typeof createWebhookEndpointRepository>;

/** Webhook endpoints of an organization. Each change by a person is audited in its own transaction. */
export function createWebhookEndpointRepository(dependencies: WebhookEndpointChangesDependencies) {
  const { firestore, keyring, clock } = dependencies;
  const show = (stored: StoredWebhookEndpoint): WebhookEndpoint => toWebhookEndpoint(stored, clock());

  return {
    ...createWebhookEndpointChanges(dependencies),
    ...createWebhookEndpointHealth(dependencies),

    /** Every endpoint of an organization, newest first. */
    async list(organizationId: string): Promise<WebhookEndpoint[]> {
      const { docs } = await webhookEndpointsOf(firestore(), organizationId).limit(maxEndpoints).get();
      return docs
        .flatMap((snapshot) => readWebhookEndpoint(snapshot, organizationId) ?? [])
        .map(show)
        .sort((one, other) => (one.createdAt < other.createdAt ? 1 : -1));
    },

    /** One document read. */
    async find(organizationId: string, id: string): Promise<StoredWebhookEndpoint | null> {
      return readWebhookEndpoint(await webhookEndpoints(firestore()).doc(id).get(), organizationId);
    },

    show,

    /** The secrets to sign with now, the current one first. @throws {AppError} as `decrypt` */
    async secretsOf(stored: StoredWebhookEndpoint): Promise<string[]> {
      const { current, previous } = openWebhookSecrets(await keyring(), stored);
      const until = stored.previousSecretExpiresAt?.toMillis() ?? 0;
      return previous !== null && until > clock() ? [current, previous] : [current];
    },
  };
}
