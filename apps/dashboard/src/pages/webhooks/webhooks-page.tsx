import { Plus, Webhook } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { webhooksText } from '#text/webhooks';
import { SettingsFrame } from '../../settings/settings-frame.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { LoadFailure } from '../../ui/load-failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { RecordItem, Records } from '../../ui/records.tsx';
import { Time } from '../../ui/time.tsx';
import { useWebhooks, type WebhookEndpoint } from '../../webhooks/queries.ts';
import { WebhookStatus } from '../../webhooks/status-badge.tsx';
import { AddWebhook } from './add-webhook.tsx';

/** The addresses that are told when something changes. For owners. */
export function WebhooksPage() {
  const [adding, setAdding] = useState(false);
  const add = (
    <Button look="primary" onClick={() => setAdding(true)}>
      <Plus size={16} aria-hidden="true" />
      {webhooksText.add.open}
    </Button>
  );
  return (
    <SettingsFrame
      title={webhooksText.title}
      lead={webhooksText.lead}
      needs="listWebhookEndpoints"
      actions={add}
    >
      <Endpoints />
      {adding ? <AddWebhook onClose={() => setAdding(false)} /> : null}
    </SettingsFrame>
  );
}

function Endpoints() {
  const { data, error, refetch } = useWebhooks();
  const { none } = webhooksText;
  if (!data) {
    return error ? <LoadFailure error={error} onRetry={() => void refetch()} /> : <Loading />;
  }
  return data.length === 0 ? (
    <EmptyState icon={Webhook} title={none.title}>
      {none.explanation}
    </EmptyState>
  ) : (
    <Records label={webhooksText.list}>
      {data.map((endpoint) => (
        <EndpointItem key={endpoint.id} endpoint={endpoint} />
      ))}
    </Records>
  );
}

function EndpointItem({ endpoint }: { endpoint: WebhookEndpoint }) {
  const { id, url, events, failingSince, createdAt } = endpoint;
  return (
    <RecordItem
      title={
        <>
          <Link href={`/settings/webhooks/${id}`}>{url}</Link>
          <WebhookStatus endpoint={endpoint} />
        </>
      }
    >
      <p className="small muted">
        {webhooksText.events(events.length)}. {webhooksText.added} <Time at={createdAt} />.
        {failingSince === null ? null : (
          <>
            {' '}
            {webhooksText.failingSince} <Time at={failingSince} />.
          </>
        )}
      </p>
    </RecordItem>
  );
}
