import type { WebhookFailure } from '@klayim/shared/types';
import { Timestamp } from 'firebase-admin/firestore';
import type { Config } from '../../config/config.ts';
import { isAppError } from '../../errors/app-error.ts';
import type { Timers } from '../../lib/backoff.ts';
import type { Logger } from '../../lib/logger.ts';
import { type Metrics, noMetrics } from '../../lib/metrics.ts';
import { signWebhook } from '../../lib/webhook-signature.ts';
import type { OrganizationsRepository } from '../../repositories/cross-tenant/organizations.repository.ts';
import type {
  AttemptOutcome,
  DeliverableEvent,
} from '../../repositories/webhooks/webhook-delivery-attempts.ts';
import type { StoredWebhookEndpoint } from '../../repositories/webhooks/webhook-endpoint.document.ts';
import type { WebhookEndpointRepository } from '../../repositories/webhooks/webhook-endpoint.repository.ts';
import type { WebhookEventRepository } from '../../repositories/webhooks/webhook-event.repository.ts';
import { recipientsOf } from '../organizations/notifications.service.ts';
import { hasFailedTooLong, nextAttemptAtMs } from './delivery-policy.ts';
import { disabledEndpointMail } from './disabled-endpoint-mail.ts';
import type { SendRequest } from './send-request.ts';

const goneStatus = 410;

export interface AttemptDependencies extends Pick<Timers, 'clock' | 'random'> {
  webhookEndpointRepository: WebhookEndpointRepository;
  webhookEventRepository: WebhookEventRepository;
  organizationsRepository: Pick<OrganizationsRepository, 'findNotificationRecipients'>;
  config: () => Pick<Config, 'notifications' | 'smtp'>;
  sendRequest: SendRequest;
  logger: Logger;
  /** Default: nothing is measured. */
  metrics?: Metrics | undefined;
}

/** Makes one attempt at a delivery that was claimed. @returns how it went, once that is stored. */
export type AttemptDelivery = (
  endpoint: StoredWebhookEndpoint,
  deliverable: DeliverableEvent,
) => Promise<AttemptOutcome>;

/** Sends events to endpoints, and stores how that went: for the delivery, and for the endpoint. */
export function createAttemptDelivery(dependencies: AttemptDependencies): AttemptDelivery {
  const { webhookEndpointRepository, webhookEventRepository, organizationsRepository } = dependencies;
  const { config, sendRequest, clock, random, logger, metrics = noMetrics } = dependencies;

  /** @returns the status, and what is wrong with it; null when nothing is. */
  async function send(
    endpoint: StoredWebhookEndpoint,
    { event }: DeliverableEvent,
  ): Promise<{ status: number | null; failure: WebhookFailure | null }> {
    let secrets: string[];
    try {
      secrets = await webhookEndpointRepository.secretsOf(endpoint);
    } catch (error) {
      if (!isAppError(error)) {
        throw error;
      }
      const fields = { organizationId: endpoint.organizationId, endpointId: endpoint.id, cause: error.code };
      logger.error('The secrets of a webhook endpoint cannot be read', fields);
      return { status: null, failure: 'secret_unreadable' };
    }
    const { id, payload: body } = event;
    const headers = signWebhook(secrets, { id, timestamp: Math.floor(clock() / 1000), body });
    const response = await sendRequest({ url: endpoint.url, headers, body });
    if (response.status === null) {
      return response;
    }
    return { status: response.status, failure: failureOf(response.status) };
  }

  async function disable(
    endpoint: StoredWebhookEndpoint,
    reason: 'gone' | 'failing',
    lastFailure: WebhookFailure | null,
  ): Promise<void> {
    const { organizationId, id, url } = endpoint;
    const { organizationName, emails } =
      config().notifications === null
        ? { organizationName: null, emails: [] }
        : await organizationsRepository.findNotificationRecipients(organizationId);
    const to = recipientsOf(emails);
    const message = disabledEndpointMail({ organizationName, endpointId: id, url, reason, lastFailure });
    const mail = to.length === 0 ? null : { to, message, isOurs: config().smtp !== null };
    if (await webhookEndpointRepository.disable(endpoint, reason, mail)) {
      logger.warn('A webhook endpoint was disabled', { organizationId, endpointId: id, reason });
    }
  }

  /** Notes what an attempt tells of the endpoint itself. Costs nothing while all goes well. */
  async function noteHealth(
    endpoint: StoredWebhookEndpoint,
    status: number | null,
    failure: WebhookFailure | null,
  ): Promise<void> {
    if (status === goneStatus) {
      await disable(endpoint, 'gone', failure);
      return;
    }
    const { failingSince, lastFailure } = endpoint;
    const since = failure === null ? null : (failingSince ?? Timestamp.fromMillis(clock()));
    if (since !== failingSince || failure !== lastFailure) {
      await webhookEndpointRepository.noteHealth(endpoint, { failingSince: since, lastFailure: failure });
    }
    if (since && hasFailedTooLong(since.toMillis(), clock())) {
      await disable(endpoint, 'failing', failure);
    }
  }

  function toOutcome(
    { delivery }: DeliverableEvent,
    status: number | null,
    failure: WebhookFailure | null,
  ): AttemptOutcome {
    const facts = { lastStatus: status, lastFailure: failure };
    if (failure === null) {
      return { ...facts, state: 'delivered', nextAttemptAt: null };
    }
    const atMs = status === goneStatus ? null : nextAttemptAtMs(delivery, clock(), random());
    return atMs === null
      ? { ...facts, state: 'failed', nextAttemptAt: null }
      : { ...facts, state: 'pending', nextAttemptAt: Timestamp.fromMillis(atMs) };
  }

  return async (endpoint, deliverable) => {
    const { event, delivery } = deliverable;
    const startedAtMs = clock();
    const { status, failure } = await send(endpoint, deliverable);
    const outcome = toOutcome(deliverable, status, failure);
    await webhookEventRepository.noteAttempt(deliverable, outcome);
    metrics.webhookAttempted(outcome.state);
    await noteHealth(endpoint, status, failure);
    const fields = {
      organizationId: event.organizationId,
      endpointId: endpoint.id,
      eventId: event.id,
      eventType: event.type,
      attempt: delivery.attempts + 1,
      status,
      durationMs: clock() - startedAtMs,
    };
    if (failure === null) {
      logger.info('Webhook delivered', fields);
    } else {
      logger.warn('Webhook not delivered', { ...fields, failure, state: outcome.state });
    }
    return outcome;
  };
}

function failureOf(status: number): WebhookFailure | null {
  if (status >= 200 && status < 300) {
    return null;
  }
  return status >= 300 && status < 400 ? 'redirected' : 'refused';
}
