import type {
  AuditActor,
  CreateWebhookEndpoint,
  IssuedWebhookSecret,
  WebhookEndpoint,
  WebhookEndpointPatch,
} from '@klayim/shared/types';
import { AppError } from '../../errors/app-error.ts';
import type { Clock } from '../../lib/clock.ts';
import { makeWebhookSecret } from '../../lib/webhook-signature.ts';
import type { StoredWebhookEndpoint } from '../../repositories/webhooks/webhook-endpoint.document.ts';
import type { WebhookEndpointRepository } from '../../repositories/webhooks/webhook-endpoint.repository.ts';
import { settleSubscriptionMs } from '../../repositories/webhooks/webhook-subscriptions.ts';
import { createChallenge } from './challenge.ts';
import type { SendRequest } from './send-request.ts';
import { checkWebhookUrl } from './webhook-url.ts';

export interface WebhookEndpointsDependencies {
  webhookEndpointRepository: WebhookEndpointRepository;
  sendRequest: SendRequest;
  /** Whether `http` on loopback is taken: only where emulators run. */
  allowsLoopbackWebhooks: () => boolean;
  clock: Clock;
  sleep: (ms: number) => Promise<void>;
}

export type WebhookEndpointsService = ReturnType<typeof createWebhookEndpointsService>;

/** Webhook endpoints of an organization: what owners do with them. */
export function createWebhookEndpointsService(dependencies: WebhookEndpointsDependencies) {
  const { webhookEndpointRepository: endpoints, allowsLoopbackWebhooks, sleep } = dependencies;
  const sendChallenge = createChallenge(dependencies);
  const check = (url: string) => checkWebhookUrl(url, { allowsLoopback: allowsLoopbackWebhooks() });

  /** @throws {AppError} webhook_endpoint_not_found */
  async function require(organizationId: string, id: string): Promise<StoredWebhookEndpoint> {
    const stored = await endpoints.find(organizationId, id);
    if (!stored) {
      throw new AppError('webhook_endpoint_not_found');
    }
    return stored;
  }

  /** Sends the challenge to an endpoint that has not answered one, and enables it when it does. */
  async function challenge(stored: StoredWebhookEndpoint): Promise<StoredWebhookEndpoint> {
    if (stored.status !== 'unverified') {
      return stored;
    }
    const failure = await sendChallenge(stored.url, await endpoints.secretsOf(stored));
    return settled(await endpoints.noteChallenge(stored, failure));
  }

  /** Waits until every process knows the subscription: from then on the endpoint misses no event. */
  async function settled(stored: StoredWebhookEndpoint): Promise<StoredWebhookEndpoint> {
    if (stored.subscribedTo.length > 0) {
      await sleep(settleSubscriptionMs);
    }
    return stored;
  }

  return {
    listEndpoints: (organizationId: string): Promise<WebhookEndpoint[]> => endpoints.list(organizationId),

    /** @throws {AppError} webhook_endpoint_not_found */
    async getEndpoint(organizationId: string, id: string): Promise<WebhookEndpoint> {
      return endpoints.show(await require(organizationId, id));
    },

    /**
     * Adds an endpoint, and sends it the challenge at once. The only time that its first secret is seen.
     * @throws {AppError} webhook_url_not_allowed, too_many_webhook_endpoints, organization_deleted
     */
    async createEndpoint(
      organizationId: string,
      { url, events }: CreateWebhookEndpoint,
      { userId, actor }: { userId: string; actor: AuditActor },
    ): Promise<IssuedWebhookSecret> {
      const secret = makeWebhookSecret();
      const wanted = { url: check(url), events };
      const stored = await endpoints.create(organizationId, wanted, { secret, createdBy: userId, actor });
      return { endpoint: endpoints.show(await challenge(stored)), secret };
    },

    /**
     * Changes what the patch names. Another URL, or one that is switched on again, is sent the challenge.
     * @throws {AppError} webhook_endpoint_not_found, webhook_url_not_allowed
     */
    async updateEndpoint(
      organizationId: string,
      id: string,
      { url, ...patch }: WebhookEndpointPatch,
      actor: AuditActor,
    ): Promise<WebhookEndpoint> {
      const change = {
        ...(patch.events !== undefined && { events: patch.events }),
        ...(patch.enabled !== undefined && { enabled: patch.enabled }),
        ...(url !== undefined && { url: check(url) }),
      };
      const stored = await endpoints.update(organizationId, id, change, actor);
      const isAsked = url !== undefined || patch.enabled === true;
      if (isAsked && stored.status === 'unverified') {
        return endpoints.show(await challenge(stored));
      }
      return endpoints.show(patch.events === undefined ? stored : await settled(stored));
    },

    /**
     * Sends the challenge again to an endpoint that has not answered it yet.
     * @throws {AppError} webhook_endpoint_not_found, webhook_endpoint_disabled; webhook_endpoint_unverified with the
     * failure in its detail.
     */
    async verifyEndpoint(organizationId: string, id: string): Promise<WebhookEndpoint> {
      const stored = await require(organizationId, id);
      if (stored.status === 'disabled') {
        throw new AppError('webhook_endpoint_disabled');
      }
      const after = await challenge(stored);
      if (after.status !== 'enabled') {
        throw new AppError('webhook_endpoint_unverified', {
          detail: `The challenge was not answered: ${after.lastFailure}.`,
        });
      }
      return endpoints.show(after);
    },

    /** A new secret beside the old one for `overlapSeconds`. @throws {AppError} webhook_endpoint_not_found */
    async rotateSecret(
      organizationId: string,
      id: string,
      { overlapSeconds, actor }: { overlapSeconds: number; actor: AuditActor },
    ): Promise<IssuedWebhookSecret> {
      const secret = makeWebhookSecret();
      const change = { secret, overlapMs: overlapSeconds * 1000, actor };
      return {
        endpoint: endpoints.show(await endpoints.rotateSecret(organizationId, id, change)),
        secret,
      };
    },

    /** What waits for it is given up. @throws {AppError} webhook_endpoint_not_found */
    deleteEndpoint: (organizationId: string, id: string, actor: AuditActor): Promise<void> =>
      endpoints.delete(organizationId, id, actor),
  };
}
