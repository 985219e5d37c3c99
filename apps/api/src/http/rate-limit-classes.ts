/** How many requests a window allows. */
export interface RateLimit {
  limit: number;
  windowSeconds: number;
}

/** How often the routes of one class may be called. A request counts in both windows. */
export interface RateLimitRule {
  /** For one caller: a user of an organization, or an address where nobody is signed in. */
  caller: RateLimit;
  /** For all callers of one organization together; null where nobody is signed in. */
  organization: RateLimit | null;
}

/**
 * The classes of routes by what a call costs, and their limits. `null` is not limited: what monitors call.
 */
export const rateLimitClasses = {
  unlimited: null,
  /** A page or one document. */
  read: {
    caller: { limit: 600, windowSeconds: 60 },
    organization: { limit: 6_000, windowSeconds: 60 },
  },
  /** A few writes. */
  write: {
    caller: { limit: 120, windowSeconds: 60 },
    organization: { limit: 1_200, windowSeconds: 60 },
  },
  /** Starts an authorization: it leaves a document behind. */
  authorize: {
    caller: { limit: 20, windowSeconds: 60 },
    organization: { limit: 100, windowSeconds: 60 },
  },
  /** Open to everybody, and each call may ask a provider. */
  callback: {
    caller: { limit: 60, windowSeconds: 60 },
    organization: null,
  },
  /** Hands out tokens: called as often as backends need one. */
  token: {
    caller: { limit: 6_000, windowSeconds: 60 },
    organization: { limit: 12_000, windowSeconds: 60 },
  },
  /** Always asks the provider. */
  refresh: {
    caller: { limit: 30, windowSeconds: 60 },
    organization: { limit: 300, windowSeconds: 60 },
  },
  /** Reads or writes thousands of documents: imports, synchronizations, exports. */
  bulk: {
    caller: { limit: 20, windowSeconds: 60 },
    organization: { limit: 60, windowSeconds: 60 },
  },
} as const satisfies Record<string, RateLimitRule | null>;

/** See {@link rateLimitClasses}. */
export type RateLimitClass = keyof typeof rateLimitClasses;
