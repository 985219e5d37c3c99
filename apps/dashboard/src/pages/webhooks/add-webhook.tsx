import { isKlayimError } from '@klayim/client';
import { useState } from 'react';
import { webhooksText } from '#text/webhooks';
import { FailureNotice } from '../../connections/fix-button.tsx';
import { IssuedDialog } from '../../settings/issued-dialog.tsx';
import { CheckboxGroup } from '../../ui/checkbox-group.tsx';
import { TextField } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { type IssuedSecret, useAddWebhook, type WebhookEventType } from '../../webhooks/queries.ts';
import { describeWebhookFailure } from '../../webhooks/status-badge.tsx';

const { add: text } = webhooksText;
/** What a webhook is most often for: somebody has to act, and it is over. */
const usual: WebhookEventType[] = ['connection.reauthorization_required', 'connection.recovered'];

/** Adds a webhook, then shows its secret once, and whether it has answered the challenge. */
export function AddWebhook({ onClose }: { onClose: () => void }) {
  const [issued, setIssued] = useState<IssuedSecret | null>(null);
  if (!issued) {
    return <AddDialog onIssued={setIssued} onClose={onClose} />;
  }
  const { endpoint, secret } = issued;
  return (
    <IssuedDialog title={text.added} label={text.secret} secret={secret} onClose={onClose}>
      {endpoint.status === 'enabled' ? (
        <Notice tone="good">{text.verified}</Notice>
      ) : (
        <Notice tone="bad">{text.notVerified(describeWebhookFailure(endpoint))}</Notice>
      )}
    </IssuedDialog>
  );
}

interface AddDialogProps {
  onIssued: (issued: IssuedSecret) => void;
  onClose: () => void;
}

function AddDialog({ onIssued, onClose }: AddDialogProps) {
  const [url, setUrl] = useState('');
  const [events, setEvents] = useState(usual);
  const [checked, setChecked] = useState(false);
  const add = useAddWebhook(onIssued);
  const submit = (): void => {
    setChecked(true);
    if (url.trim() !== '' && events.length > 0) {
      add.mutate({ url: url.trim(), events });
    }
  };
  const refused = isKlayimError(add.error, 'webhook_url_not_allowed') ? add.error.problem?.detail : undefined;
  return (
    <FormDialog
      title={text.title}
      confirm={text.confirm}
      busy={add.isPending}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextField
        label={text.url}
        hint={text.urlHint}
        inputMode="url"
        autoComplete="off"
        spellCheck={false}
        maxLength={2048}
        value={url}
        error={checked && url.trim() === '' ? text.urlMissing : refused}
        onChange={(event) => setUrl(event.target.value)}
      />
      <CheckboxGroup
        legend={text.events}
        options={webhooksText.types}
        ticked={events}
        error={checked && events.length === 0 ? text.eventsMissing : undefined}
        onChange={setEvents}
      />
      {isKlayimError(add.error, 'too_many_webhook_endpoints') ? (
        <Notice tone="bad" role="alert">
          {text.tooMany}
        </Notice>
      ) : add.error && refused === undefined ? (
        <FailureNotice error={add.error} />
      ) : null}
    </FormDialog>
  );
}
