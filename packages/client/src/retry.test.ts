import { describe, expect, it } from 'vitest';
import { KlayimError, type KlayimErrorCode } from './klayim-error.ts';
import { pauseBefore, readRetryAfterMs } from './retry.ts';

const policy = { retries: 5, baseDelayMs: 100, maxDelayMs: 1_000 };
const error = (code: KlayimErrorCode, details = {}) =>
  new KlayimError(code, { operationId: 'getHealth', ...details });

describe('the pause before a repetition', () => {
  it.each([
    [1, 100],
    [2, 200],
    [3, 400],
    [4, 800],
    [5, 1_000],
  ])('after attempt %i is anything up to %i ms', (attempt, bound) => {
    const lost = error('network_error');
    expect(pauseBefore(attempt, lost, policy, () => 0)).toBe(0);
    expect(pauseBefore(attempt, lost, policy, () => 0.5)).toBe(bound / 2);
    expect(pauseBefore(attempt, lost, policy, () => 1)).toBe(bound);
  });

  it('is added to what the API asks for, and ends the call when that is too long', () => {
    expect(pauseBefore(1, error('timeout', { retryAfterMs: 900 }), policy, () => 0.5)).toBe(950);
    expect(pauseBefore(1, error('timeout', { retryAfterMs: 1_001 }), policy)).toBeNull();
  });

  it('is none after the last attempt', () => {
    expect(pauseBefore(6, error('network_error'), policy)).toBeNull();
  });

  it('follows what the API says, not the status', () => {
    const problem = { type: '', title: '', detail: '', requestId: '', code: 'x', status: 503 };
    const told = (remedy: string) =>
      error('store_unavailable', { status: 503, problem: { ...problem, remedy } });
    expect(pauseBefore(1, told('retry'), policy)).not.toBeNull();
    for (const remedy of ['none', 'operator', 'reauthorize']) {
      expect(pauseBefore(1, told(remedy), policy)).toBeNull();
    }
  });
});

it.each([
  [null, undefined],
  ['', undefined],
  ['soon', undefined],
  ['-1', undefined],
  ['0', 0],
  [' 120 ', 120_000],
  ['Thu, 01 Jan 2026 00:00:30 GMT', 30_000],
  ['Wed, 31 Dec 2025 23:59:00 GMT', 0],
])('Retry-After %j is %s ms', (header, ms) => {
  expect(readRetryAfterMs(header, Date.parse('2026-01-01T00:00:00Z'))).toBe(ms);
});
