import { webhooksText } from '#text/webhooks';
import { Badge } from '../ui/badge.tsx';
import type { WebhookEndpoint } from './queries.ts';

/** Whether it is sent events. */
export function WebhookStatus({ endpoint }: { endpoint: WebhookEndpoint }) {
  const { status, disabledReason, failingSince } = endpoint;
  const isBad = status === 'disabled' && disabledReason !== 'owner';
  const isUneasy = status === 'unverified' || failingSince !== null;
  return (
    <Badge tone={isBad ? 'bad' : isUneasy ? 'warning' : status === 'enabled' ? 'good' : 'neutral'}>
      {webhooksText.status[status]}
    </Badge>
  );
}

/** Why the last request failed, in the middle of a sentence. */
export function describeWebhookFailure({ lastFailure }: Pick<WebhookEndpoint, 'lastFailure'>): string {
  return webhooksText.failures[lastFailure ?? 'network_error'];
}
