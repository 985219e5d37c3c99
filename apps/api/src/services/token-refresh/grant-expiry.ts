import type { GrantExpiryCause } from '@klayim/shared/types';
import { Timestamp } from 'firebase-admin/firestore';
import { dayMs, minuteMs } from '../../lib/duration.ts';
import type { GrantLifetime } from '../../providers/oauth-provider.ts';
import type {
  ExpiryWarning,
  StoredGrantExpiry,
} from '../../repositories/integrations/integration-document.ts';

/** Days before the end of a grant at which people are notified, the last one first. */
const warnings: readonly ExpiryWarning[] = [1, 7];
/** Answers name lifetimes in seconds from their own time: ends that differ by less are the same. */
const toleranceMs = 10 * minuteMs;

/** When a grant ends, in milliseconds; plain data, so that it can be put on a queue. */
export interface GrantExpiry {
  expiresAtMs: number;
  because: GrantExpiryCause;
  knownSinceMs: number;
  warnedDays: ExpiryWarning | null;
  timeoutMs: number | null;
}

/**
 * Pure: when a grant ends after an answer of its token endpoint. What ends whatever is done comes first; without such an
 * end it is when nobody uses the grant for too long, which moves with each refresh.
 * @param before as it was known before this answer; null for a new grant.
 * @param given.isRotated whether the answer brought another refresh token than the one that was sent.
 */
export function nextGrantExpiry(
  before: GrantExpiry | null,
  { lifetime, issuedAtMs, idleLimitMs, isRotated }: AnsweredLifetime,
): GrantExpiry {
  const timeoutMs = lifetime.timeoutMs ?? before?.timeoutMs ?? null;
  const end = fixedEnd(before, lifetime, issuedAtMs, isRotated) ?? {
    expiresAtMs: issuedAtMs + (timeoutMs ?? idleLimitMs),
    because: 'unused' as const,
  };
  if (before && before.because === end.because && isSameEnd(before, end)) {
    return { ...before, timeoutMs };
  }
  // Of an end that has come nearer people are told at once, if it had been far enough away to be told of: it counts as
  // known for as long before its end as the earlier one was.
  const nearerByMs = before ? Math.max(0, before.expiresAtMs - end.expiresAtMs) : 0;
  const knownSinceMs = before && nearerByMs > 0 ? before.knownSinceMs - nearerByMs : issuedAtMs;
  return { ...end, knownSinceMs, warnedDays: null, timeoutMs };
}

interface AnsweredLifetime {
  lifetime: GrantLifetime;
  issuedAtMs: number;
  /** Of the authorization server. */
  idleLimitMs: number;
  isRotated: boolean;
}

function isSameEnd({ expiresAtMs, because }: GrantExpiry, end: Pick<GrantExpiry, 'expiresAtMs'>): boolean {
  return because !== 'unused' && Math.abs(end.expiresAtMs - expiresAtMs) <= toleranceMs;
}

/** Servers need not repeat an end that they have told; that of a refresh token ends with the token. */
function fixedEnd(
  before: GrantExpiry | null,
  { authorizationMs, refreshTokenMs }: GrantLifetime,
  issuedAtMs: number,
  isRotated: boolean,
): Pick<GrantExpiry, 'expiresAtMs' | 'because'> | null {
  const ends = [
    ...(authorizationMs === null
      ? []
      : [{ expiresAtMs: issuedAtMs + authorizationMs, because: 'authorization_ends' as const }]),
    ...(refreshTokenMs === null
      ? []
      : [{ expiresAtMs: issuedAtMs + refreshTokenMs, because: 'refresh_token_ends' as const }]),
  ].sort((one, other) => one.expiresAtMs - other.expiresAtMs);
  if (ends[0]) {
    return ends[0];
  }
  const isKept =
    before?.because === 'authorization_ends' || (before?.because === 'refresh_token_ends' && !isRotated);
  return before && isKept ? before : null;
}

/**
 * Pure: the warning that is due now, the last one if several are; null when there is none. A grant that ends when nobody
 * uses it is kept alive by the sweep: there is a warning only while its refreshes fail.
 */
export function dueWarning(
  expiry: GrantExpiry | null,
  nowMs: number,
  { isFailing }: { isFailing: boolean },
): ExpiryWarning | null {
  if (!expiry || expiry.expiresAtMs <= nowMs || (expiry.because === 'unused' && !isFailing)) {
    return null;
  }
  const due = warnings.find((days) => warningAtMs(expiry, days) <= nowMs);
  return due !== undefined && isToBeTold(expiry, due) ? due : null;
}

/** When the next warning is due; null when none will be. */
export function nextWarningAtMs(expiry: GrantExpiry | null, nowMs: number): number | null {
  if (!expiry || expiry.because === 'unused') {
    return null;
  }
  const times = warnings.filter((days) => isToBeTold(expiry, days)).map((days) => warningAtMs(expiry, days));
  const later = times.filter((atMs) => atMs > nowMs);
  return later.length === 0 ? null : Math.min(...later);
}

/** Marks a warning as told when it is due. */
export function withWarning(expiry: GrantExpiry, nowMs: number, state: { isFailing: boolean }): GrantExpiry {
  const warnedDays = dueWarning(expiry, nowMs, state);
  return warnedDays === null ? expiry : { ...expiry, warnedDays };
}

/** For how long a grant lives unused, in milliseconds from its last refresh. */
export function idleLifetimeMs(expiry: GrantExpiry | null, issuedAtMs: number, idleLimitMs: number): number {
  const limitMs = Math.min(expiry?.timeoutMs ?? idleLimitMs, idleLimitMs);
  return expiry?.because === 'refresh_token_ends'
    ? Math.min(limitMs, expiry.expiresAtMs - issuedAtMs)
    : limitMs;
}

function warningAtMs({ expiresAtMs }: GrantExpiry, days: ExpiryWarning): number {
  return expiresAtMs - days * dayMs;
}

function isToBeTold(expiry: GrantExpiry, days: ExpiryWarning): boolean {
  const isNew = expiry.warnedDays === null || days < expiry.warnedDays;
  return isNew && expiry.knownSinceMs < warningAtMs(expiry, days);
}

/** As it is stored. */
export function toStoredExpiry({
  expiresAtMs,
  because,
  knownSinceMs,
  ...rest
}: GrantExpiry): StoredGrantExpiry {
  return {
    expiresAt: Timestamp.fromMillis(Math.floor(expiresAtMs)),
    because,
    knownSince: Timestamp.fromMillis(Math.floor(knownSinceMs)),
    ...rest,
  };
}

/** As it was stored. */
export function fromStoredExpiry(stored: StoredGrantExpiry | null | undefined): GrantExpiry | null {
  if (!stored) {
    return null;
  }
  const { expiresAt, because, knownSince, warnedDays, timeoutMs } = stored;
  return {
    expiresAtMs: expiresAt.toMillis(),
    because,
    knownSinceMs: knownSince.toMillis(),
    warnedDays,
    timeoutMs,
  };
}
