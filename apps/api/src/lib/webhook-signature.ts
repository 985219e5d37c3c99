import { createHmac, randomBytes } from 'node:crypto';

const prefix = 'whsec_';
const secretBytes = 32;

/** What is signed of a request. */
export interface SignedRequest {
  /** The `webhook-id`; without a full stop. */
  id: string;
  /** The `webhook-timestamp`, in seconds since the epoch. */
  timestamp: number;
  body: string;
}

/** A new secret: `whsec_` and 256 random bits in base64. */
export function makeWebhookSecret(): string {
  return prefix + randomBytes(secretBytes).toString('base64');
}

/**
 * The headers of a signed request, with a signature for each secret: a receiver accepts a request when one of them is
 * right, so that secrets can be replaced without a pause.
 * @param secrets in the form that {@link makeWebhookSecret} gives.
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function signWebhook(
  secrets: readonly string[],
  { id, timestamp, body }: SignedRequest,
): Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string> {
  const content = `${id}.${timestamp}.${body}`;
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(prefix.length), 'base64');
    return `v1,${createHmac('sha256', key).update(content).digest('base64')}`;
  });
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signatures.join(' '),
  };
}
