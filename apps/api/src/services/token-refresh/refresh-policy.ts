import { createHash } from 'node:crypto';
import type { ErrorCode } from '../../errors/error-codes.ts';
import type { StoredIntegration } from '../../repositories/integrations/integration-document.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** A token is renewed when it is valid for less than this, or than half of its lifetime, whichever is shorter. */
export const refreshBufferMs = 5 * minuteMs;

/** The sweep looks at an integration this long before expiry, so that callers seldom have to wait for a refresh. */
export const sweepLeadMs = 10 * minuteMs;

/** Time between two sweeps. Each hands out what comes due before the next. */
export const sweepIntervalMs = 5 * minuteMs;

/** The sweep keeps tokens fresh only of integrations that were used within this time. */
export const idleAfterMs = 30 * dayMs;

/** `lastUsedAt` is written at most once in this time. */
export const lastUsedIntervalMs = 5 * minuteMs;

/** An outage turns into status `error` when the token has been expired for this long. */
export const outageToleranceMs = dayMs;

/**
 * A refusal of our application turns into status `error` when the token has been expired for this long. An incident of
 * all organizations is known within two minutes, and then no connection is marked: what lasts longer is this one's own.
 */
export const refusalToleranceMs = 15 * minuteMs;

/** A token that is younger than this satisfies a caller who asks for a new one by `forceRefresh`. */
export const youngTokenMs = minuteMs;

/**
 * A lease that ended without being given back belongs to an instance that died, or that cannot reach Firestore and still
 * holds a newer token. While the current token lives nothing is urgent, and that instance is given this long to store it.
 */
export const abandonedLeaseGraceMs = 2 * minuteMs;

/** Share of a token's life over which refreshes that would fall together are spread. */
const spreadShare = 0.15;
/**
 * The same for tokens that most likely came together with many others: the first ones of new connections, and those of
 * refreshes that came late, behind an outage or in a queue that was full.
 */
const wideSpreadShare = 0.7;
/** No spread is wider than this share of the time from the issue to the latest refresh. */
const widestSpread = 0.85;
/** Later than this is late: a batch waits for its last one, and a sweep for the next. */
const lateAfterMs = 2 * sweepIntervalMs;
const longestBackoffMs = hourMs;
const longestCooldownMs = minuteMs;

/** What the caller of `getValidToken` wants, and what it knew when it came. */
export interface Demand {
  minValidityMs?: number | undefined;
  forceRefresh?: boolean | undefined;
  /** Somebody asked for this very refresh: it is made whatever the token's age. */
  whateverAge?: boolean | undefined;
  /** Nobody waits for the token: renew it since it is due. */
  background?: boolean | undefined;
  /** credentialVersion at the caller's first reading: a newer one satisfies a forced refresh. */
  sinceVersion: number;
  /** Lease owner id of this attempt. */
  ownerId: string;
}

/** What to do with an integration as it was read. */
export type Decision =
  | { action: 'use'; reason: 'fresh' | 'cooling_down' | 'lease_abandoned'; degraded: boolean }
  | { action: 'refresh'; reason: 'expiring' | 'expired' | 'forced'; holdsLease: boolean }
  | { action: 'wait'; reason: 'leased' }
  | { action: 'reject'; reason: ErrorCode; retryAfterMs?: number };

/** The part of a stored integration that decisions rest on. */
export type Decidable = Pick<
  StoredIntegration,
  | 'status'
  | 'lastError'
  | 'expiresAt'
  | 'lastRefreshedAt'
  | 'credentialVersion'
  | 'refreshLease'
  | 'consecutiveFailures'
  | 'retryNotBefore'
  | 'readAtMs'
>;

/**
 * Decides, without any I/O, how to come by a valid token.
 * @param nowMs the instance's clock, which token expiry is judged by; leases are judged by Firestore's reading time.
 */
export function decide(nowMs: number, integration: Decidable, demand: Demand): Decision {
  if (integration.status === 'disconnected') {
    return { action: 'reject', reason: 'integration_disconnected' };
  }
  if (integration.status === 'error' && integration.lastError?.code === 'reauthorization_required') {
    return { action: 'reject', reason: 'reauthorization_required' };
  }

  const remainingMs = remainingValidityMs(nowMs, integration);
  const unchanged = integration.credentialVersion <= demand.sinceVersion;
  const isYoung = remainingMs > 0 && nowMs - (integration.lastRefreshedAt?.toMillis() ?? 0) < youngTokenMs;
  const forced = demand.forceRefresh === true && unchanged && (demand.whateverAge === true || !isYoung);
  const due = demand.background === true && unchanged;
  if (!forced && !due && remainingMs > requiredValidityMs(integration, demand.minValidityMs)) {
    return { action: 'use', reason: 'fresh', degraded: false };
  }

  // The sweep has a back-off of its own; everybody else waits, also who asks for a refresh.
  const cooldownMs = Math.max(
    due ? 0 : remainingCooldownMs(nowMs, integration),
    (integration.retryNotBefore?.toMillis() ?? 0) - nowMs,
  );
  if (cooldownMs > 0) {
    return remainingMs > 0 && !forced && !due
      ? { action: 'use', reason: 'cooling_down', degraded: true }
      : {
          action: 'reject',
          reason: integration.lastError?.code ?? 'provider_unavailable',
          retryAfterMs: cooldownMs,
        };
  }

  const lease = integration.refreshLease;
  const leaseEndsInMs = lease ? lease.expiresAt.toMillis() - integration.readAtMs : Number.NEGATIVE_INFINITY;
  const leased = leaseEndsInMs > 0;
  if (leased && lease?.ownerId !== demand.ownerId) {
    return { action: 'wait', reason: 'leased' };
  }
  if (!leased && leaseEndsInMs > -abandonedLeaseGraceMs && remainingMs > 0 && !forced) {
    return due
      ? { action: 'wait', reason: 'leased' }
      : { action: 'use', reason: 'lease_abandoned', degraded: true };
  }
  return {
    action: 'refresh',
    reason: forced ? 'forced' : remainingMs > 0 ? 'expiring' : 'expired',
    holdsLease: leased,
  };
}

