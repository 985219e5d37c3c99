import type { Fault } from '@klayim/local-oauth';
import type { ErrorCode } from '../../src/errors/error-codes.ts';
import { minuteMs } from '../../src/lib/duration.ts';

/** What a caller gets: a new token, the old one that still lives, or an error. */
export type Answer = 'ok' | 'degraded' | ErrorCode;

/** Failures that wait at the token endpoint, one for each request. */
export interface PlannedFaults {
  fault: Fault;
  times: number;
  /** The provider does its work, rotation included, and only the answer is replaced. */
  afterProcessing: boolean;
  retryAfterSeconds?: number;
}

/** When the sweep comes back: milliseconds from now, at least and at most; `as before`; null for never. */
export type NextSweep = readonly [number, number] | 'as before' | null;

/** One fault and its consequences, as the table "When a refresh fails" in `docs/architecture.md` has them. */
export type FaultRow = readonly [
  planned: PlannedFaults,
  /** `getValidToken` while the token is valid, for less than the buffer. */
  onDemandLiving: Answer,
  /** `getValidToken` when it has expired. */
  onDemandExpired: Answer,
  /** What the sweep meets, whether the token lives or not. */
  sweep: Answer,
  status: 'connected' | 'error',
  consecutiveFailures: number,
  nextSweep: NextSweep,
  requestsAtProvider: number,
  /** `getValidToken` when the provider is well again and the cooldown is over. */
  afterwards: Answer,
];

/** The first back-off: a minute, half of it random. */
const soon: NextSweep = [minuteMs / 2, minuteMs];
/** A new token of an hour: ten minutes before it ends, or up to 15 % of its life sooner. */
const renewed: NextSweep = [41 * minuteMs, 50 * minuteMs];
const as = (retryAfterMs: number): NextSweep => [retryAfterMs, retryAfterMs];

const thrice = (fault: Fault): PlannedFaults => ({ fault, times: 3, afterProcessing: false });
const once = (fault: Fault, retryAfterSeconds?: number): PlannedFaults => ({
  fault,
  times: 1,
  afterProcessing: false,
  ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
});
/** The provider has rotated the refresh token and we never hear of it. */
const lost = (planned: PlannedFaults): PlannedFaults => ({ ...planned, afterProcessing: true });

const down = 'provider_unavailable';
const refused = 'application_refused';
const ours = 'provider_misconfigured';
const dead = 'reauthorization_required';

