import { dayMs, hourMs, minuteMs } from '../../lib/duration.ts';
import type { StoredDelivery } from '../../repositories/webhooks/webhook-event.document.ts';

/** Pauses after the first failed attempts, in milliseconds; the last one is kept to from then on. */
const retryDelaysMs = [5_000, minuteMs, 5 * minuteMs, 30 * minuteMs, 2 * hourMs, 4 * hourMs] as const;
const maxDelayMs = 4 * hourMs;
/** An event is tried for this long after it happened, or was replayed. */
const maxRetryMs = 3 * dayMs;
/** An endpoint that has failed for this long, without one success, is disabled. */
const maxFailingMs = 5 * dayMs;

/**
 * When an event is tried again whose attempt has failed; null to give it up. Pauses are spread by a fifth to both sides,
 * so that what failed together does not come back together.
 * @param random in [0, 1).
 */
export function nextAttemptAtMs(
  { attempts, since }: Pick<StoredDelivery, 'attempts' | 'since'>,
  nowMs: number,
  random: number,
): number | null {
  const delayMs = (retryDelaysMs[attempts] ?? maxDelayMs) * (0.8 + 0.4 * random);
  const atMs = Math.round(nowMs + delayMs);
  return isWithinRetries({ since }, atMs) ? atMs : null;
}

/** Whether an event may still be tried. */
export function isWithinRetries({ since }: Pick<StoredDelivery, 'since'>, nowMs: number): boolean {
  return nowMs - since.toMillis() <= maxRetryMs;
}

/** Whether an endpoint has failed for too long. */
export function hasFailedTooLong(failingSinceMs: number, nowMs: number): boolean {
  return nowMs - failingSinceMs >= maxFailingMs;
}
