import type { Schemas } from '@klayim/client';
import { Link } from 'wouter';
import { connectionsText } from '#text/connections';
import { describeStatus } from '../../connections/connection-status.ts';
import { describeParty } from '../../connections/party-text.ts';
import { ProviderMark } from '../../connections/provider-mark.tsx';
import { useProviderName } from '../../connections/queries.ts';
import { Renewal } from '../../connections/renewal.tsx';
import { describeMainAccess } from '../../connections/scope-text.ts';
import { Badge } from '../../ui/badge.tsx';
import { Time } from '../../ui/time.tsx';

const { columns } = connectionsText;

/**
 * Accounts as rows; on narrow screens each row is a block. It is a list rather than a table: each value carries its own name, so that
 * it reads the same in both forms, and the headings above are for the eye alone.
 */
export function ConnectionRows({ connections }: { connections: readonly Schemas['Integration'][] }) {
  return (
    <div className="rows">
      <div className="rows__headings" aria-hidden="true">
        <span>{columns.account}</span>
        <span>
          {[columns.status, columns.access, columns.lastUsed, columns.renewal].map((column) => (
            <span key={column}>{column}</span>
          ))}
        </span>
      </div>
      <ul className="rows__list" aria-label={connectionsText.all}>
        {connections.map((connection) => (
          <ConnectionRow key={connection.id} connection={connection} />
        ))}
      </ul>
    </div>
  );
}

function ConnectionRow({ connection }: { connection: Schemas['Integration'] }) {
  const providerName = useProviderName();
  const { id, provider, accountEmail, scopes, connectedBy, lastUsedAt, lastUsedBy } = connection;
  const { tone, label } = describeStatus(connection);
  const name = providerName(provider);
  return (
    <li className="rows__row">
      <div className="rows__account">
        <ProviderMark name={name} />
        <span className="rows__names">
          <Link href={`/connections/${id}`} className="rows__link">
            {accountEmail}
          </Link>
          <span className="small muted">{name}</span>
          {connectedBy === null ? null : (
            <span className="small muted">{connectionsText.connectedBy(describeParty(connectedBy))}</span>
          )}
        </span>
      </div>
      <dl className="rows__values">
        <div>
          <dt>{columns.status}</dt>
          <dd>
            <Badge tone={tone}>{label}</Badge>
          </dd>
        </div>
        <div>
          <dt>{columns.access}</dt>
          <dd className="small">{describeMainAccess(scopes) ?? connectionsText.noAccess}</dd>
        </div>
        <div>
          <dt>{columns.lastUsed}</dt>
          <dd>
            <Time at={lastUsedAt} />
            {lastUsedBy === null ? null : (
              <span className="rows__by small muted">
                {' '}
                {connectionsText.usedBy(describeParty(lastUsedBy))}
              </span>
            )}
          </dd>
        </div>
        <div>
          <dt>{columns.renewal}</dt>
          <dd>
            <Renewal connection={connection} />
          </dd>
        </div>
      </dl>
    </li>
  );
}
