import { hourMs, minuteMs } from '../../lib/duration.ts';
import type { AttemptTiming } from '../../repositories/cross-tenant/mail-outbox.repository.ts';

/** No attempt takes longer than this, whatever the server does. */
export const maxAttemptMs = 90_000;
/** Longer than an attempt by far: what outlives it belongs to a process that died. */
const leaseMs = 5 * minuteMs;
const maxRetryMs = 4 * hourMs;
/** With the pauses between them they take two days and a half. */
export const maxAttempts = 20;

/** The pause after an attempt, by its number from 1: five minutes, and twice as long each time, up to four hours. */
export function retryAfterMs(attempt: number): number {
  return Math.min(leaseMs * 2 ** (attempt - 1), maxRetryMs);
}

/** @returns null when a mail has had all of its attempts. */
export function attemptTiming(attempt: number): AttemptTiming | null {
  return attempt > maxAttempts ? null : { leaseMs, retryAfterMs: retryAfterMs(attempt) };
}
