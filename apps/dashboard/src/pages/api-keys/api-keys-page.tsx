import { KeyRound, Plus } from 'lucide-react';
import { useState } from 'react';
import { apiKeysText } from '#text/api-keys';
import { IssuedDialog } from '../../settings/issued-dialog.tsx';
import { SettingsFrame } from '../../settings/settings-frame.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { LoadFailure } from '../../ui/load-failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Records } from '../../ui/records.tsx';
import { CreateKeyDialog } from './create-key-dialog.tsx';
import { KeyItem } from './key-item.tsx';
import { type IssuedKey, useApiKeys } from './queries.ts';

/** The keys of backends. For owners. */
export function ApiKeysPage() {
  const [creating, setCreating] = useState(false);
  const [issued, setIssued] = useState<IssuedKey | null>(null);
  const create = (
    <Button look="primary" onClick={() => setCreating(true)}>
      <Plus size={16} aria-hidden="true" />
      {apiKeysText.create.open}
    </Button>
  );
  return (
    <SettingsFrame title={apiKeysText.title} lead={apiKeysText.lead} needs="listApiKeys" actions={create}>
      <Keys onIssued={setIssued} />
      {creating ? (
        <CreateKeyDialog
          onClose={() => setCreating(false)}
          onIssued={(key) => {
            setCreating(false);
            setIssued(key);
          }}
        />
      ) : null}
      {issued ? (
        <IssuedDialog
          title={apiKeysText.issued.title(issued.name)}
          label={apiKeysText.issued.label}
          secret={issued.secret}
          onClose={() => setIssued(null)}
        />
      ) : null}
    </SettingsFrame>
  );
}

function Keys({ onIssued }: { onIssued: (issued: IssuedKey) => void }) {
  const { data, error, refetch } = useApiKeys();
  const [outcome, setOutcome] = useState<string | null>(null);
  const { none } = apiKeysText;
  if (!data) {
    return error ? <LoadFailure error={error} onRetry={() => void refetch()} /> : <Loading />;
  }
  return (
    <>
      <div role="status">{outcome === null ? null : <Notice tone="good">{outcome}</Notice>}</div>
      {data.length === 0 ? (
        <EmptyState icon={KeyRound} title={none.title}>
          {none.explanation}
        </EmptyState>
      ) : (
        <Records label={apiKeysText.list}>
          {data.map((apiKey) => (
            <KeyItem key={apiKey.id} apiKey={apiKey} onIssued={onIssued} onRevoked={setOutcome} />
          ))}
        </Records>
      )}
    </>
  );
}
