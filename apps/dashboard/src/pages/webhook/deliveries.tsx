import { commonText } from '#text/common';
import { webhooksText, webhookText } from '#text/webhooks';
import { useServices } from '../../api/services.ts';
import { FailureNotice } from '../../connections/fix-button.tsx';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { LoadFailure } from '../../ui/load-failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Notice } from '../../ui/notice.tsx';
import { RecordItem, Records } from '../../ui/records.tsx';
import { SaveList } from '../../ui/save-list.tsx';
import { Time } from '../../ui/time.tsx';
import {
  useDeliveries,
  useReplay,
  type WebhookDelivery,
  type WebhookEndpoint,
} from '../../webhooks/queries.ts';
import { describeWebhookFailure } from '../../webhooks/status-badge.tsx';

const { log: text } = webhookText;
const tones: Record<WebhookDelivery['state'], Tone> = {
  pending: 'warning',
  delivered: 'good',
  failed: 'bad',
};

/** What a webhook was or will be sent, and a way to send it again. */
export function Deliveries({ endpoint: { id, status } }: { endpoint: WebhookEndpoint }) {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useDeliveries(id);
  const replay = useReplay(id);
  const { klayim } = useServices();
  const deliveries = data?.pages.flatMap(({ items }) => items);
  return (
    <section className="settings__part" aria-labelledby="deliveries">
      <div className="settings__heading">
        <h2 id="deliveries">{text.title}</h2>
        <SaveList
          operation="exportWebhookDeliveries"
          fileName={text.fileName}
          load={(call) => klayim.file('exportWebhookDeliveries', { path: { id }, ...call })}
        />
      </div>
      <p className="muted">{text.lead}</p>
      <div role="status">
        {replay.isSuccess ? <Notice tone="good">{webhookText.results.replayed}</Notice> : null}
      </div>
      {replay.error ? <FailureNotice error={replay.error} /> : null}
      {deliveries ? (
        deliveries.length === 0 ? (
          <p>{text.none}</p>
        ) : (
          <Records label={text.list}>
            {deliveries.map((delivery) => (
              <DeliveryItem
                key={delivery.id}
                delivery={delivery}
                onReplay={status === 'enabled' ? () => replay.mutate(delivery.id) : null}
              />
            ))}
          </Records>
        )
      ) : error ? (
        <LoadFailure error={error} onRetry={() => void refetch()} />
      ) : (
        <Loading />
      )}
      {hasNextPage ? (
        <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {commonText.loadMore}
        </Button>
      ) : null}
    </section>
  );
}

interface DeliveryItemProps {
  delivery: WebhookDelivery;
  /** Null while the webhook is sent nothing. */
  onReplay: (() => void) | null;
}

function DeliveryItem({ delivery, onReplay }: DeliveryItemProps) {
  const { id, type, state, attempts, lastAttemptAt, lastStatus, lastFailure, nextAttemptAt, createdAt } =
    delivery;
  const name = type === 'endpoint.test' ? text.test : webhooksText.types[type];
  return (
    <RecordItem
      title={
        <>
          {name}
          <Badge tone={tones[state]}>{text.states[state]}</Badge>
        </>
      }
      actions={
        onReplay && state !== 'pending' ? (
          <Button onClick={onReplay}>
            {text.replay}
            <span className="visually-hidden"> {name}</span>
          </Button>
        ) : undefined
      }
    >
      <p className="small muted">
        <Time at={createdAt} /> · {text.attempts(attempts)}
        {lastAttemptAt === null ? null : (
          <>
            , {text.last} <Time at={lastAttemptAt} />
          </>
        )}
        {lastStatus === null ? null : `, ${text.answered(lastStatus)}`}
        {lastFailure === null ? null : `: ${describeWebhookFailure({ lastFailure })}`}
        {nextAttemptAt === null ? null : (
          <>
            . {text.next} <Time at={nextAttemptAt} />
          </>
        )}
      </p>
      <p className="small muted">
        <code>{type}</code> <code>{id}</code>
      </p>
    </RecordItem>
  );
}
