import type { Schemas } from '@klayim/client';
import { connectionText } from '#text/connection';
import { reasonText } from '#text/reasons';
import { Notice } from '../../ui/notice.tsx';

const { results } = connectionText;

/** What the provider said of a connection's token. */
export function TestResult({ result, account }: { result: Schemas['ConnectionTest']; account: string }) {
  const { accepted, reason, sameAccount, accountEmail, durationMs, degraded } = result;
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
    <Notice tone={sameAccount === false || degraded ? 'warning' : 'good'}>
      <p>
        {sameAccount === false
          ? results.otherAccount(accountEmail ?? '')
          : results.tested(accountEmail ?? account, durationMs)}
      </p>
      {degraded ? <p>{results.degraded}</p> : null}
    </Notice>
  );
}
