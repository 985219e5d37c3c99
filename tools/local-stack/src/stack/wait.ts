import { setTimeout as delay } from 'node:timers/promises';
import { StackError } from '../stack-error.ts';

/** How to wait for something outside of this process. */
export interface WaitOptions {
  /** Names what is waited for in the error: "the functions emulator". */
  readonly what: string;
  /** Give up after this time. */
  readonly timeoutMs: number;
  /** Pause between two looks. Default: 100. */
  readonly intervalMs?: number;
  readonly signal?: AbortSignal;
}

/**
 * Looks again and again until there is something to see.
 *
 * @param look what to look at; undefined means "not yet".
 * @throws {StackError} when the time is over.
 */
export async function waitFor<Seen>(
  look: () => Promise<Seen | undefined> | Seen | undefined,
  { what, timeoutMs, intervalMs = 100, signal }: WaitOptions,
): Promise<Seen> {
  const deadlineMs = Date.now() + timeoutMs;
  for (;;) {
    signal?.throwIfAborted();
    const seen = await look();
    if (seen !== undefined) {
      return seen;
    }
    if (Date.now() > deadlineMs) {
      throw new StackError(`Waited ${timeoutMs / 1000} s in vain for ${what}.`);
    }
    await delay(intervalMs, undefined, { signal });
  }
}