/** How long the current access token is still valid, in milliseconds; 0 or less when it is not. */
export function remainingValidityMs(nowMs: number, { expiresAt }: Pick<Decidable, 'expiresAt'>): number {
  return (expiresAt?.toMillis() ?? 0) - nowMs;
}

/**
 * A caller who asks for more than a token can ever have would refresh at every call, so a demand is held to nine
 * tenths of the token's lifetime, and the default to half of it.
 */
function requiredValidityMs(integration: Decidable, minValidityMs: number | undefined): number {
  const lifetimeMs =
    (integration.expiresAt?.toMillis() ?? 0) - (integration.lastRefreshedAt?.toMillis() ?? 0);
  return minValidityMs === undefined
    ? Math.min(refreshBufferMs, lifetimeMs / 2)
    : Math.min(minValidityMs, lifetimeMs * 0.9);
}

/** After a failure, callers do not ask the provider again for a second, then two, then four, up to a minute. */
function remainingCooldownMs(nowMs: number, { consecutiveFailures, lastError }: Decidable): number {
  if (consecutiveFailures === 0 || lastError === null) {
    return 0;
  }
  const cooldownMs = Math.min(longestCooldownMs, 1000 * 2 ** (consecutiveFailures - 1));
  return lastError.at.toMillis() + cooldownMs - nowMs;
}

/**
 * When the sweep should look at an integration whose token was issued and expires then: ten minutes before it expires, or
 * up to a seventh of its life sooner. Integrations that were connected in the same minute would otherwise be due in the
 * same minute ever after; like this each refresh takes them further apart. What most likely came together with many others
 * is spread over most of the token's life at once.
 * @param spread in [0, 1), by {@link spreadOf}: the same for the same refresh, and different for each.
 * @param wasDueAtMs when the refresh that brought this token had been due; null for a connection's first token.
 */
export function refreshDueAtMs(
  issuedAtMs: number,
  expiresAtMs: number,
  spread: number,
  wasDueAtMs: number | null,
): number {
  // What is imported may have expired already: then it is due.
  const lifetimeMs = Math.max(0, expiresAtMs - issuedAtMs);
  const latestMs = expiresAtMs - Math.min(sweepLeadMs, lifetimeMs / 2);
  const wasOnTime = wasDueAtMs !== null && issuedAtMs - wasDueAtMs <= lateAfterMs;
  const share = wasOnTime ? spreadShare : wideSpreadShare;
  // A short life has no room for a wide spread: the token is used for some time in any case.
  const spreadMs = Math.max(0, Math.min(share * lifetimeMs, (latestMs - issuedAtMs) * widestSpread));
  // Whole milliseconds are what is stored.
  return Math.floor(latestMs - spread * spreadMs);
}

/** A number in [0, 1) that is evenly spread over names, and the same for the same name. */
export function spreadOf(name: string): number {
  return createHash('sha256').update(name).digest().readUInt32BE(0) / 2 ** 32;
}

/** When an idle integration's refresh token should be used, so that the provider does not drop it: at 80 % of its limit. */
export function keepAliveDueAtMs(issuedAtMs: number, idleLimitMs: number): number {
  return issuedAtMs + idleLimitMs * 0.8;
}

/** Whether nobody has used an integration for so long that only its refresh token is kept alive. */
export function isIdle(nowMs: number, lastUsedAtMs: number): boolean {
  return nowMs - lastUsedAtMs > idleAfterMs;
}

/** What an outage at the provider changes. */
export interface OutageConsequence {
  status: 'connected' | 'error';
  consecutiveFailures: number;
  refreshDueAtMs: number;
  /** Until then the provider does not want to be asked; null when it did not say. */
  retryNotBeforeMs: number | null;
}

/**
 * After an outage, and after a refusal of our application: exponential back-off from one minute to one hour with equal jitter, never sooner than the provider asked for; the
 * connection counts as broken only when its token has been expired for a day.
 * @param options.random uniform in [0, 1).
 * @param options.toleranceMs how long past its expiry a token may go unrenewed. Default: a day.
 */
export function afterOutage(
  nowMs: number,
  integration: Decidable,
  {
    retryAfterMs,
    random,
    toleranceMs = outageToleranceMs,
  }: { retryAfterMs?: number | undefined; random: number; toleranceMs?: number },
): OutageConsequence {
  const consecutiveFailures = integration.consecutiveFailures + 1;
  const ceilingMs = Math.min(longestBackoffMs, minuteMs * 2 ** (consecutiveFailures - 1));
  const askedForMs = Math.min(retryAfterMs ?? 0, longestBackoffMs);
  const delayMs = Math.max(askedForMs, ceilingMs / 2 + (ceilingMs / 2) * random);
  const broken = remainingValidityMs(nowMs, integration) < -toleranceMs;
  return {
    status: broken ? 'error' : 'connected',
    consecutiveFailures,
    refreshDueAtMs: nowMs + delayMs,
    retryNotBeforeMs: askedForMs > 0 ? nowMs + askedForMs : null,
  };
}
