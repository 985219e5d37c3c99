import type { Schemas } from '@klayim/client';
import { employeesText } from '#text/employees';
import { Time } from '../../ui/time.tsx';
import './person.css';

const { person: text, sources } = employeesText;

/** Where a record comes from and when it was changed. */
export function PersonFacts({ employee }: { employee: Schemas['Employee'] }) {
  const { sourceType, sourceId, createdAt, updatedAt, lastSyncedAt } = employee;
  return (
    <dl className="person-facts small">
      <dt>{text.source}</dt>
      <dd>
        {sources[sourceType]} {sourceId === undefined ? null : <code>{sourceId}</code>}
      </dd>
      <dt>{text.created}</dt>
      <dd>
        <Time at={createdAt} />
      </dd>
      <dt>{text.updated}</dt>
      <dd>
        <Time at={updatedAt} />
      </dd>
      {lastSyncedAt === undefined ? null : (
        <>
          <dt>{text.synced}</dt>
          <dd>
            <Time at={lastSyncedAt} />
          </dd>
        </>
      )}
    </dl>
  );
}