/** Nothing happened at the provider, or nothing but a refusal: no connection is lost that is not dead already. */
export const faultsBeforeProcessing: readonly FaultRow[] = [
  // planned, living on demand, expired on demand, sweep, status, failures, next sweep, requests, afterwards
  [thrice('500'), 'degraded', down, down, 'connected', 1, soon, 3, 'ok'],
  [thrice('503-retry-after'), 'degraded', down, down, 'connected', 1, soon, 3, 'ok'],
  [thrice('429'), 'degraded', down, down, 'connected', 1, soon, 3, 'ok'],
  [thrice('timeout'), 'degraded', down, down, 'connected', 1, soon, 3, 'ok'],
  [thrice('reset'), 'degraded', down, down, 'connected', 1, soon, 3, 'ok'],
  [thrice('html'), 'degraded', down, down, 'connected', 1, soon, 3, 'ok'],
  [thrice('empty'), 'degraded', down, down, 'connected', 1, soon, 3, 'ok'],
  [thrice('huge'), 'degraded', down, down, 'connected', 1, soon, 3, 'ok'],
  [thrice('redirect'), 'degraded', down, down, 'connected', 1, soon, 3, 'ok'],
  [thrice('wrong-content-type'), 'degraded', down, down, 'connected', 1, soon, 3, 'ok'],
  // Shorter than three in a row: the quick retries are enough.
  [once('500'), 'ok', 'ok', 'ok', 'connected', 0, renewed, 2, 'ok'],
  [once('reset'), 'ok', 'ok', 'ok', 'connected', 0, renewed, 2, 'ok'],
  [once('503-retry-after'), 'ok', 'ok', 'ok', 'connected', 0, renewed, 2, 'ok'],
  // Asked to wait for longer than a caller can: one request, and the sweep stays away for as long, an hour at most.
  [once('503-retry-after', 120), 'degraded', down, down, 'connected', 1, as(2 * minuteMs), 1, 'ok'],
  [once('429', 120), 'degraded', down, down, 'connected', 1, as(2 * minuteMs), 1, 'ok'],
  [once('429', 86_400), 'degraded', down, down, 'connected', 1, as(60 * minuteMs), 1, 'ok'],
  // One organization's own: it is shown to it, and backs off as an outage does.
  [once('invalid_client'), 'degraded', refused, refused, 'connected', 1, soon, 1, 'ok'],
  [once('unauthorized_client'), 'degraded', refused, refused, 'connected', 1, soon, 1, 'ok'],
  [once('invalid_scope'), 'degraded', refused, refused, 'connected', 1, soon, 1, 'ok'],
  [once('invalid_request'), 'degraded', refused, refused, 'connected', 1, soon, 1, 'ok'],
  // Our own registration, as far as one answer can tell.
  [once('single_tenant'), 'degraded', ours, ours, 'connected', 1, soon, 1, 'ok'],
  // The grant is dead, and a living access token does not hide it.
  [once('invalid_grant'), dead, dead, dead, 'error', 1, null, 1, dead],
  // Or an administrator or a sign-in rule is in its way: the person is asked at once.
  [once('admin_policy_enforced'), dead, dead, dead, 'error', 1, null, 1, dead],
  [once('access_denied'), dead, dead, dead, 'error', 1, null, 1, dead],
  [once('org_internal'), dead, dead, dead, 'error', 1, null, 1, dead],
  [once('consent_required'), dead, dead, dead, 'error', 1, null, 1, dead],
  [once('interaction_required'), dead, dead, dead, 'error', 1, null, 1, dead],
  [once('invalid_resource'), dead, dead, dead, 'error', 1, null, 1, dead],
  [once('unknown_user'), dead, dead, dead, 'error', 1, null, 1, dead],
  [once('invalid_rapt'), dead, dead, dead, 'error', 1, null, 1, dead],
];

/**
 * The provider rotated and its answer was lost. These authorization servers rotate strictly: the retry is a replay,
 * which ends the grant, and the connection is truthfully marked. Only an answer that can still be read saves it.
 */
export const faultsAfterProcessing: readonly FaultRow[] = [
  // planned, living on demand, expired on demand, sweep, status, failures, next sweep, requests, afterwards
  [lost(once('500')), dead, dead, dead, 'error', 1, null, 2, dead],
  [lost(once('503-retry-after')), dead, dead, dead, 'error', 1, null, 2, dead],
  [lost(once('429')), dead, dead, dead, 'error', 1, null, 2, dead],
  [lost(once('timeout')), dead, dead, dead, 'error', 1, null, 2, dead],
  [lost(once('reset')), dead, dead, dead, 'error', 1, null, 2, dead],
  [lost(once('html')), dead, dead, dead, 'error', 1, null, 2, dead],
  [lost(once('empty')), dead, dead, dead, 'error', 1, null, 2, dead],
  [lost(once('huge')), dead, dead, dead, 'error', 1, null, 2, dead],
  [lost(once('redirect')), dead, dead, dead, 'error', 1, null, 2, dead],
  // Every answer is lost, or nobody asks again: it looks like an outage until the provider is well again.
  [lost(thrice('500')), 'degraded', down, down, 'connected', 1, soon, 3, dead],
  [lost(thrice('reset')), 'degraded', down, down, 'connected', 1, soon, 3, dead],
  [lost(once('503-retry-after', 120)), 'degraded', down, down, 'connected', 1, as(2 * minuteMs), 1, dead],
  // The label is wrong and the grant is right: nothing is lost.
  [lost(once('fewer-scopes')), 'ok', 'ok', 'ok', 'connected', 0, renewed, 1, 'ok'],
  [lost(once('wrong-content-type')), 'ok', 'ok', 'ok', 'connected', 0, renewed, 1, 'ok'],
];
