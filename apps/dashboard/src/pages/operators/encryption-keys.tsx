import type { Schemas } from '@klayim/client';
import { operatorsText } from '#text/operators';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { DataList } from '../../ui/data-list.tsx';
import { formatCount } from '../../ui/format-count.ts';
import { useReport } from './queries.ts';
import { Report } from './report.tsx';

type Key = Schemas['EncryptionKey'];

const { keys: text } = operatorsText;
const tones: Record<Key['state'], Tone> = {
  current: 'good',
  retired: 'neutral',
  announced: 'neutral',
  missing: 'bad',
  removed: 'neutral',
};

/** Every version of the encryption key, and what needs it. */
export function EncryptionKeys() {
  return (
    <Report title={text.title} query={useReport('getEncryptionKeys')}>
      {({ keys }) => (
        <DataList
          label={text.title}
          columns={Object.values(text.columns)}
          rows={keys.map((key) => ({
            id: String(key.version),
            cells: [
              text.version(key.version),
              <State key="state" encryptionKey={key} />,
              key.ageDays === null ? operatorsText.none : text.days(key.ageDays),
              formatCount(key.credentials),
              formatCount(key.apiKeys + key.webhookEndpoints),
            ],
          }))}
        />
      )}
    </Report>
  );
}

function State({ encryptionKey: { state, overdue, removable } }: { encryptionKey: Key }) {
  return (
    <>
      <Badge tone={tones[state]}>{text.states[state]}</Badge>{' '}
      {overdue ? <Badge tone="warning">{text.overdue}</Badge> : null}
      {removable ? <Badge tone="neutral">{text.removable}</Badge> : null}
    </>
  );
}
