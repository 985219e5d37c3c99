import { isKlayimError } from '@klayim/client';
import { Unplug } from 'lucide-react';
import { useParams } from 'wouter';
import { webhooksText, webhookText } from '#text/webhooks';
import { useCan } from '../../api/me.ts';
import { SettingsFrame } from '../../settings/settings-frame.tsx';
import { ButtonLink } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { LoadFailure } from '../../ui/load-failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Time } from '../../ui/time.tsx';
import { useNow } from '../../ui/use-now.ts';
import { useWebhook, type WebhookEndpoint } from '../../webhooks/queries.ts';
import { describeWebhookFailure, WebhookStatus } from '../../webhooks/status-badge.tsx';
import { ChangeForm } from './change-form.tsx';
import { Deliveries } from './deliveries.tsx';
import { WebhookActions } from './webhook-actions.tsx';
import './webhook.css';

/** One webhook: how it is, what it is told of, and what it was sent. For owners. */
export function WebhookPage() {
  const { id = '' } = useParams();
  const may = useCan()('getWebhookEndpoint');
  return may ? (
    <Webhook id={id} />
  ) : (
    <SettingsFrame title={webhooksText.title} needs="getWebhookEndpoint">
      {null}
    </SettingsFrame>
  );
}

function Webhook({ id }: { id: string }) {
  const { data, error, refetch } = useWebhook(id);
  const isGone = isKlayimError(error, 'webhook_endpoint_not_found');
  return (
    <SettingsFrame
      title={data && !isGone ? data.url : webhooksText.title}
      lead={data && !isGone ? <WebhookStatus endpoint={data} /> : undefined}
      needs="getWebhookEndpoint"
    >
      {isGone ? (
        <EmptyState
          icon={Unplug}
          title={webhookText.gone}
          action={<ButtonLink href="/settings/webhooks">{webhookText.back}</ButtonLink>}
        >
          {null}
        </EmptyState>
      ) : data ? (
        <>
          <State endpoint={data} />
          <WebhookActions endpoint={data} />
          <ChangeForm endpoint={data} />
          <Deliveries endpoint={data} />
        </>
      ) : error ? (
        <LoadFailure error={error} onRetry={() => void refetch()} />
      ) : (
        <Loading />
      )}
    </SettingsFrame>
  );
}

/** What keeps it from being told, and until when two secrets count. */
function State({ endpoint }: { endpoint: WebhookEndpoint }) {
  const nowMs = useNow();
  const { status, disabledReason, lastFailure, failingSince, previousSecretExpiresAt } = endpoint;
  const both =
    previousSecretExpiresAt !== null && Date.parse(previousSecretExpiresAt) > nowMs
      ? previousSecretExpiresAt
      : null;
  return (
    <>
      {status !== 'enabled' || lastFailure !== null ? (
        <Notice tone={disabledReason === 'owner' ? 'neutral' : 'warning'}>
          <p>
            {status === 'unverified' ? `${webhooksText.unverified} ` : ''}
            {disabledReason === null ? '' : `${webhooksText.disabledBy[disabledReason]} `}
            {lastFailure === null ? '' : webhookText.lastFailure(describeWebhookFailure(endpoint))}
          </p>
          {failingSince === null ? null : (
            <p className="small">
              {webhooksText.failingSince} <Time at={failingSince} />.
            </p>
          )}
        </Notice>
      ) : null}
      {both === null ? null : (
        <Notice tone="neutral">
          <p>
            {webhookText.both} <Time at={both} exact />.
          </p>
        </Notice>
      )}
    </>
  );
}
