import { randomUUID } from 'node:crypto';
import type { Timestamp } from 'firebase-admin/firestore';
import { AppError } from '../../errors/app-error.ts';
import { isoInstantOf } from '../../lib/instant.ts';
import type { Logger } from '../../lib/logger.ts';
import type { OAuthProvider, TokenGrant } from '../../providers/oauth-provider.ts';
import { ProviderError } from '../../providers/provider-error.ts';
import type { IntegrationRepository, OAuthCredentials } from '../../repositories/integration.repository.ts';
import { refreshEvent } from '../../repositories/integrations/integration-audit-event.ts';
import {
  requiredActionOf,
  type StoredIntegration,
} from '../../repositories/integrations/integration-document.ts';
import type { HeldLease, RefreshBasis } from '../../repositories/integrations/refresh-lease.repository.ts';
import { callerErrorOf, createFailureWriter, noRefreshToken } from './failure-writer.ts';
import { type GrantedScopes, lostScopes, scopesAfterRefresh } from './granted-scopes.ts';
import type { OutcomeWriter } from './outcome-writer.ts';
import type { Pacing } from './provider-call.ts';
import { restMs } from './provider-circuit.ts';
import type { ProviderGateway } from './provider-gateway.ts';
import { degradedOr, nameOf, type RefreshAttempt, type RefreshResult } from './refresh-result.ts';
import { type LateRenewal, outcomeOf, type Renewal } from './renewal.ts';

export interface RefreshTurnDependencies extends Pick<Pacing, 'clock' | 'random'> {
  integrationRepository: IntegrationRepository;
  outcomes: OutcomeWriter;
  gateway: ProviderGateway;
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
  const { integrationRepository, outcomes, gateway, isGrantShared, handOver, logger, clock } = dependencies;
  const failures = createFailureWriter(dependencies);

  /** Null: someone else changed the integration meanwhile, look at it again. */
  async function run(turn: Turn): Promise<RefreshResult | null> {
    const startedAtMs = clock();
    let grant: TokenGrant;
    try {
      grant = await askProvider(turn, turn.credentials.refreshToken);
    } catch (error) {
      if (error instanceof ProviderError) {
        return afterFailure(turn, error);
      }
      await outcomes.release(turn.lease);
      throw error;
    } finally {
      turn.attempt.place?.leave();
    }
    return store(turn, turn.credentials.refreshToken, grant, startedAtMs);
  }

  function askProvider({ stored, provider }: PastTurn, refreshToken: string): Promise<TokenGrant> {
    const call = () => provider.refresh({ refreshToken, scopes: stored.scopes });
    const { organizationId, refreshCount, consecutiveFailures, status } = stored;
    // What was never seen to work, or fails again and again, says nothing about others.
    const isWitness = refreshCount > 0 && consecutiveFailures === 0 && status === 'connected';
    return gateway.call({ provider: stored.provider, organizationId, isWitness, call });
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
    const granted = scopesAfterRefresh(stored, grant, turn.provider);
    const renewal: Renewal = {
      outcomeId: randomUUID(),
      credentials: await integrationRepository.encryptCredentials({ ...stored, credentialVersion }, renewed),
      issuedAtMs,
      expiresAtMs: issuedAtMs + grant.expiresInMs,
      wasDueAtMs: stored.refreshDueAt?.toMillis() ?? null,
      refreshCount: stored.refreshCount + 1,
      ...granted,
      used: !attempt.background,
      event: eventOf(turn, granted, options?.proven === true),
    };
    const committed = await outcomes.commitRenewal(lease, outcomeOf(renewal, lease), options);
    if (committed === 'superseded') {
      await abandonGrant(turn, renewed);
      return null;
    }
    if (committed === 'marked_dead') {
      return revive(turn, renewed);
    }
    const kept = committed === 'stored' || (await keepForLater({ basis: lease, renewal }));
    if (committed !== 'stored') {
      const fields = { ...nameOf(stored), durationMs: clock() - startedAtMs, credentialVersion };
      if (kept) {
        logger.warn('A renewed credential waits until Firestore takes it', fields);
      } else {
        logger.critical('A renewed credential could not be stored', { event: 'credential_lost', ...fields });
      }
    }
    const { accessToken } = renewed;
    const expiresAt = isoInstantOf(renewal.expiresAtMs);
    const requiredAction = requiredActionOf({
      ...granted,
      status: 'connected',
      lastError: null,
      refreshable: true,
    });
    const token = { accessToken, expiresAt, ...granted, requiredAction, degraded: !kept };
    return kept ? { token, refreshed: true, credentialVersion } : { token, refreshed: false };
  }

  /** One event goes with a renewal: what somebody asked for, what was lost by it, or that the connection is whole again. */
  function eventOf({ stored, attempt }: PastTurn, granted: GrantedScopes, proven: boolean) {
    const lost = lostScopes(stored, granted);
    const details = lost.length > 0 ? { missingScopes: granted.missingScopes } : {};
    if (attempt.event) {
      return { ...attempt.event, details: { ...attempt.event.details, ...details } };
    }
    if (lost.length > 0) {
      return refreshEvent(stored, 'integration.scopes_lost', null, details);
    }
    const isBroken = stored.status === 'error' || proven;
    return isBroken ? refreshEvent(stored, 'integration.recovered') : undefined;
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
    if (refreshToken === null) {
      return null;
    }
    const startedAtMs = clock();
    try {
      const grant = await askProvider(turn, refreshToken);
      return await store(turn, refreshToken, grant, startedAtMs, { proven: true });
    } catch (error) {
      if (error instanceof ProviderError) {
        return null;
      }
      throw error;
    }
  }

  /** The table of docs/reliability.md. */
  async function afterFailure(turn: Turn, error: ProviderError): Promise<RefreshResult | null> {
    const { stored, lease, credentials, attempt } = turn;
    if (error.failure === 'grant_rejected') {
      if (await failures.markReauthorizationRequired(turn, error)) {
        throw callerErrorOf(error);
      }
      return null;
    }
    if (error.failure === 'misconfigured' && gateway.isIncident(stored.provider, 'misconfigured')) {
      // Everybody's incident: no connection changes.
      await outcomes.release(lease);
      return degradedOr(clock(), stored, credentials, attempt, incidentOf(error));
    }
    return (await failures.recordPassing(turn, error))
      ? degradedOr(clock(), stored, credentials, attempt, callerErrorOf(error))
      : null;
  }

  /** A disconnect came first, and knew only the previous token: revoke what the provider has issued since. */
  async function abandonGrant(
    { lease, stored, provider }: PastTurn,
    renewed: OAuthCredentials,
  ): Promise<void> {
    const current = await integrationRepository.findById(lease.organizationId, stored.id);
    if (current !== null && current.status !== 'disconnected') {
      return;
    }
    try {
      if (renewed.refreshToken && !(await isGrantShared(stored))) {
        await provider.revoke(renewed.refreshToken);
      }
    } catch (error) {
      const reason = error instanceof ProviderError ? error.reason : 'unknown';
      const fields = { ...nameOf(stored), reason };
      logger.warn('A grant that was disconnected during its refresh could not be revoked', fields);
    }
  }

  return {
    run,
    revive,
    markWithoutRefreshToken: (stored: StoredIntegration, lease: HeldLease) =>
      failures.markReauthorizationRequired({ stored, lease }, noRefreshToken),
  };
}

/** What a caller without a living token hears while the provider refuses our application for everybody. */
export function incidentOf(error: ProviderError): AppError {
  return new AppError('provider_misconfigured', { cause: error, retryAfterMs: error.retryAfterMs ?? restMs });
}
