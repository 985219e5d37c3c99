import { hash } from 'node:crypto';
import { dayMs, hourMs, minuteMs } from '../../lib/duration.ts';
import type { StoredIntegration } from '../../repositories/integrations/integration-document.ts';

/** The sweep refreshes a token this long before it expires, so that callers seldom wait for a refresh. */
const sweepLeadMs = 10 * minuteMs;
/** Time between two sweeps. Each hands out what comes due before the next. */
export const sweepIntervalMs = 5 * minuteMs;
/** The sweep keeps tokens fresh only of integrations that were used within this time. */
const idleAfterMs = 30 * dayMs;
/** `lastUsedAt` is written at most once in this time. */
export const lastUsedIntervalMs = 5 * minuteMs;

/** An outage sets status `error` when the token has been expired for this long. */
const outageToleranceMs = dayMs;
/**
 * A rejection of our application sets status `error` when the token has been expired for this long. An incident that all
 * organizations meet is known within two minutes, and then no connection is marked: what lasts longer concerns this one.
 */
export const rejectionToleranceMs = 15 * minuteMs;
const maxBackoffMs = hourMs;

/** Share of a token's lifetime over which refreshes that would fall together are spread. */
const jitterShare = 0.15;
/**
 * The same for tokens that probably came together with many others: the first tokens of new connections, and those of
 * refreshes that ran late, after an outage or from a full queue.
 */
const wideJitterShare = 0.7;
/** Jitter takes up at most this share of the time from the issue of a token to its latest refresh. */
const maxJitterShare = 0.85;
/** A refresh later than this is late: a batch waits for its last integration, and an integration for its sweep. */
const lateAfterMs = 2 * sweepIntervalMs;

/**
 * When the sweep should refresh a token: ten minutes before it expires, or up to a seventh of its lifetime sooner.
 * Without that jitter, integrations that were connected in the same minute would always come due in the same minute; with
 * it, each refresh takes them further apart.
 * @param jitter in [0, 1), from {@link jitterFraction}.
 * @param wasDueAtMs when the refresh that brought this token had been due; null for a connection's first token.
 */
export function nextRefreshDueAtMs(
  issuedAtMs: number,
  expiresAtMs: number,
  jitter: number,
  wasDueAtMs: number | null,
): number {
  // An imported token may have expired already: then it is due now.
  const lifetimeMs = Math.max(0, expiresAtMs - issuedAtMs);
  const latestMs = expiresAtMs - Math.min(sweepLeadMs, lifetimeMs / 2);
  const wasOnTime = wasDueAtMs !== null && issuedAtMs - wasDueAtMs <= lateAfterMs;
  const share = wasOnTime ? jitterShare : wideJitterShare;
  // A short lifetime has no room for wide jitter: the token must be used for some time in any case.
  const maxJitterMs = Math.max(0, Math.min(share * lifetimeMs, (latestMs - issuedAtMs) * maxJitterShare));
  // Firestore stores whole milliseconds here.
  return Math.floor(latestMs - jitter * maxJitterMs);
}

/** A number in [0, 1): uniform over names, and always the same for one name. */
export function jitterFraction(name: string): number {
  return hash('sha256', name, 'buffer').readUInt32BE(0) / 2 ** 32;
}

/** When to use an idle integration's refresh token, so that the provider does not drop it: at 80 % of its idle limit. */
export function keepAliveDueAtMs(issuedAtMs: number, idleLimitMs: number): number {
  return issuedAtMs + idleLimitMs * 0.8;
}

/** Whether an integration has not been used for so long that only its refresh token is kept alive. */
export function isIdle(nowMs: number, lastUsedAtMs: number): boolean {
  return nowMs - lastUsedAtMs > idleAfterMs;
}

/** What a failed refresh changes in a connection that may recover. */
export interface FailureBackoff {
  status: 'connected' | 'error';
  consecutiveFailures: number;
  refreshDueAtMs: number;
  /** The provider does not want to be asked before then; null when it did not say. */
  retryNotBeforeMs: number | null;
}

/**
 * Back-off after an outage, or after a rejection of our application: exponential from one minute to one hour with equal
 * jitter, and never sooner than the provider asked for. The connection counts as broken only when its token has been
 * expired for longer than the tolerance.
 * @param options.random uniform in [0, 1).
 * @param options.toleranceMs Default: a day.
 */
export function backOffAfterFailure(
  nowMs: number,
  { consecutiveFailures, expiresAt }: Pick<StoredIntegration, 'consecutiveFailures' | 'expiresAt'>,
  {
    retryAfterMs,
    random,
    toleranceMs = outageToleranceMs,
  }: { retryAfterMs?: number | undefined; random: number; toleranceMs?: number | undefined },
): FailureBackoff {
  const ceilingMs = Math.min(maxBackoffMs, minuteMs * 2 ** consecutiveFailures);
  const requestedMs = Math.min(retryAfterMs ?? 0, maxBackoffMs);
  const delayMs = Math.max(requestedMs, ceilingMs / 2 + (ceilingMs / 2) * random);
  const isBroken = nowMs - (expiresAt?.toMillis() ?? 0) > toleranceMs;
  return {
    status: isBroken ? 'error' : 'connected',
    consecutiveFailures: consecutiveFailures + 1,
    refreshDueAtMs: nowMs + delayMs,
    retryNotBeforeMs: requestedMs > 0 ? nowMs + requestedMs : null,
  };
}
