import { describe, expect, it } from 'vitest';
import { dayMs, hourMs, minuteMs } from '../../lib/duration.ts';
import { readLifetime } from '../../providers/token-grant.ts';
import {
  dueWarning,
  type GrantExpiry,
  idleLifetimeMs,
  nextGrantExpiry,
  nextWarningAtMs,
} from './grant-expiry.ts';

const nowMs = Date.parse('2026-11-01T09:00:00.000Z');
const seconds = (ms: number) => ms / 1_000;

function after(
  before: GrantExpiry | null,
  fields: Record<string, unknown>,
  { atMs = nowMs, isRotated = true } = {},
): GrantExpiry {
  const lifetime = readLifetime(fields);
  return nextGrantExpiry(before, { lifetime, issuedAtMs: atMs, idleLimitMs: 180 * dayMs, isRotated });
}

describe('when a grant ends', () => {
  it.each<[string, Record<string, unknown>, number, GrantExpiry['because']]>([
    ['nothing is told', {}, 180 * dayMs, 'unused'],
    ['a timeout is told', { refresh_token_timeout: seconds(30 * dayMs) }, 30 * dayMs, 'unused'],
    [
      'the permission ends',
      { authorization_expires_in: seconds(20 * dayMs) },
      20 * dayMs,
      'authorization_ends',
    ],
    ['the token ends', { refresh_token_expires_in: `${seconds(dayMs)}` }, dayMs, 'refresh_token_ends'],
    [
      'both are told, the first end',
      { authorization_expires_in: seconds(9 * dayMs), refresh_token_expires_in: seconds(8 * dayMs) },
      8 * dayMs,
      'refresh_token_ends',
    ],
    [
      'a timeout comes before the end, the end that no refresh moves',
      { authorization_expires_in: seconds(9 * dayMs), refresh_token_timeout: seconds(dayMs) },
      9 * dayMs,
      'authorization_ends',
    ],
    [
      'what is told is no lifetime',
      { refresh_token_expires_in: 0, refresh_token_timeout: 'x' },
      180 * dayMs,
      'unused',
    ],
    ['ten years and more are told', { authorization_expires_in: 4e8 }, 180 * dayMs, 'unused'],
  ])('when %s', (_what, fields, leftMs, because) => {
    expect(after(null, fields)).toMatchObject({ expiresAtMs: nowMs + leftMs, because });
  });

  it('stays where it is while answers repeat it, or are silent about a permission that ends', () => {
    const first = after(null, { authorization_expires_in: seconds(20 * dayMs) });
    const told = { ...first, warnedDays: 7 as const };
    const atMs = nowMs + hourMs;
    expect(after(told, { authorization_expires_in: seconds(20 * dayMs - hourMs) + 3 }, { atMs })).toEqual(
      told,
    );
    expect(after(told, {}, { atMs })).toEqual(told);
  });

  it('moves on with each refresh when it is by disuse, or when a rotated token lives on', () => {
    const atMs = nowMs + dayMs;
    expect(after(after(null, {}), {}, { atMs }).expiresAtMs).toBe(atMs + 180 * dayMs);
    const token = after(null, { refresh_token_expires_in: seconds(30 * dayMs) });
    const renewed = after(token, { refresh_token_expires_in: seconds(30 * dayMs) }, { atMs });
    expect(renewed.expiresAtMs).toBe(atMs + 30 * dayMs);
    expect(after(token, {}, { atMs, isRotated: false }).expiresAtMs).toBe(token.expiresAtMs);
    expect(after(token, {}, { atMs }).because).toBe('unused');
  });

  it('is kept alive in time, by the shorter of what the server and the answer say', () => {
    expect(idleLifetimeMs(null, nowMs, 90 * dayMs)).toBe(90 * dayMs);
    const short = after(null, { refresh_token_timeout: seconds(10 * dayMs) });
    expect(idleLifetimeMs(short, nowMs, 90 * dayMs)).toBe(10 * dayMs);
    const ending = after(null, { refresh_token_expires_in: seconds(5 * dayMs) });
    expect(idleLifetimeMs(ending, nowMs, 90 * dayMs)).toBe(5 * dayMs);
  });
});

describe('warnings of the end of a grant', () => {
  const well = { isFailing: false };
  const ending = after(null, { authorization_expires_in: seconds(20 * dayMs) });
  const beforeEnd = (ms: number) => ending.expiresAtMs - ms;

  it('are due 7 days and 1 day before, each once', () => {
    expect(dueWarning(ending, beforeEnd(7 * dayMs) - 1, well)).toBeNull();
    expect(dueWarning(ending, beforeEnd(7 * dayMs), well)).toBe(7);
    const told = { ...ending, warnedDays: 7 as const };
    expect(dueWarning(told, beforeEnd(2 * dayMs), well)).toBeNull();
    expect(dueWarning(told, beforeEnd(dayMs), well)).toBe(1);
    expect(dueWarning({ ...told, warnedDays: 1 }, beforeEnd(hourMs), well)).toBeNull();
    expect(dueWarning(ending, beforeEnd(0), well)).toBeNull();
  });

  it('that were missed are told as the last one', () => {
    expect(dueWarning(ending, beforeEnd(hourMs), well)).toBe(1);
  });

  it('bring the sweep back in time', () => {
    expect(nextWarningAtMs(ending, nowMs)).toBe(beforeEnd(7 * dayMs));
    expect(nextWarningAtMs({ ...ending, warnedDays: 7 }, nowMs)).toBe(beforeEnd(dayMs));
    expect(nextWarningAtMs({ ...ending, warnedDays: 1 }, nowMs)).toBeNull();
    expect(nextWarningAtMs(after(null, {}), nowMs)).toBeNull();
  });

  it('are not sent for a grant that never lasted that long', () => {
    const short = after(null, { authorization_expires_in: seconds(3 * dayMs) });
    expect(dueWarning(short, nowMs + minuteMs, well)).toBeNull();
    expect(dueWarning(short, nowMs + 2 * dayMs + minuteMs, well)).toBe(1);
    const hours = after(null, { refresh_token_expires_in: seconds(12 * hourMs) });
    expect(dueWarning(hours, nowMs + 11 * hourMs, well)).toBeNull();
  });

  it('come at once when the end of a grant moves closer', () => {
    const atMs = nowMs + dayMs;
    const shortened = after(ending, { authorization_expires_in: seconds(5 * dayMs) }, { atMs });
    expect(dueWarning(shortened, atMs, well)).toBe(7);
  });

  it('are for a grant that ends by disuse only while the sweep fails to use it', () => {
    const idle = after(null, {});
    const lateMs = idle.expiresAtMs - 6 * dayMs;
    expect(dueWarning(idle, lateMs, well)).toBeNull();
    expect(dueWarning(idle, lateMs, { isFailing: true })).toBe(7);
  });
});
