import { isKlayimError } from '@klayim/client';
import { useState } from 'react';
import { webhooksText, webhookText } from '#text/webhooks';
import { FailureNotice } from '../../connections/fix-button.tsx';
import { Button } from '../../ui/button.tsx';
import { CheckboxGroup } from '../../ui/checkbox-group.tsx';
import { TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useUpdateWebhook, type WebhookEndpoint } from '../../webhooks/queries.ts';
import '../../ui/card.css';

const { change: text } = webhookText;

/** Changes where it is and what it is told of. Only what was changed is sent: another URL has to answer the challenge. */
export function ChangeForm({ endpoint }: { endpoint: WebhookEndpoint }) {
  const [edit, setEdit] = useState<Partial<Pick<WebhookEndpoint, 'url' | 'events'>>>({});
  const [checked, setChecked] = useState(false);
  const update = useUpdateWebhook(endpoint.id);
  const { url, events } = { ...endpoint, ...edit };
  const change = (part: typeof edit): void => {
    setEdit({ ...edit, ...part });
    update.reset();
  };
  const submit = (): void => {
    setChecked(true);
    const patch = {
      ...(url.trim() !== endpoint.url && { url: url.trim() }),
      ...(String(events) !== String(endpoint.events) && { events }),
    };
    if (url.trim() !== '' && events.length > 0 && !update.isPending) {
      update.mutate(patch, { onSuccess: () => setEdit({}) });
    }
  };
  const refused = isKlayimError(update.error, 'webhook_url_not_allowed') && update.error.problem?.detail;
  return (
    <section className="card settings__part" aria-labelledby="webhook-change">
      <h2 id="webhook-change">{text.title}</h2>
      <form
        className="settings__form"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <TextField
          label={text.url}
          hint={text.urlHint}
          inputMode="url"
          autoComplete="off"
          spellCheck={false}
          maxLength={2048}
          value={url}
          error={checked && url.trim() === '' ? webhooksText.add.urlMissing : refused || undefined}
          onChange={(event) => change({ url: event.target.value })}
        />
        <CheckboxGroup
          legend={text.events}
          options={webhooksText.types}
          ticked={events}
          error={checked && events.length === 0 ? webhooksText.add.eventsMissing : undefined}
          onChange={(ticked) => change({ events: ticked })}
        />
        {update.error && !refused ? <FailureNotice error={update.error} /> : null}
        <div className="settings__save">
          <Button type="submit" look="primary" busy={update.isPending}>
            {text.save}
          </Button>
          <div role="status">
            {update.isSuccess ? <Notice tone="good">{webhookText.results.saved}</Notice> : null}
          </div>
        </div>
      </form>
    </section>
  );
}
