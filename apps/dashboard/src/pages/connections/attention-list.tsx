import { Link } from 'wouter';
import { connectionsText } from '#text/connections';
import type { ConnectionProblem } from '../../connections/connection-problem.ts';
import { describeStatus } from '../../connections/connection-status.ts';
import { FixButton } from '../../connections/fix-button.tsx';
import { type ConnectionInNeed, useProviderName } from '../../connections/queries.ts';
import { Badge } from '../../ui/badge.tsx';
import { Time } from '../../ui/time.tsx';

/** What somebody has to act on: why, since when, what to do, and the button that does it. */
export function AttentionList({ connections }: { connections: readonly ConnectionInNeed[] }) {
  if (connections.length === 0) {
    return null;
  }
  return (
    <section aria-labelledby="needs-attention">
      <h2 id="needs-attention" className="connections__heading">
        {connectionsText.attention.title}
      </h2>
      <ul className="attention">
        {connections.map((inNeed) => (
          <AttentionItem key={inNeed.connection.id} {...inNeed} />
        ))}
      </ul>
    </section>
  );
}

function AttentionItem({ connection, problem }: ConnectionInNeed) {
  const providerName = useProviderName();
  const { tone, label } = describeStatus(connection);
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

/** What is wrong, since when, what to do and who has to. */
export function ProblemText({ problem }: { problem: ConnectionProblem }) {
  const { what, action, actor, since, helpUrl } = problem;
  return (
    <>
      <p>
        {what} {action}
      </p>
      <p className="small muted">
        {since === null ? null : (
          <>
            {connectionsText.attention.since} <Time at={since} />.{' '}
          </>
        )}
        {actor === null ? null : `${actor} `}
        {helpUrl === null ? null : (
          <a href={helpUrl} target="_blank" rel="noreferrer">
            {connectionsText.providerHelp}
          </a>
        )}
      </p>
    </>
  );
}
