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
      'a token within the buffer is renewed',
      { expiresAt: at(4 * minute) },
      {},
      { action: 'refresh', reason: 'expiring' },
    ],
    ['an expired token is renewed', expired, {}, { action: 'refresh', reason: 'expired' }],
    [
      'the buffer is at most half of a short lifetime',
      { lastRefreshedAt: at(-4 * minute), expiresAt: at(6 * minute) },
      {},
      { action: 'use' },
    ],
    [
      'a short token past half of its life is renewed',
      { lastRefreshedAt: at(-6 * minute), expiresAt: at(4 * minute) },
      {},
      { action: 'refresh' },
    ],
    [
      'a lease that ended without being given back is left to its owner while the token lives',
      { expiresAt: at(4 * minute), ...lease('other', -minute) },
      {},
      { action: 'use', reason: 'lease_abandoned', degraded: true },
    ],
    [
      'the sweep comes back to it later',
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
      'what is due is renewed in the background though the token is fresh',
      {},
      { background: true },
      { action: 'refresh' },
    ],
    [
      'but not again when another has renewed it',
      { credentialVersion: 4 },
      { background: true },
      { action: 'use', reason: 'fresh' },
    ],
    [
      'Retry-After holds for a caller with a living token',
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
      'Retry-After holds for a person who asks for a refresh',
      { retryNotBefore: at(minute) },
      { forceRefresh: true },
      { action: 'reject', reason: 'provider_unavailable', retryAfterMs: minute },
    ],
    ['Retry-After ends', { ...expired, retryNotBefore: at(0) }, {}, { action: 'refresh' }],
    ['a demand for more validity renews', {}, { minValidityMs: 40 * minute }, { action: 'refresh' }],
    [
      'a demand for less validity does not',
      { expiresAt: at(2 * minute) },
      { minValidityMs: minute },
      { action: 'use' },
    ],
    [
      'a demand beyond the lifetime is held to nine tenths of it',
      { lastRefreshedAt: at(-minute), expiresAt: at(59 * minute) },
      { minValidityMs: 2 * hour },
      { action: 'use' },
    ],
    [
      'a forced refresh renews a fresh token',
      {},
      { forceRefresh: true },
      { action: 'refresh', reason: 'forced' },
    ],
    [
      'a refresh that happened meanwhile satisfies a forced one',
      { credentialVersion: 4 },
      { forceRefresh: true },
      { action: 'use', reason: 'fresh' },
    ],
    [
      'a held lease is waited for',
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
      'our own lease is used',
      { ...expired, ...lease('me', second) },
      {},
      { action: 'refresh', holdsLease: true },
    ],
    ['a held lease does not concern a fresh token', lease('other', second), {}, { action: 'use' }],
    [
      "a lease is judged by Firestore's clock, not by the instance's",
      { ...expired, ...lease('other', second), readAtMs: nowMs + 2 * second },
      {},
      { action: 'refresh', holdsLease: false },
    ],
    [
      'a disconnected one is refused',
      { status: 'disconnected' },
      {},
      { action: 'reject', reason: 'integration_disconnected' },
    ],
    [
      'a broken one is refused even if its token lives',
      { status: 'error', lastError: errorAt('reauthorization_required', 0) },
      {},
      { action: 'reject', reason: 'reauthorization_required' },
    ],
    [
      'one that broke by an outage is tried again',
      { ...expired, status: 'error', lastError: failedAt(-hour), consecutiveFailures: 30 },
      {},
      { action: 'refresh' },
    ],
    [
      'shortly after a failure a living token is served without asking',
      { expiresAt: at(minute), lastError: failedAt(-second), consecutiveFailures: 3 },
      {},
      { action: 'use', reason: 'cooling_down', degraded: true },
    ],
    [
      'shortly after a failure a dead token is an outage',
      { ...expired, lastError: failedAt(-second), consecutiveFailures: 3 },
      {},
      { action: 'reject', reason: 'provider_unavailable', retryAfterMs: 3 * second },
    ],
    [
      'shortly after a failure a person who asks for a refresh waits as everybody else',
      { lastError: failedAt(-second), consecutiveFailures: 3 },
      { forceRefresh: true },
      { action: 'reject', reason: 'provider_unavailable', retryAfterMs: 3 * second },
    ],
    [
      'shortly after a refusal of our application a dead token says why',
      { ...expired, lastError: errorAt('application_refused', -second), consecutiveFailures: 3 },
      {},
      { action: 'reject', reason: 'application_refused', retryAfterMs: 3 * second },
    ],
    [
      'a token of less than a minute satisfies a forced refresh',
      { lastRefreshedAt: at(-minute + 1) },
      { forceRefresh: true },
      { action: 'use', reason: 'fresh', degraded: false },
    ],
    [
      'but not who asked for this very refresh',
      { lastRefreshedAt: at(-minute + 1) },
      { forceRefresh: true, ignoreAge: true },
      { action: 'refresh', reason: 'forced' },
    ],
    [
      'a token of a minute does not satisfy a forced refresh',
      { lastRefreshedAt: at(-minute) },
      { forceRefresh: true },
      { action: 'refresh', reason: 'forced' },
    ],
    [
      'the cooldown ends after a minute however many failures there were',
      { ...expired, lastError: failedAt(-minute), consecutiveFailures: 50 },
      {},
      { action: 'refresh' },
    ],
    [
      'a forced refresh waits for the cooldown as everybody does',
      { ...expired, lastError: failedAt(-second), consecutiveFailures: 3 },
      { forceRefresh: true },
      { action: 'reject', reason: 'provider_unavailable', retryAfterMs: 3 * second },
    ],
    [
      'a connection without an expiry is renewed',
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
