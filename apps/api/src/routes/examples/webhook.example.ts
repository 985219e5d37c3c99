import type { WebhookDelivery, WebhookEndpoint } from '@klayim/shared/types';

/** A webhook endpoint, as the documentation shows it. */
export const webhookEndpointExample = {
  id: '6f0c1f4e-8b0c-4c53-9a52-0a7f3b1f2d11',
  url: 'https://hooks.example.com/klayim',
  events: ['connection.reauthorization_required', 'connection.recovered'],
  status: 'enabled',
  disabledReason: null,
  lastFailure: null,
  failingSince: null,
  previousSecretExpiresAt: null,
  createdAt: '2026-11-23T10:15:00.000Z',
  createdBy: 'Zk3n0cZ8mRgP1sX2',
  updatedAt: '2026-11-23T10:15:00.000Z',
} as const satisfies WebhookEndpoint;

/** An endpoint with its secret. The secret is none. */
export const issuedWebhookSecretExample = {
  endpoint: webhookEndpointExample,
  secret: 'whsec_(shown once)',
};

/** A delivery that waits for its next attempt. */
export const webhookDeliveryExample = {
  id: '0d6a3c1e-2f2b-4f0e-9d5b-5a9d8f0f7c21',
  type: 'connection.reauthorization_required',
  state: 'pending',
  attempts: 2,
  lastAttemptAt: '2026-11-23T12:00:05.000Z',
  lastStatus: 503,
  lastFailure: 'refused',
  nextAttemptAt: '2026-11-23T12:01:04.000Z',
  createdAt: '2026-11-23T12:00:00.000Z',
} as const satisfies WebhookDelivery;
