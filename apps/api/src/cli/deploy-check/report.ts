import { type CheckResult, type CheckStatus, isReady } from './check.ts';

const words: Readonly<Record<CheckStatus, string>> = {
  ok: 'ok',
  pending: 'to come',
  manual: 'by hand',
  missing: 'missing',
  unknown: 'cannot tell',
};

/** One result for a person: a line, and under it the command that mends it. */
export function formatResult({ name, status, message, fix }: CheckResult): string {
  const line = `${words[status].padEnd(11)}  ${name}: ${message}`;
  return fix === undefined ? line : `${line}\n${' '.repeat(15)}${fix}`;
}

/** The last line. */
export function formatSummary(results: readonly CheckResult[]): string {
  const count = (status: CheckStatus) => results.filter((result) => result.status === status).length;
  if (isReady(results)) {
    const manual = count('manual');
    return manual > 0 ? `Ready to deploy. By hand: ${manual}.` : 'Ready to deploy.';
  }
  return `Not ready: ${count('missing')} missing, ${count('unknown')} cannot be told. Nothing was changed.`;
}

/** All of it for a program. */
export function formatJson(projectId: string, results: readonly CheckResult[]): string {
  return JSON.stringify({ projectId, ready: isReady(results), results }, null, 2);
}
