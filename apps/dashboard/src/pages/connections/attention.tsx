import type { Schemas } from '@klayim/client';
import { Link } from 'wouter';
import { connectionsText } from '#text/connections';
import {
  type ConnectionProblem,
  describeIncident,
  describeProblem,
} from '../../connections/connection-problem.ts';
import { describeStatus } from '../../connections/connection-status.ts';
import { FixButton } from '../../connections/fix-button.tsx';
import { ProblemText } from '../../connections/problem-text.tsx';
import { useProviderName } from '../../connections/queries.ts';
import { Badge } from '../../ui/badge.tsx';
import { Notice } from '../../ui/notice.tsx';

interface AttentionProps {
  incidents: Schemas['IntegrationSummary']['incidents'];
  connections: readonly Schemas['Integration'][];
}

/** What is wrong: loaded when something is, since most visits find nothing. */
export function Attention({ incidents, connections }: AttentionProps) {
  const providerName = useProviderName();
  return (
    <>
      {/* Providers that fail for everybody: nobody of the organization has to act. */}
      {incidents.map((incident) => (
        <Notice key={incident.server} tone="warning" role="status">
          {describeIncident(incident, incident.providers.map(providerName))}
        </Notice>
      ))}
      <AttentionList connections={connections} />
    </>
  );
}

/** What somebody has to act on: why, since when, what to do, and the button that does it. */
function AttentionList({ connections }: Pick<AttentionProps, 'connections'>) {
  if (connections.length === 0) {
    return null;
  }
  return (
    <section aria-labelledby="needs-attention">
      <h2 id="needs-attention" className="connections__heading">
        {connectionsText.attention.title}
      </h2>
      <ul className="attention">
        {connections.map((connection) => (
          <AttentionItem key={connection.id} connection={connection} problem={describeProblem(connection)} />
        ))}
      </ul>
    </section>
  );
}

interface AttentionItemProps {
  connection: Schemas['Integration'];
  problem: ConnectionProblem | null;
}

function AttentionItem({ connection, problem }: AttentionItemProps) {
  const providerName = useProviderName();
  const { tone, label } = describeStatus(connection);
  if (!problem) {
    return null;
  }
  return (
    <li className={`attention__item attention__item--${tone}`}>
      <div className="attention__text">
        <p className="attention__account">
          <Link href={`/connections/${connection.id}`}>{connection.accountEmail}</Link>
          <span className="muted small">{providerName(connection.provider)}</span>
          <Badge tone={tone}>{label}</Badge>
        </p>
        <ProblemText problem={problem} />
      </div>
      <div className="attention__fix">
        <FixButton integration={connection} fix={problem.fix} />
      </div>
    </li>
  );
}
