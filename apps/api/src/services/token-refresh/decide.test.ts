import { Timestamp } from 'firebase-admin/firestore';
import { describe, expect, it } from 'vitest';
import { decide, type RefreshState } from './decide.ts';

const nowMs = Date.UTC(2026, 10, 23, 12);
const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const at = (offsetMs: number) => Timestamp.fromMillis(nowMs + offsetMs);
const errorAt = (code: NonNullable<RefreshState['lastError']>['code'], offsetMs: number) => ({
  code,
  message: '',
  reason: null,
  actor: null,
  helpUrl: null,
  providerError: null,
  subtype: null,
  providerCodes: [],
  at: at(offsetMs),
});
const failedAt = (offsetMs: number) => errorAt('provider_unavailable', offsetMs);

/** A connection with an hour's token that has half of its life before it. */
function integration(change: Partial<RefreshState> = {}): RefreshState {
  return {
    status: 'connected',
    refreshable: true,
    lastError: null,
    lastRefreshedAt: at(-30 * minute),
    expiresAt: at(30 * minute),
    credentialVersion: 3,
    refreshLease: null,
    consecutiveFailures: 0,
    retryNotBefore: null,
    readAtMs: nowMs,
    ...change,
  };
}

const request = { sinceVersion: 3, ownerId: 'me' };
const expired = { lastRefreshedAt: at(-2 * hour), expiresAt: at(-hour) };
const lease = (ownerId: string, endsInMs: number) => ({ refreshLease: { ownerId, expiresAt: at(endsInMs) } });

