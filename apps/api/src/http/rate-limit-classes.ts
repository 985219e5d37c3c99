/** How many requests one window allows, and how instances share it. See `leased-quota.ts`. */
export interface RateLimit {
  limit: number;
  windowSeconds: number;
  /**
   * Hits that an instance grants by itself before it asks Firestore for the first time in a window. They are what rare
   * callers cost nothing for, and by what the limit may be exceeded: `localAllowance` for each instance.
   */
  localAllowance: number;
  /** Hits that an instance takes out of the shared window at once: one Firestore read and write for that many. */
  lease: number;
}

/** How often the routes of one class may be called. A request counts in both windows. */
export interface RateLimitRule {
  /** For one caller: a user of an organization, a signed session, or an address where neither is known. */
  caller: RateLimit;
  /** For all callers of one organization together; null for routes without a login. */
  organization: RateLimit | null;
  /** For all unidentified callers together, whatever their addresses. Default: no such limit. */
  strangers?: RateLimit;
}

const perMinute = (
  limit: number,
  { localAllowance, lease }: Pick<RateLimit, 'localAllowance' | 'lease'>,
): RateLimit => ({
  limit,
  windowSeconds: 60,
  localAllowance,
  lease,
});
/** Counted by each instance for itself: what a call costs is less than a count in Firestore. */
const onEachInstance = (limit: number) => ({ localAllowance: limit, lease: limit });
/** Counted one by one: what a call costs is far more than its count. */
const exactly = { localAllowance: 0, lease: 1 };

/**
 * The classes of routes by what a call costs, and their limits. `null` is not limited.
 */
export const rateLimitClasses: Readonly<Record<RateLimitClass, RateLimitRule | null>> = {
  unlimited: null,
  monitor: { caller: perMinute(60, onEachInstance(60)), organization: null },
  document: { caller: perMinute(120, onEachInstance(120)), organization: null },
  read: {
    caller: perMinute(600, { localAllowance: 60, lease: 60 }),
    organization: perMinute(6_000, { localAllowance: 120, lease: 300 }),
  },
  write: {
    caller: perMinute(120, { localAllowance: 5, lease: 10 }),
    organization: perMinute(1_200, { localAllowance: 10, lease: 60 }),
  },
  authorize: {
    caller: perMinute(20, exactly),
    organization: perMinute(100, { localAllowance: 0, lease: 5 }),
  },
  callback: {
    caller: perMinute(60, { localAllowance: 3, lease: 3 }),
    organization: null,
    strangers: perMinute(1_200, { localAllowance: 10, lease: 30 }),
  },
  session: { caller: perMinute(60, { localAllowance: 3, lease: 3 }), organization: null },
  token: {
    caller: perMinute(6_000, { localAllowance: 60, lease: 300 }),
    organization: perMinute(12_000, { localAllowance: 60, lease: 600 }),
  },
  refresh: {
    caller: perMinute(30, exactly),
    organization: perMinute(300, { localAllowance: 0, lease: 10 }),
  },
  bulk: {
    caller: perMinute(60, exactly),
    organization: perMinute(240, { localAllowance: 0, lease: 5 }),
  },
};

/**
 * `unlimited`: costs nothing. `monitor`: checks the dependencies. `document`: the documentation, open to everybody. `read`: a page or one document. `write`: a few writes. `authorize`: starts an
 * authorization, which leaves a document behind. `callback`: strangers who claim to come back from a
 * provider; each costs a look-up. `session`: browsers that come back with a signed session, each by its user.
 * `token`: hands out tokens, as often as backends need one. `refresh`: always asks the provider, or
 * a server that the caller names. `bulk`: reads or writes
 * thousands of documents, as imports, synchronizations and exports do.
 */
export type RateLimitClass =
  | 'unlimited'
  | 'monitor'
  | 'document'
  | 'read'
  | 'write'
  | 'authorize'
  | 'callback'
  | 'session'
  | 'token'
  | 'refresh'
  | 'bulk';
