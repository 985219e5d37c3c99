import { Timestamp } from 'firebase-admin/firestore';
import { describe, expect, it } from 'vitest';
import { backOffAfterFailure, isIdle, keepAliveDueAtMs, nextRefreshDueAtMs } from './schedule.ts';

const nowMs = Date.UTC(2026, 10, 23, 12);
const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const at = (offsetMs: number) => Timestamp.fromMillis(nowMs + offsetMs);
const connection = { consecutiveFailures: 0, expiresAt: at(30 * minute) };

describe('when an integration is refreshed next', () => {
  it('is ten minutes before expiry, or at half of a short lifetime', () => {
    const dueAtMs = (lifetimeMs: number, jitter: number) =>
      nextRefreshDueAtMs(nowMs, nowMs + lifetimeMs, jitter, nowMs - 10 * minute);
    expect(dueAtMs(hour, 0)).toBe(nowMs + 50 * minute);
    expect(dueAtMs(10 * minute, 0)).toBe(nowMs + 5 * minute);
    // Never before a third of its life, whatever the jitter.
    expect(dueAtMs(hour, 0.999)).toBeGreaterThan(nowMs + 40 * minute);
    expect(dueAtMs(10 * minute, 0.999)).toBeGreaterThan(nowMs + 3 * minute);
  });

  it.each([
    ['first tokens', null],
    ['tokens of refreshes that ran late', nowMs - 10 * minute - 1],
  ])('spreads %s over most of their lifetime', (_which, wasDueAtMs) => {
    const dueAtMs = (lifetimeMs: number, jitter: number) =>
      nextRefreshDueAtMs(nowMs, nowMs + lifetimeMs, jitter, wasDueAtMs);
    expect(dueAtMs(hour, 0)).toBe(nowMs + 50 * minute);
    expect(dueAtMs(hour, 0.5)).toBe(nowMs + 29 * minute);
    expect(dueAtMs(hour, 0.999)).toBeLessThan(nowMs + 9 * minute);
    // Even the shortest token is used for some time.
    for (const lifetimeMs of [second, minute, 10 * minute, hour, 24 * hour]) {
      expect(dueAtMs(lifetimeMs, 0.999)).toBeGreaterThan(nowMs + lifetimeMs * 0.05);
    }
  });

  it.each([0, 0.999])('is now when the token has expired already (jitter %s)', (jitter) => {
    for (const expiresAtMs of [nowMs, nowMs - second, nowMs - 24 * hour]) {
      expect(nextRefreshDueAtMs(nowMs, expiresAtMs, jitter, null)).toBeLessThanOrEqual(nowMs);
    }
  });

  it.each([
    [0, 30 * second, minute],
    [1, minute, 2 * minute],
    [4, 8 * minute, 16 * minute],
    [6, 30 * minute, hour],
    [60, 30 * minute, hour],
  ])('backs off after failure %i + 1 by %i to %i ms', (consecutiveFailures, leastMs, maxMs) => {
    const broken = { ...connection, consecutiveFailures };
    expect(backOffAfterFailure(nowMs, broken, { random: 0 }).refreshDueAtMs - nowMs).toBe(leastMs);
    expect(backOffAfterFailure(nowMs, broken, { random: 1 }).refreshDueAtMs - nowMs).toBe(maxMs);
    expect(backOffAfterFailure(nowMs, broken, { random: 0 }).consecutiveFailures).toBe(
      consecutiveFailures + 1,
    );
  });

  it('is no sooner than the provider asked for, but within an hour', () => {
    const dueInMs = (retryAfterMs: number) =>
      backOffAfterFailure(nowMs, connection, { retryAfterMs, random: 0 }).refreshDueAtMs - nowMs;
    expect(dueInMs(5 * minute)).toBe(5 * minute);
    expect(dueInMs(24 * hour)).toBe(hour);
  });

  it('an outage breaks a connection only a day after its token has expired', () => {
    const statusAfter = (expiresAt: Timestamp) =>
      backOffAfterFailure(nowMs, { ...connection, expiresAt }, { random: 0 }).status;
    expect(statusAfter(at(-23 * hour))).toBe('connected');
    expect(statusAfter(at(-25 * hour))).toBe('error');
  });

  it('an integration is idle after thirty days, and its grant is kept alive at four fifths of the idle limit', () => {
    const day = 24 * hour;
    expect(isIdle(nowMs, nowMs - 29 * day)).toBe(false);
    expect(isIdle(nowMs, nowMs - 31 * day)).toBe(true);
    expect(keepAliveDueAtMs(nowMs, 90 * day)).toBe(nowMs + 72 * day);
  });
});
