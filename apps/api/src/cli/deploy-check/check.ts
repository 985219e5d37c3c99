/** How one thing that a deployment needs was found. */
export type CheckStatus =
  /** It is there. */
  | 'ok'
  /** It is not there yet, and the deployment makes it. */
  | 'pending'
  /** Only a person can look, or do it. */
  | 'manual'
  /** The deployment would fail, harm something, or not work. */
  | 'missing'
  /** No answer came, or the permission to read it is missing. */
  | 'unknown';

/** One line of the answer. */
export interface CheckResult {
  /** What was looked at: `secret GOOGLE_CLIENT_SECRET`. */
  name: string;
  status: CheckStatus;
  message: string;
  /** A command that mends it, or what a person has to do. */
  fix?: string | undefined;
}

/** Why a check has no result. */
export class CannotTell extends Error {
  override readonly name = 'CannotTell';
  /** A command that mends it. */
  readonly fix: string | undefined;

  constructor(message: string, fix?: string, options?: ErrorOptions) {
    super(message, options);
    this.fix = fix;
  }
}

/** Looks at one thing, or at several of a kind. */
export interface Check {
  /** Names the result when the check has none: see {@link CannotTell}. */
  name: string;
  run: () => Promise<CheckResult[]>;
}

/** Runs checks one after the other, so that no API meets a burst. A check that cannot tell does not stop the others. */
export async function runChecks(
  checks: readonly Check[],
  onResult: (result: CheckResult) => void = () => {},
): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const { name, run } of checks) {
    for (const result of await runCheck(name, run)) {
      results.push(result);
      onResult(result);
    }
  }
  return results;
}

async function runCheck(name: string, run: Check['run']): Promise<CheckResult[]> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof CannotTell)) {
      throw error;
    }
    return [{ name, status: 'unknown', message: error.message, fix: error.fix }];
  }
}

/** Whether a deployment may begin. */
export function isReady(results: readonly CheckResult[]): boolean {
  return results.every(({ status }) => status !== 'missing' && status !== 'unknown');
}
