import type { KlayimError } from './klayim-error.ts';

/** How failed attempts are repeated. */
export interface RetryPolicy {
  /** How often, at most. */
  retries: number;
  /** The longest pause before the first repetition, in milliseconds; it doubles with each. */
  baseDelayMs: number;
  /** The longest pause of all, in milliseconds. A `Retry-After` beyond it ends the call instead. */
  maxDelayMs: number;
}

/** Statuses of proxies before the API that mean: retry later. */
const passingStatuses = new Set([408, 429, 500, 502, 503, 504]);

/**
 * How long to wait before the next attempt, in milliseconds; null when there is to be none. The pause is a random part
 * of a bound that doubles ("full jitter"), so that many clients do not come back at once; never shorter than the API asked.
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function pauseBefore(
  attempt: number,
  error: KlayimError,
  { retries, baseDelayMs, maxDelayMs }: RetryPolicy,
  random: () => number = Math.random,
): number | null {
  if (attempt > retries || !mayPass(error)) {
    return null;
  }
  const bound = Math.min(maxDelayMs, baseDelayMs * 2 ** (attempt - 1));
  const pauseMs = (error.retryAfterMs ?? 0) + random() * bound;
  return (error.retryAfterMs ?? 0) > maxDelayMs ? null : pauseMs;
}

/** Whether the same request may succeed later. The API says so itself; of others' answers the status tells. */
function mayPass({ code, status, problem }: KlayimError): boolean {
  if (problem) {
    return problem.remedy === 'retry';
  }
  return (
    code === 'network_error' || code === 'timeout' || (status !== undefined && passingStatuses.has(status))
  );
}

/** `Retry-After` in milliseconds from now: seconds or a date (RFC 9110, section 10.2.3). */
export function readRetryAfterMs(header: string | null, nowMs: number): number | undefined {
  if (header === null) {
    return undefined;
  }
  if (/^\s*\d{1,9}\s*$/.test(header)) {
    return Number(header) * 1000;
  }
  // Date.parse alone takes much for a date that is none.
  const atMs = header.trim().endsWith('GMT') ? Date.parse(header) : Number.NaN;
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - nowMs);
}

/** Waits, unless the signal ends the wait: then it rejects with the signal's reason. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', end);
      resolve();
    }, ms);
    if (signal?.aborted) {
      end();
    } else {
      signal?.addEventListener('abort', end, { once: true });
    }
  });
}
