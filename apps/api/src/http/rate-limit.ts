import type { Request, Response } from 'express';
import { ipKeyGenerator, rateLimit, type Store } from 'express-rate-limit';
import { AppError } from '../errors/app-error.ts';
import type { LeasedQuotas } from '../services/requests/leased-quota.ts';
import { clientAddressOf } from './client-address.ts';
import { type RateLimit, type RateLimitClass, rateLimitClasses } from './rate-limit-classes.ts';
import { contextOf } from './request-context.ts';

/**
 * Counts a request, which has its caller already, in the windows of its class.
 * @throws {AppError} rate_limited when one of them is used up.
 */
export type RateLimiter = (limitClass: RateLimitClass, request: Request, response: Response) => Promise<void>;

type Limiter = ReturnType<typeof rateLimit>;

/** The limiters of every class. They answer `RateLimit-Policy` and `RateLimit` as the IETF's draft 8 has them. */
export function createRateLimiter(quotas: LeasedQuotas): RateLimiter {
  const limiters = new Map<RateLimitClass, Limiter[]>();
  for (const [name, rule] of Object.entries(rateLimitClasses) as [RateLimitClass, RuleOf][]) {
    if (!rule) {
      continue;
    }
    limiters.set(name, [
      limiterOf(quotas, `${name}/caller`, 'caller', rule.caller, callerOf),
      ...(rule.strangers
        ? [limiterOf(quotas, `${name}/strangers`, 'strangers', rule.strangers, () => '')]
        : []),
      ...(rule.organization
        ? [limiterOf(quotas, `${name}/organization`, 'organization', rule.organization, withoutOrganization)]
        : []),
    ]);
  }
  return async (limitClass, request, response) => {
    for (const limiter of limiters.get(limitClass) ?? []) {
      await new Promise<void>((resolve, reject) => {
        const next = (error?: unknown) => (error === undefined ? resolve() : reject(error));
        void limiter(request, response, next);
      });
    }
  };
}

type RuleOf = (typeof rateLimitClasses)[RateLimitClass];

function limiterOf(
  quotas: LeasedQuotas,
  quotaName: string,
  identifier: string,
  { limit, windowSeconds, localAllowance, lease }: RateLimit,
  whoOf: (request: Request) => string,
): Limiter {
  const windowMs = windowSeconds * 1000;
  const store: Store = {
    async increment(key) {
      const [organizationId, who] = readKey(key);
      const quota = { key: `${quotaName}/${who}`, organizationId, limit, windowMs, localAllowance, lease };
      const { used, endsAtMs } = await quotas.hit(quota);
      return { totalHits: used, resetTime: new Date(endsAtMs) };
    },
    // Never called: every request counts, whatever comes of it, and windows end by themselves.
    decrement: () => undefined,
    resetKey: () => undefined,
  };
  return rateLimit({
    windowMs,
    limit,
    identifier,
    store,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    keyGenerator: (request) => JSON.stringify([organizationOf(request), whoOf(request)]),
    handler: (_request, response, next) => {
      const retryAfterMs = Number(response.getHeader('Retry-After')) * 1000;
      next(new AppError('rate_limited', { retryAfterMs }));
    },
    // Disables the library's startup validation: it warns about setups that we use on purpose.
    validate: false,
  });
}

function organizationOf(request: Request): string | null {
  const { caller } = contextOf(request);
  return caller && 'membership' in caller
    ? (caller.membership?.organizationId ?? null)
    : (caller?.organizationId ?? null);
}

/** People without an organization stand for themselves: they must not use up what operators and each other need. */
function withoutOrganization(request: Request): string {
  const { caller } = contextOf(request);
  return caller && 'membership' in caller && !caller.membership ? `person/${caller.userId}` : '';
}

function callerOf(request: Request): string {
  const { caller } = contextOf(request);
  if (caller) {
    return `${caller.backend?.type ?? 'user'}/${caller.userId}`;
  }
  const { sessionTags = [] } = contextOf(request);
  if (sessionTags.length > 0) {
    return `session/${sessionTags.join('+')}`;
  }
  const address = clientAddressOf(request);
  // A client with one IPv6 address can use the whole network around it.
  return `address/${address === null ? 'unknown' : ipKeyGenerator(address)}`;
}

function readKey(key: string): [string | null, string] {
  return JSON.parse(key) as [string | null, string];
}
