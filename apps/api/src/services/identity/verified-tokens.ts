import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../../lib/clock.ts';
import { minuteMs } from '../../lib/duration.ts';
import { createSingleFlight } from '../../lib/single-flight.ts';

/** The part of a verified token that this file needs: when it expires. */
interface Verified {
  /** Seconds since the epoch. */
  exp: number;
}

/**
 * Caches verifications, because checking a signature costs a tenth of a list request. An expired token is never accepted,
 * and a failed verification is never cached. Who comes with a token that is being verified shares the verification. The cache holds digests of tokens, not tokens.
 * @param options.maxAgeMs how long a verification is valid at most, in milliseconds. Default: 60 000.
 * @param options.maxTokens how many are cached; the least recently used one goes first. Default: 10 000.
 */
export function createVerifiedTokens<Token extends Verified, Context extends unknown[] = []>({
  verify,
  clock,
  maxAgeMs = minuteMs,
  maxTokens = 10_000,
}: {
  verify: (token: string, ...context: Context) => Promise<Token>;
  clock: Clock;
  maxAgeMs?: number;
  maxTokens?: number;
}): (token: string, ...context: Context) => Promise<Token> {
  // The time limit stands in the entry: the cache's own takes 0 for "never", and would keep an expired token.
  const cache = new LRUCache<string, { token: Token; untilMs: number }>({ max: maxTokens });
  const verifyOnce = createSingleFlight<Token>();
  return async (token, ...context) => {
    const digest = hash('sha256', token, 'base64url');
    const cached = cache.get(digest);
    if (cached && clock() < cached.untilMs) {
      return cached.token;
    }
    return verifyOnce(digest, async () => {
      const verified = await verify(token, ...context);
      cache.set(digest, { token: verified, untilMs: Math.min(verified.exp * 1000, clock() + maxAgeMs) });
      return verified;
    });
  };
}
