import { randomUUID } from 'node:crypto';
import { Timestamp } from 'firebase-admin/firestore';
import { AppError } from '../../errors/app-error.ts';
import { isoInstantOf } from '../../lib/instant.ts';
import type { Logger } from '../../lib/logger.ts';
import type { OAuthProvider, TokenGrant } from '../../providers/oauth-provider.ts';
import { ProviderError } from '../../providers/provider-error.ts';
import { refreshEvent } from '../../repositories/integration.audit-event.ts';
import type { StoredIntegration } from '../../repositories/integration.document.ts';
import type { IntegrationRepository, OAuthCredentials } from '../../repositories/integration.repository.ts';
import type { HeldLease, RefreshBasis } from '../../repositories/refresh-lease.repository.ts';
import type { OperatorAlarm } from '../operator-alarm.ts';
import type { OutcomeWriter } from './outcome-writer.ts';
import type { Pacing } from './provider-call.ts';
import type { ProviderGateway } from './provider-gateway.ts';
import { afterOutage } from './refresh-policy.ts';
import { degradedOr, nameOf, type RefreshAttempt, type RefreshResult } from './refresh-result.ts';
import { type LateRenewal, outcomeOf, type Renewal } from './renewal.ts';

export interface RefreshTurnDependencies extends Pick<Pacing, 'clock' | 'random'> {
  integrationRepository: IntegrationRepository;
  outcomes: OutcomeWriter;
  gateway: ProviderGateway;
  alarm: OperatorAlarm;
  /** Whether other integrations live on the same grant at the provider. */
  isGrantShared: (stored: StoredIntegration) => Promise<boolean>;
  /** Keeps a renewal that Firestore does not take, to be stored when it does; it throws when it cannot. */
  handOver: (late: LateRenewal) => Promise<void>;
  logger: Logger;
}

/** What a turn is about. */
export interface Turn {
  stored: StoredIntegration;
  lease: HeldLease;
  provider: OAuthProvider;
  credentials: OAuthCredentials & { refreshToken: string };
  attempt: RefreshAttempt;
}

/** A turn that is over, but for what it brought. */
export type PastTurn = Omit<Turn, 'lease' | 'credentials'> & {
  lease: RefreshBasis & { version?: Timestamp };
};

