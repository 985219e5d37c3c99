import { connectionsText } from '#text/connections';
import { Time } from '../ui/time.tsx';
import type { ConnectionProblem } from './connection-problem.ts';

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
