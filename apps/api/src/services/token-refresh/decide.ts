import type { RefreshTrigger } from '@klayim/shared/types';
import type { ErrorCode } from '../../errors/error-codes.ts';
import { minuteMs } from '../../lib/duration.ts';
import type { StoredIntegration } from '../../repositories/integrations/integration-document.ts';

/** A token is refreshed when it is valid for less than this, or than half of its lifetime, whichever is shorter. */
const refreshBufferMs = 5 * minuteMs;
/** A token younger than this satisfies `forceRefresh`. */
const youngTokenMs = minuteMs;
/**
 * A lease that expired without being released belongs to an instance that crashed, or that cannot reach Firestore and
 * still holds a newer token. While the current token is valid, that instance gets this long to store it.
 */
const abandonedLeaseGraceMs = 2 * minuteMs;
const maxCooldownMs = minuteMs;
const minCooldownMs = 1_000;
/** By how much the cooldown in an outage grows with each failure, and after how many: a twentieth of the outage so far. */
const outageCooldownGrowth = 1.05;
const evenCooldowns = 20;

/** What a caller wants, and what it knew when it came. */
export interface RefreshRequest {
  /** Minimum remaining validity in milliseconds. Default: 5 minutes or half of the token's lifetime. */
  minValidityMs?: number | undefined;
  /** Ask for a new token even if the current one is valid, unless it is less than a minute old. Default: false. */
  forceRefresh?: boolean | undefined;
  /** With `forceRefresh`: whatever the age of the token. Default: false. */
  ignoreAge?: boolean | undefined;
  /** A refresh by the sweep, for which no caller waits: refresh because it is due. Default: false. */
  background?: boolean | undefined;
  /** `credentialVersion` at the first reading: a newer one satisfies a forced or background refresh. */
  sinceVersion: number;
  /** When an outage of the provider was seen to end: a connection that failed before need not cool down. Default: never. */
  outageEndedAtMs?: number | undefined;
  /** Lease owner id of this refresh. Default: it holds no lease. */
  ownerId?: string | undefined;
}

/** Who wanted a refresh: only a person's wish ignores the token's age. */
export function toTrigger({ background, ignoreAge }: RefreshRequest): RefreshTrigger {
  if (background) {
    return 'sweep';
  }
  return ignoreAge ? 'manual' : 'caller';
}

/** The part of a stored integration that decisions rest on. */
export type RefreshState = Pick<
  StoredIntegration,
  | 'status'
  | 'refreshable'
  | 'lastError'
  | 'expiresAt'
  | 'lastRefreshedAt'
  | 'credentialVersion'
  | 'refreshLease'
  | 'consecutiveFailures'
  | 'retryNotBefore'
  | 'readAtMs'
>;

/** What to do with an integration as it was read. */
export type Decision =
  | {
      action: 'use';
      reason: 'fresh' | 'cooling_down' | 'lease_abandoned' | 'not_refreshable';
      degraded: boolean;
    }
  | { action: 'refresh'; reason: 'expiring' | 'expired' | 'forced'; holdsLease: boolean }
  | { action: 'wait'; reason: 'leased' }
  | { action: 'reject'; reason: ErrorCode; retryAfterMs?: number }
  /** There is no refresh token and the access token has expired: store that it needs a new authorization. */
  | { action: 'mark_not_refreshable'; holdsLease: boolean };

/**
 * Pure: decides how to obtain a valid token.
 * @param nowMs the instance's clock, which token expiry is judged by. Leases are judged by Firestore's read time.
 */