/** One use of a refresh token under the lease, and everything that can come of it. */
export function createRefreshTurn(dependencies: RefreshTurnDependencies) {
  const { integrationRepository, outcomes, gateway, alarm, isGrantShared, handOver, logger, clock, random } =
    dependencies;

  /** Null: someone else changed the integration meanwhile, look at it again. */
  async function run(turn: Turn): Promise<RefreshResult | null> {
    const startedAtMs = clock();
    let grant: TokenGrant;
    try {
      grant = await askProvider(turn, turn.credentials.refreshToken);
    } catch (error) {
      if (error instanceof ProviderError) return afterFailure(turn, error);
      await outcomes.release(turn.lease);
      throw error;
    } finally {
      turn.attempt.place?.leave();
    }
    return store(turn, turn.credentials.refreshToken, grant, startedAtMs);
  }

  function askProvider({ stored, provider }: PastTurn, refreshToken: string): Promise<TokenGrant> {
    const call = () => provider.refresh({ refreshToken, scopes: stored.scopes });
    return gateway.call({ provider: stored.provider, integrationId: stored.id, call });
  }

  async function store(
    turn: PastTurn,
    usedRefreshToken: string,
    grant: TokenGrant,
    startedAtMs: number,
    options?: { proven: boolean },
  ): Promise<RefreshResult | null> {
    const { stored, lease, attempt } = turn;
    const renewed: OAuthCredentials = {
      accessToken: grant.accessToken,
      refreshToken: grant.refreshToken ?? usedRefreshToken,
    };
    const issuedAtMs = clock();
    const credentialVersion = lease.credentialVersion + 1;
    const isBroken = stored.status === 'error' || options?.proven === true;
    const renewal: Renewal = {
      outcomeId: randomUUID(),
      credentials: await integrationRepository.encryptCredentials({ ...stored, credentialVersion }, renewed),
      issuedAtMs,
      expiresAtMs: issuedAtMs + grant.expiresInMs,
      wasDueAtMs: stored.refreshDueAt?.toMillis() ?? null,
      refreshCount: stored.refreshCount + 1,
      used: !attempt.background,
      event: attempt.event ?? (isBroken ? refreshEvent(stored, 'integration.recovered') : undefined),
    };
    const committed = await outcomes.commitRenewal(lease, outcomeOf(renewal, lease), options);
    if (committed === 'superseded') {
      await abandonGrant(turn, renewed);
      return null;
    }
    if (committed === 'marked_dead') return revive(turn, renewed);
    const kept = committed === 'stored' || (await keepForLater({ basis: lease, renewal }));
    if (committed !== 'stored') {
      const fields = { ...nameOf(stored), durationMs: clock() - startedAtMs, credentialVersion };
      if (kept) logger.warn('A renewed credential waits until Firestore takes it', fields);
      else
        logger.critical('A renewed credential could not be stored', { event: 'credential_lost', ...fields });
    }
    const { accessToken } = renewed;
    const expiresAt = isoInstantOf(renewal.expiresAtMs);
    const token = { accessToken, expiresAt, scopes: stored.scopes, degraded: !kept };
    return kept ? { token, refreshed: true, credentialVersion } : { token, refreshed: false };
  }

  async function keepForLater({ basis, renewal }: LateRenewal): Promise<boolean> {
    try {
      await handOver({ basis, renewal });
      return true;
    } catch {
      return false;
    }
  }

  /**
   * Another instance took over meanwhile, used the older token, was refused, and marked the connection. Whether the grant has
   * outlived that, only a use of the newer token can tell.
   */
  async function revive(turn: PastTurn, { refreshToken }: OAuthCredentials): Promise<RefreshResult | null> {
    if (refreshToken === null) return null;
    const startedAtMs = clock();
    try {
      const grant = await askProvider(turn, refreshToken);
      return await store(turn, refreshToken, grant, startedAtMs, { proven: true });
    } catch (error) {
      if (error instanceof ProviderError) return null;
      throw error;
    }
  }

  /** The table "When a refresh fails" of the design. */
  async function afterFailure(turn: Turn, error: ProviderError): Promise<RefreshResult | null> {
    const { stored, lease, credentials, attempt } = turn;
    if (error.failure === 'misconfigured') {
      await outcomes.release(lease);
      await alarm(stored.provider, 'misconfigured', error.reason);
      const refused = new AppError('provider_misconfigured', { cause: error });
      return degradedOr(clock(), stored, credentials, attempt, refused);
    }
    if (error.failure === 'grant_rejected') {
      if (await markReauthorizationRequired(stored, lease, error.reason))
        throw new AppError('reauthorization_required', { cause: error });
      return null;
    }
    return (await recordOutage(turn, error))
      ? degradedOr(clock(), stored, credentials, attempt, outageOf(error))
      : null;
  }

  /**
   * The outage matters more to the caller than that it could not be noted; then the lease ends by itself.
   * @returns false when someone else changed the integration meanwhile.
   */
  async function recordOutage({ stored, lease }: Turn, error: ProviderError): Promise<boolean> {
    const nowMs = clock();
    const outage = afterOutage(nowMs, stored, { retryAfterMs: error.retryAfterMs, random: random() });
    const { status, consecutiveFailures, refreshDueAtMs, retryNotBeforeMs } = outage;
    const isBreaking = status === 'error' && stored.status !== 'error';
    const happened = refreshEvent(stored, 'integration.provider_unavailable', error.reason);
    const committed = await outcomes.commit(
      lease,
      {
        status,
        consecutiveFailures,
        refreshDueAt: Timestamp.fromMillis(refreshDueAtMs),
        retryNotBefore: retryNotBeforeMs === null ? null : Timestamp.fromMillis(retryNotBeforeMs),
        lastError: {
          code: 'provider_unavailable',
          message: `The provider did not answer properly (${error.reason}).`,
          at: Timestamp.fromMillis(nowMs),
        },
      },
      { patient: false, ...(isBreaking && { happened }) },
    );
    if (committed === 'superseded') return false;
    const { reason } = error;
    logger.warn('The provider is unavailable', { ...nameOf(stored), reason, consecutiveFailures });
    return true;
  }

  /** @returns false when someone else changed the integration meanwhile. */
  async function markReauthorizationRequired(
    stored: StoredIntegration,
    lease: HeldLease,
    reason: string,
  ): Promise<boolean> {
    const committed = await outcomes.commit(
      lease,
      {
        status: 'error',
        refreshDueAt: null,
        consecutiveFailures: stored.consecutiveFailures + 1,
        lastError: {
          code: 'reauthorization_required',
          message: `The provider no longer accepts this authorization (${reason}).`,
          at: Timestamp.fromMillis(clock()),
        },
      },
      { patient: true, happened: refreshEvent(stored, 'integration.reauthorization_required', reason) },
    );
    if (committed === 'stored')
      logger.error('Reauthorization required', {
        event: 'reauthorization_required',
        ...nameOf(stored),
        reason,
      });
    return committed !== 'superseded';
  }

  /** A disconnect came first, and knew only the previous token: revoke what the provider has issued since. */
  async function abandonGrant(
    { lease, stored, provider }: PastTurn,
    renewed: OAuthCredentials,
  ): Promise<void> {
    const current = await integrationRepository.findById(lease.organizationId, stored.id);
    if (current !== null && current.status !== 'disconnected') return;
    try {
      if (renewed.refreshToken && !(await isGrantShared(stored))) await provider.revoke(renewed.refreshToken);
    } catch (error) {
      const reason = error instanceof ProviderError ? error.reason : 'unknown';
      const fields = { ...nameOf(stored), reason };
      logger.warn('A grant that was disconnected during its refresh could not be revoked', fields);
    }
  }

  return { run, revive, markReauthorizationRequired };
}

/** What a caller without a living token hears of an outage. */
export function outageOf(error: ProviderError): AppError {
  return new AppError('provider_unavailable', { cause: error, retryAfterMs: error.retryAfterMs ?? 5_000 });
}
