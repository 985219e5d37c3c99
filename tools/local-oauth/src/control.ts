import type { LocalAccount, ProfileName } from './accounts.ts';
import type { Fault, FaultOptions, FaultPlan } from './faults.ts';
import type { MemoryStore } from './memory-adapter.ts';
import { refusalFor } from './recorded-refusals.ts';
import { bodyOf } from './refusals.ts';
import type { IssuedSecret, RequestLog, TokenRequestRecord } from './request-log.ts';
import { revokeGrantsOf } from './revocation.ts';

/** Settings that may change while the server runs. */
interface LiveSettings {
  latencyMs: number;
  accessTokenLifetimeSeconds: number;
  grantLifetime: GrantLifetimeFields;
}

/** What a token answer says of the life of its grant, in seconds. */
export type GrantLifetimeFields = Partial<
  Record<'authorization_expires_in' | 'refresh_token_expires_in' | 'refresh_token_timeout', number>
>;

/** Looks into a running server and changes how it behaves. */
export interface Control {
  /** Every request that reached the token endpoint since the start or the last `reset`, oldest first. */
  readonly tokenRequests: () => TokenRequestRecord[];
  /** How many `refresh_token` requests arrived; with `outcome` (such as `ok`), only those that ended so. */
  readonly refreshCount: (outcome?: string) => number;
  /** Forgets recorded requests and planned faults; latency and lifetimes return to their starting values. */
  readonly reset: () => void;
  /** Delay before each token request is processed, in milliseconds. @throws {RangeError} when negative. */
  readonly setLatencyMs: (latencyMs: number) => void;
  /** Lifetime of access tokens issued from now on. @throws {RangeError} unless a positive integer. */
  readonly setAccessTokenLifetimeSeconds: (seconds: number) => void;
  /** Lets the next `count` token requests fail. Calls add up; the first planned happens first. */
  /** What successful token answers say of the life of the grant from now on; nothing at the start. */
  readonly setGrantLifetime: (fields: GrantLifetimeFields) => void;
  readonly failNext: (count: number, fault: Fault, options?: FaultOptions) => void;
  /**
   * Refuses the next `count` token requests as that provider does when it has this reason; see
   * `recordedRefusals`. They come in one order with the planned faults.
   *
   * @throws {RangeError} for a reason that the provider does not have.
   */
  readonly refuseNext: (count: number, reason: string) => void;
  /** Gives the next token request this answer, and does nothing. */
  readonly answerNext: (status: number, body: Readonly<Record<string, unknown>>) => void;
  /** How many planned faults have not happened yet. */
  readonly pendingFaults: () => number;
  /** How often a client went where the `redirect` fault points. */
  readonly redirectsFollowed: () => number;
  /**
   * The person removes the application's access at the provider: all grants of the account end.
   *
   * @returns how many grants ended.
   * @throws {RangeError} for an email that no account has.
   */
  readonly revokeGrantOf: (accountEmail: string) => number;
  /** Every code, access token, refresh token and id token issued by this process, oldest first. */
  readonly issuedSecrets: () => IssuedSecret[];
  /** Stops the server, as `AuthorizationServer.stop`. */
  readonly stop: () => Promise<void>;
}

/** What a control works on. */
export interface ControlInput {
  readonly profile: ProfileName;
  readonly settings: LiveSettings;
  readonly faults: FaultPlan;
  readonly requestLog: RequestLog;
  readonly store: MemoryStore;
  readonly accounts: readonly LocalAccount[];
  readonly stop: () => Promise<void>;
}

/** Makes the control of one server. The settings given are the ones that `reset` returns to. */
export function createControl({
  profile,
  settings,
  faults,
  requestLog,
  store,
  accounts,
  stop,
}: ControlInput): Control {
  const initial = { ...settings };
  return {
    tokenRequests: requestLog.tokenRequests,
    refreshCount: (outcome) =>
      requestLog
        .tokenRequests()
        .filter((request) => request.grantType === 'refresh_token')
        .filter((request) => outcome === undefined || request.outcome === outcome).length,
    reset() {
      requestLog.forgetTokenRequests();
      faults.clear();
      Object.assign(settings, initial);
    },
    setLatencyMs(latencyMs) {
      if (!(latencyMs >= 0)) {
        throw new RangeError('latencyMs must not be negative');
      }
      settings.latencyMs = latencyMs;
    },
    setAccessTokenLifetimeSeconds(seconds) {
      if (!Number.isInteger(seconds) || seconds < 1) {
        throw new RangeError('the lifetime must be a positive number of whole seconds');
      }
      settings.accessTokenLifetimeSeconds = seconds;
    },
    setGrantLifetime(fields) {
      settings.grantLifetime = fields;
    },
    failNext: faults.plan,
    refuseNext(count, reason) {
      const refusal = refusalFor(profile, reason);
      faults.planAnswer(count, { status: refusal.status, body: bodyOf(refusal) });
    },
    answerNext: (status, body) => faults.planAnswer(1, { status, body }),
    pendingFaults: faults.pending,
    redirectsFollowed: requestLog.redirectsFollowed,
    revokeGrantOf(accountEmail) {
      const account = accounts.find((candidate) => candidate.email === accountEmail);
      if (account === undefined) {
        throw new RangeError(`there is no account ${accountEmail}`);
      }
      return revokeGrantsOf(store, account.id);
    },
    issuedSecrets: requestLog.issuedSecrets,
    stop,
  };
}