export function decide(nowMs: number, state: RefreshState, request: RefreshRequest): Decision {
  if (state.status === 'disconnected') {
    return { action: 'reject', reason: 'integration_disconnected' };
  }
  if (state.status === 'error' && state.lastError?.code === 'reauthorization_required') {
    return { action: 'reject', reason: 'reauthorization_required' };
  }

  const remainingMs = remainingValidityMs(nowMs, state);
  const unchanged = state.credentialVersion <= request.sinceVersion;
  const isYoung = remainingMs > 0 && nowMs - (state.lastRefreshedAt?.toMillis() ?? 0) < youngTokenMs;
  const forced = request.forceRefresh === true && unchanged && (request.ignoreAge === true || !isYoung);
  const due = request.background === true && unchanged;
  if (!forced && !due && remainingMs > requiredValidityMs(state, request.minValidityMs)) {
    return { action: 'use', reason: 'fresh', degraded: false };
  }

  // The sweep has a back-off of its own. Everybody else waits for the cooldown, forced refreshes included.
  const cooldownMs = Math.max(
    due ? 0 : remainingCooldownMs(nowMs, state, request.outageEndedAtMs ?? 0),
    (state.retryNotBefore?.toMillis() ?? 0) - nowMs,
  );
  if (cooldownMs > 0) {
    return remainingMs > 0 && !forced && !due
      ? { action: 'use', reason: 'cooling_down', degraded: true }
      : {
          action: 'reject',
          reason: state.lastError?.code ?? 'provider_unavailable',
          retryAfterMs: cooldownMs,
        };
  }

  const lease = state.refreshLease;
  const leaseEndsInMs = lease ? lease.expiresAt.toMillis() - state.readAtMs : Number.NEGATIVE_INFINITY;
  const leased = leaseEndsInMs > 0;
  if (leased && lease?.ownerId !== request.ownerId) {
    return { action: 'wait', reason: 'leased' };
  }
  if (!leased && leaseEndsInMs > -abandonedLeaseGraceMs && remainingMs > 0 && !forced) {
    return due
      ? { action: 'wait', reason: 'leased' }
      : { action: 'use', reason: 'lease_abandoned', degraded: true };
  }
  if (!state.refreshable) {
    return remainingMs > 0
      ? { action: 'use', reason: 'not_refreshable', degraded: false }
      : { action: 'mark_not_refreshable', holdsLease: leased };
  }
  return {
    action: 'refresh',
    reason: forced ? 'forced' : remainingMs > 0 ? 'expiring' : 'expired',
    holdsLease: leased,
  };
}

/** How long the current access token is still valid, in milliseconds; 0 or less when it has expired. */
export function remainingValidityMs(nowMs: number, { expiresAt }: Pick<RefreshState, 'expiresAt'>): number {
  return (expiresAt?.toMillis() ?? 0) - nowMs;
}

/**
 * Asking for more than a token's whole lifetime would refresh on every call, so a requested validity is limited to nine
 * tenths of the lifetime, and the default to half of it.
 */
function requiredValidityMs(state: RefreshState, minValidityMs: number | undefined): number {
  const lifetimeMs = (state.expiresAt?.toMillis() ?? 0) - (state.lastRefreshedAt?.toMillis() ?? 0);
  return minValidityMs === undefined
    ? Math.min(refreshBufferMs, lifetimeMs / 2)
    : Math.min(minValidityMs, lifetimeMs * 0.9);
}

/**
 * How long callers do not ask the provider after failures in a row. A refusal: 1, 2, 4, ... seconds. An outage: a second,
 * and after twenty failures a twentieth of the time that it has lasted, so that its end is seen soon. Up to a minute both.
 */
function remainingCooldownMs(
  nowMs: number,
  { consecutiveFailures, lastError }: RefreshState,
  outageEndedAtMs: number,
): number {
  if (consecutiveFailures === 0 || lastError === null) {
    return 0;
  }
  const failedAtMs = lastError.at.toMillis();
  const isOutage = lastError.code === 'provider_unavailable';
  if (isOutage && failedAtMs < outageEndedAtMs) {
    return 0;
  }
  const growth = isOutage
    ? outageCooldownGrowth ** Math.max(0, consecutiveFailures - evenCooldowns)
    : 2 ** (consecutiveFailures - 1);
  return failedAtMs + Math.min(maxCooldownMs, minCooldownMs * growth) - nowMs;
}
