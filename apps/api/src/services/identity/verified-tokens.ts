import { hash } from 'node:crypto';
import type { Clock } from '../../lib/clock.ts';
import { minuteMs } from '../../lib/duration.ts';

/** A verified token as far as it matters here: its claims, and when it ends. */
interface Verified {
  /** Seconds since the epoch. */
  exp: number;
}

/**
 * Verifies each token once in a while instead of at each request: a signature that was good a minute ago is good still,
 * and checking it is a tenth of what a list costs. A token is never taken after it has expired, and a failure is never
 * kept. Tokens stand here as digests only.
 * @param options.keptForMs how long a verification holds at most, in milliseconds. Default: 60 000.
 * @param options.most how many are kept; the oldest go first. Default: 10 000.
 */
export function createVerifiedTokens<Token extends Verified, Context extends unknown[] = []>({
  verify,
  clock,
  keptForMs = minuteMs,
  most = 10_000,
}: {
  verify: (token: string, ...context: Context) => Promise<Token>;
  clock: Clock;
  keptForMs?: number;
  most?: number;
}): (token: string, ...context: Context) => Promise<Token> {
  const kept = new Map<string, { token: Token; untilMs: number }>();
  return async (token, ...context) => {
    const digest = hash('sha256', token, 'base64url');
    const known = kept.get(digest);
    if (known && clock() < known.untilMs) {
      return known.token;
    }
    const verified = await verify(token, ...context);
    kept.delete(digest);
    const [oldest] = kept.keys();
    if (oldest !== undefined && kept.size >= most) {
      kept.delete(oldest);
    }
    kept.set(digest, { token: verified, untilMs: Math.min(verified.exp * 1000, clock() + keptForMs) });
    return verified;
  };
}
