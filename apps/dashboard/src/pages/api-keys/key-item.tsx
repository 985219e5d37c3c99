import { useState } from 'react';
import { apiKeysText } from '#text/api-keys';
import { OverlapDialog } from '../../settings/overlap-dialog.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { RecordItem } from '../../ui/records.tsx';
import { Time } from '../../ui/time.tsx';
import { useNow } from '../../ui/use-now.ts';
import { type ApiKey, type IssuedKey, useRevokeKey, useRotateKey } from './queries.ts';

interface KeyItemProps {
  apiKey: ApiKey;
  onIssued: (issued: IssuedKey) => void;
  onRevoked: (outcome: string) => void;
}

const { rotate: rotateText, revoke: revokeText, scopes } = apiKeysText;

/** One key: what it may do, when it was used, and what can be done with it. */
export function KeyItem({ apiKey, onIssued, onRevoked }: KeyItemProps) {
  const [open, setOpen] = useState<'none' | 'rotate' | 'revoke'>('none');
  const nowMs = useNow();
  const { id, name, expiresAt } = apiKey;
  const close = (): void => setOpen('none');
  const rotate = useRotateKey(id, (issued) => {
    close();
    onIssued(issued);
  });
  const revoke = useRevokeKey(id, () => onRevoked(revokeText.done(name)));
  const hasEnded = expiresAt !== null && Date.parse(expiresAt) <= nowMs;
  return (
    <RecordItem
      title={
        <>
          {name}
          {hasEnded ? <Badge tone="bad">{apiKeysText.ended}</Badge> : null}
        </>
      }
      actions={
        <>
          <Button onClick={() => setOpen('rotate')}>
            {rotateText.open}
            <span className="visually-hidden"> {name}</span>
          </Button>
          <Button onClick={() => setOpen('revoke')}>
            {revokeText.open}
            <span className="visually-hidden"> {name}</span>
          </Button>
        </>
      }
    >
      <p>{apiKey.scopes.map((scope) => scopes[scope]).join(' · ')}</p>
      <Dates apiKey={apiKey} />
      {open === 'rotate' ? (
        <OverlapDialog
          title={rotateText.title(name)}
          explanation={rotateText.explanation}
          label={rotateText.overlap}
          confirm={rotateText.confirm}
          busy={rotate.isPending}
          error={rotate.error}
          onClose={close}
          onConfirm={(overlapSeconds) => rotate.mutate(overlapSeconds)}
        />
      ) : null}
      {open === 'revoke' ? (
        <ConfirmDialog
          title={revokeText.title(name)}
          confirm={revokeText.confirm}
          word={name}
          busy={revoke.isPending}
          error={revoke.error}
          onClose={close}
          onConfirm={() => revoke.mutate()}
        >
          <p>{revokeText.explanation}</p>
        </ConfirmDialog>
      ) : null}
    </RecordItem>
  );
}

function Dates({ apiKey }: { apiKey: ApiKey }) {
  const nowMs = useNow();
  const { id, createdAt, rotatedAt, lastUsedAt, expiresAt, previousExpiresAt } = apiKey;
  return (
    <>
      <p className="small muted">
        {apiKeysText.lastUsed}: <Time at={lastUsedAt} />. {apiKeysText.created} <Time at={createdAt} />
        {rotatedAt === null ? null : (
          <>
            , {apiKeysText.replaced} <Time at={rotatedAt} />
          </>
        )}
        .{' '}
        {expiresAt === null ? (
          apiKeysText.endless
        ) : (
          <>
            {apiKeysText.ends} <Time at={expiresAt} exact />
          </>
        )}
        . {apiKeysText.id} <code>{id}</code>
      </p>
      {previousExpiresAt !== null && Date.parse(previousExpiresAt) > nowMs ? (
        <p className="small">
          {apiKeysText.both} <Time at={previousExpiresAt} exact />.
        </p>
      ) : null}
    </>
  );
}
