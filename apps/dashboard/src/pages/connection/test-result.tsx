import type { Schemas } from '@klayim/client';
import { connectionText } from '#text/connection';
import { reasonText } from '#text/reasons';
import { describeScopes } from '../../connections/scope-text.ts';
import { Notice } from '../../ui/notice.tsx';

const { results } = connectionText;

/** What the provider said of a connection's token. */
export function TestResult({ result, account }: { result: Schemas['ConnectionTest']; account: string }) {
  const { accepted, reason, sameAccount, accountEmail, durationMs, degraded } = result;
  const { scopes, scopesConfirmed, missingScopes } = result;
  if (!accepted) {
    return (
      <Notice tone="bad" title={results.testFailed}>
        {reason ? (
          <p>
            {reasonText[reason].what} {reasonText[reason].action}
          </p>
        ) : null}
      </Notice>
    );
  }
  return (
    <Notice tone={sameAccount === false || degraded || missingScopes.length > 0 ? 'warning' : 'good'}>
      <p>
        {sameAccount === false
          ? results.otherAccount(accountEmail ?? '')
          : results.tested(accountEmail ?? account, durationMs)}
      </p>
      {degraded ? <p>{results.degraded}</p> : null}
      <Scopes
        lead={scopesConfirmed ? results.testedScopes.confirmed : results.testedScopes.granted}
        scopes={scopes}
      />
      <Scopes lead={results.testedMissing} scopes={missingScopes} />
    </Notice>
  );
}

function Scopes({ lead, scopes }: { lead: string; scopes: readonly string[] }) {
  return scopes.length === 0 ? null : (
    <div className="small">
      <p>{lead}</p>
      <ul>
        {describeScopes(scopes).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </div>
  );
}
