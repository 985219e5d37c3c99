import { useState } from 'react';
import { useLocation } from 'wouter';
import { webhookText } from '#text/webhooks';
import { FailureNotice } from '../../connections/fix-button.tsx';
import { IssuedDialog } from '../../settings/issued-dialog.tsx';
import { OverlapDialog } from '../../settings/overlap-dialog.tsx';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import {
  type IssuedSecret,
  useDeleteWebhook,
  useRotateSecret,
  useTestWebhook,
  useUpdateWebhook,
  useVerifyWebhook,
  type WebhookEndpoint,
} from '../../webhooks/queries.ts';
import { describeWebhookFailure } from '../../webhooks/status-badge.tsx';

const { actions: text, results } = webhookText;

/** Everything that can be done with a webhook, and how it went. */
export function WebhookActions({ endpoint }: { endpoint: WebhookEndpoint }) {
  const { id, status } = endpoint;
  const [open, setOpen] = useState<'none' | 'rotate' | 'remove'>('none');
  const verify = useVerifyWebhook(id);
  const disable = useUpdateWebhook(id);
  const test = useTestWebhook(id);
  const attempts = [verify, disable, test];
  const start = (run: () => void): void => {
    for (const attempt of attempts) {
      attempt.reset();
    }
    run();
  };
  return (
    <div className="webhook__results">
      <div className="webhook__actions">
        {status === 'enabled' ? (
          <>
            <Button busy={test.isPending} onClick={() => start(test.mutate)}>
              {text.test}
            </Button>
            <Button busy={disable.isPending} onClick={() => start(() => disable.mutate({ enabled: false }))}>
              {text.disable}
            </Button>
          </>
        ) : (
          <Button look="primary" busy={verify.isPending} onClick={() => start(verify.mutate)}>
            {status === 'unverified' ? text.verify : text.enable}
          </Button>
        )}
        <Button onClick={() => setOpen('rotate')}>{text.rotate}</Button>
        <Button onClick={() => setOpen('remove')}>{text.remove}</Button>
      </div>
      <div role="status">
        {verify.data ? <Verified endpoint={verify.data} /> : null}
        {disable.isSuccess ? <Notice tone="neutral">{results.disabled}</Notice> : null}
        {test.isSuccess ? <Notice tone="good">{results.tested}</Notice> : null}
      </div>
      {attempts.map(({ error }) => (error ? <FailureNotice key={error.message} error={error} /> : null))}
      {open === 'rotate' ? <Rotate id={id} onClose={() => setOpen('none')} /> : null}
      {open === 'remove' ? <Remove endpoint={endpoint} onClose={() => setOpen('none')} /> : null}
    </div>
  );
}

function Verified({ endpoint }: { endpoint: WebhookEndpoint }) {
  return endpoint.status === 'enabled' ? (
    <Notice tone="good">{results.verified}</Notice>
  ) : (
    <Notice tone="bad">{results.notVerified(describeWebhookFailure(endpoint))}</Notice>
  );
}

function Rotate({ id, onClose }: { id: string; onClose: () => void }) {
  const { rotate: words } = webhookText;
  const [issued, setIssued] = useState<IssuedSecret | null>(null);
  const rotate = useRotateSecret(id, setIssued);
  return issued ? (
    <IssuedDialog title={words.issued} label={words.secret} secret={issued.secret} onClose={onClose} />
  ) : (
    <OverlapDialog
      title={words.title}
      explanation={words.explanation}
      label={words.overlap}
      confirm={words.confirm}
      busy={rotate.isPending}
      error={rotate.error}
      onClose={onClose}
      onConfirm={(overlapSeconds) => rotate.mutate(overlapSeconds)}
    />
  );
}

function Remove({ endpoint: { id, url }, onClose }: { endpoint: WebhookEndpoint; onClose: () => void }) {
  const { remove: words } = webhookText;
  const [, navigate] = useLocation();
  const remove = useDeleteWebhook(id, () => navigate('/settings/webhooks'));
  return (
    <ConfirmDialog
      title={words.title}
      confirm={words.confirm}
      word={new URL(url).host}
      busy={remove.isPending}
      error={remove.error}
      onClose={onClose}
      onConfirm={() => remove.mutate()}
    >
      <p>{url}</p>
      <p>{words.explanation}</p>
    </ConfirmDialog>
  );
}