describe('what to do with an integration as it was read', () => {
  it.each<[string, Partial<RefreshState>, Partial<Parameters<typeof decide>[2]>, object]>([
    ['a fresh token is used', {}, {}, { action: 'use', reason: 'fresh', degraded: false }],
    [
      'a token within the buffer is refreshed',
      { expiresAt: at(4 * minute) },
      {},
      { action: 'refresh', reason: 'expiring' },
    ],
    ['an expired token is refreshed', expired, {}, { action: 'refresh', reason: 'expired' }],
    [
      'the buffer is at most half of a short lifetime',
      { lastRefreshedAt: at(-4 * minute), expiresAt: at(6 * minute) },
      {},
      { action: 'use' },
    ],
    [
      'a short-lived token is refreshed after half of its lifetime',
      { lastRefreshedAt: at(-6 * minute), expiresAt: at(4 * minute) },
      {},
      { action: 'refresh' },
    ],
    [
      'a lease that expired without being released is left to its owner while the token is valid',
      { expiresAt: at(4 * minute), ...lease('other', -minute) },
      {},
      { action: 'use', reason: 'lease_abandoned', degraded: true },
    ],
    [
      'so it is by the sweep, which comes back later',
      { expiresAt: at(4 * minute), ...lease('other', -minute) },
      { background: true },
      { action: 'wait' },
    ],
    [
      'it is taken over after two minutes',
      { expiresAt: at(4 * minute), ...lease('other', -2 * minute) },
      {},
      { action: 'refresh', reason: 'expiring' },
    ],
    [
      'it is taken over at once when the token has expired',
      { ...expired, ...lease('other', -1) },
      {},
      { action: 'refresh', reason: 'expired' },
    ],
    [
      'the sweep refreshes what is due, though the token is fresh',
      {},
      { background: true },
      { action: 'refresh' },
    ],
    [
      'but not again when another instance has refreshed it',
      { credentialVersion: 4 },
      { background: true },
      { action: 'use', reason: 'fresh' },
    ],
    [
      'Retry-After holds for a caller with a valid token',
      { expiresAt: at(4 * minute), retryNotBefore: at(minute) },
      {},
      { action: 'use', reason: 'cooling_down', degraded: true },
    ],
    [
      'Retry-After holds for a caller without one',
      { ...expired, retryNotBefore: at(minute) },
      {},
      { action: 'reject', reason: 'provider_unavailable', retryAfterMs: minute },
    ],
    [
      'Retry-After holds for a forced refresh',
      { retryNotBefore: at(minute) },
      { forceRefresh: true },
      { action: 'reject', reason: 'provider_unavailable', retryAfterMs: minute },
    ],
    ['Retry-After ends', { ...expired, retryNotBefore: at(0) }, {}, { action: 'refresh' }],
    ['a request for more validity refreshes', {}, { minValidityMs: 40 * minute }, { action: 'refresh' }],
    [
      'a request for less validity does not',
      { expiresAt: at(2 * minute) },
      { minValidityMs: minute },
      { action: 'use' },
    ],
    [
      'a request for more than the lifetime is limited to nine tenths of it',
      { lastRefreshedAt: at(-minute), expiresAt: at(59 * minute) },
      { minValidityMs: 2 * hour },
      { action: 'use' },
    ],
    [
      'a forced refresh refreshes a fresh token',
      {},
      { forceRefresh: true },
      { action: 'refresh', reason: 'forced' },
    ],
    [
      'a refresh by another caller satisfies a forced one',
      { credentialVersion: 4 },
      { forceRefresh: true },
      { action: 'use', reason: 'fresh' },
    ],
    [
      'waits for a lease that another instance holds',
      { ...expired, ...lease('other', second) },
      {},
      { action: 'wait', reason: 'leased' },
    ],
    [
      'an expired lease is taken over',
      { ...expired, ...lease('other', 0) },
      {},
      { action: 'refresh', holdsLease: false },
    ],
    [
      'uses a lease of its own',
      { ...expired, ...lease('me', second) },
      {},
      { action: 'refresh', holdsLease: true },
    ],
    ['a fresh token is used whoever holds the lease', lease('other', second), {}, { action: 'use' }],
    [
      "a lease is judged by Firestore's clock, not by the instance's",
      { ...expired, ...lease('other', second), readAtMs: nowMs + 2 * second },
      {},
      { action: 'refresh', holdsLease: false },
    ],
    [
      'a disconnected integration is rejected',
      { status: 'disconnected' },
      {},
      { action: 'reject', reason: 'integration_disconnected' },
    ],
    [
      'one that needs reauthorization is rejected even if its token is valid',
      { status: 'error', lastError: errorAt('reauthorization_required', 0) },
      {},
      { action: 'reject', reason: 'reauthorization_required' },
    ],
    [
      'one that an outage broke is tried again',
      { ...expired, status: 'error', lastError: failedAt(-hour), consecutiveFailures: 30 },
      {},
      { action: 'refresh' },
    ],
    [
      'shortly after a failure a valid token is used without calling the provider',
      { expiresAt: at(minute), lastError: failedAt(-second / 4), consecutiveFailures: 3 },
      {},
      { action: 'use', reason: 'cooling_down', degraded: true },
    ],
    [
      'shortly after a failure an expired token is rejected as an outage',
      { ...expired, lastError: failedAt(-second / 4), consecutiveFailures: 3 },
      {},
      { action: 'reject', reason: 'provider_unavailable', retryAfterMs: (second * 3) / 4 },
    ],
    [
      'shortly after a failure a forced refresh of a valid token is rejected',
      { lastError: failedAt(-second / 4), consecutiveFailures: 3 },
      { forceRefresh: true },
      { action: 'reject', reason: 'provider_unavailable', retryAfterMs: (second * 3) / 4 },
    ],
    [
      'shortly after a rejection of our application an expired token is rejected with that code',
      { ...expired, lastError: errorAt('application_refused', -second), consecutiveFailures: 3 },
      {},
      { action: 'reject', reason: 'application_refused', retryAfterMs: 3 * second },
    ],
    [
      'a token younger than a minute satisfies a forced refresh',
      { lastRefreshedAt: at(-minute + 1) },
      { forceRefresh: true },
      { action: 'use', reason: 'fresh', degraded: false },
    ],
    [
      'but not one that ignores the age',
      { lastRefreshedAt: at(-minute + 1) },
      { forceRefresh: true, ignoreAge: true },
      { action: 'refresh', reason: 'forced' },
    ],
    [
      'a token that is a minute old does not satisfy a forced refresh',
      { lastRefreshedAt: at(-minute) },
      { forceRefresh: true },
      { action: 'refresh', reason: 'forced' },
    ],
    [
      'the cooldown ends after a minute however many failures there were',
      { ...expired, lastError: failedAt(-minute), consecutiveFailures: 500 },
      {},
      { action: 'refresh' },
    ],
    [
      'in an outage an expired token is asked for once a second',
      { ...expired, lastError: failedAt(-second), consecutiveFailures: 20 },
      {},
      { action: 'refresh' },
    ],
    [
      'and more seldom when it goes on: after twenty minutes once a minute',
      { ...expired, lastError: failedAt(-second), consecutiveFailures: 120 },
      {},
      { action: 'reject', reason: 'provider_unavailable', retryAfterMs: 59 * second },
    ],
    [
      'the end of an outage ends its cooldown',
      { ...expired, lastError: failedAt(-second), consecutiveFailures: 120 },
      { outageEndedAtMs: nowMs },
      { action: 'refresh' },
    ],
    [
      'but no cooldown of what failed since',
      { ...expired, lastError: failedAt(-second), consecutiveFailures: 120 },
      { outageEndedAtMs: nowMs - 2 * second },
      { action: 'reject', retryAfterMs: 59 * second },
    ],
    [
      'nor what the provider asked for',
      { ...expired, lastError: failedAt(-second), consecutiveFailures: 1, retryNotBefore: at(minute) },
      { outageEndedAtMs: nowMs },
      { action: 'reject', retryAfterMs: minute },
    ],
    [
      'nor that of a refusal',
      { ...expired, lastError: errorAt('application_refused', -second), consecutiveFailures: 3 },
      { outageEndedAtMs: nowMs },
      { action: 'reject', retryAfterMs: 3 * second },
    ],
    [
      'a forced refresh of an expired token waits for the cooldown',
      { ...expired, lastError: failedAt(-second / 4), consecutiveFailures: 3 },
      { forceRefresh: true },
      { action: 'reject', reason: 'provider_unavailable', retryAfterMs: (second * 3) / 4 },
    ],
    [
      'a connection without an expiry is refreshed',
      { expiresAt: null },
      {},
      { action: 'refresh', reason: 'expired' },
    ],
    [
      'without a refresh token the access token is used until it expires',
      { expiresAt: at(minute), refreshable: false },
      {},
      { action: 'use', reason: 'not_refreshable', degraded: false },
    ],
    [
      'so it is by a forced refresh',
      { refreshable: false },
      { forceRefresh: true, ignoreAge: true },
      { action: 'use', reason: 'not_refreshable', degraded: false },
    ],
    [
      'without a refresh token and a valid access token the connection is marked',
      { ...expired, refreshable: false },
      {},
      { action: 'mark_not_refreshable', holdsLease: false },
    ],
    [
      'under our own lease, if we hold one',
      { ...expired, refreshable: false, ...lease('me', second) },
      {},
      { action: 'mark_not_refreshable', holdsLease: true },
    ],
    [
      'and is left to another instance that holds the lease',
      { ...expired, refreshable: false, ...lease('other', second) },
      {},
      { action: 'wait', reason: 'leased' },
    ],
    [
      'a request without an owner holds no lease',
      { ...expired, ...lease('me', second) },
      { ownerId: undefined },
      { action: 'wait', reason: 'leased' },
    ],
  ])('%s', (_name, change, wanted, expected) => {
    expect(decide(nowMs, integration(change), { ...request, ...wanted })).toMatchObject(expected);
  });
});
