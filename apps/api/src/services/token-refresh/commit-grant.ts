import { randomUUID } from 'node:crypto';
import type { ConnectionParty, RefreshTrigger } from '@klayim/shared/types';
import { Timestamp } from 'firebase-admin/firestore';
import type { Clock } from '../../lib/clock.ts';
import type { Logger } from '../../lib/logger.ts';
import type { OAuthProvider, TokenGrant } from '../../providers/oauth-provider.ts';
import { ProviderError } from '../../providers/provider-error.ts';
import type { AuditRecord } from '../../repositories/audit/audit-event.document.ts';
import type { IntegrationRepository } from '../../repositories/integrations/integration.repository.ts';
import { refreshEvent } from '../../repositories/integrations/integration-audit-event.ts';
import type { OAuthCredentials } from '../../repositories/integrations/integration-credentials.ts';
import type { StoredIntegration } from '../../repositories/integrations/integration-document.ts';
import type { FencingToken, Lease } from '../../repositories/integrations/refresh-lease.ts';
import type { Commits, RenewedCredentials } from './commit.ts';
import { fromStoredExpiry, nextGrantExpiry, withWarning } from './grant-expiry.ts';
import { type GrantedScopes, lostScopes, scopesAfterRefresh } from './granted-scopes.ts';
import type { ProviderCalls } from './provider-calls.ts';
import { type AttemptResult, logFields, toValidToken } from './refresh-result.ts';

export interface CommitGrantDependencies {
  integrationRepository: Pick<IntegrationRepository, 'encryptCredentials' | 'findById'>;
  providerCalls: Pick<ProviderCalls, 'refresh'>;
  commits: Commits;
  /** Whether other integrations use the same grant at the provider. */
  isGrantShared: (stored: StoredIntegration) => Promise<boolean>;
  /** Puts renewed credentials on a queue, to be committed when Firestore can be reached; throws when it cannot. */
  deferCommit: (fence: FencingToken, renewed: RenewedCredentials) => Promise<void>;
  clock: Clock;
  logger: Logger;
}

/** A refresh that the provider has answered. Its lease may have expired since. */
export interface AnsweredRefresh {
  stored: StoredIntegration;
  provider: OAuthProvider;
  fence: FencingToken & Partial<Lease>;
  trigger: RefreshTrigger;
  /** Who wanted it, unless it was the sweep. */
  usedBy?: ConnectionParty | null | undefined;
  auditEvent?: AuditRecord | undefined;
}

/** A provider's answer to a refresh token. */
export interface Answer {
  usedRefreshToken: string;
  grant: TokenGrant;
  /** When the provider was called. */
  startedAtMs: number;
}

/** Commits what a provider has answered, and handles everything that may have changed meanwhile. */
export function createCommitGrant(dependencies: CommitGrantDependencies) {
  const { integrationRepository, providerCalls, commits, deferCommit, clock, logger } = dependencies;
  const revokeOrphanedGrant = createOrphanRevocation(dependencies);

  /** Puts it on the queue when Firestore cannot be reached. */
  async function commitGrant(
    refresh: AnsweredRefresh,
    { usedRefreshToken, grant, startedAtMs }: Answer,
    { confirmedAlive }: { confirmedAlive: boolean } = { confirmedAlive: false },
  ): Promise<AttemptResult> {
    const { stored, fence } = refresh;
    const credentials = {
      accessToken: grant.accessToken,
      refreshToken: grant.refreshToken ?? usedRefreshToken,
    };
    const issuedAtMs = clock();
    const credentialVersion = fence.credentialVersion + 1;
    const granted = scopesAfterRefresh(stored, grant, refresh.provider);
    const grantExpiry = nextGrantExpiry(fromStoredExpiry(stored.grantExpiry), {
      lifetime: grant.lifetime,
      issuedAtMs,
      idleLimitMs: refresh.provider.idleLimitMs,
      isRotated: credentials.refreshToken !== usedRefreshToken,
    });
    const renewed: RenewedCredentials = {
      commitId: randomUUID(),
      credentials: await integrationRepository.encryptCredentials(
        { ...stored, credentialVersion },
        credentials,
      ),
      issuedAtMs,
      expiresAtMs: issuedAtMs + grant.expiresInMs,
      grantExpiry: withWarning(grantExpiry, issuedAtMs, { isFailing: false }),
      wasDueAtMs: stored.refreshDueAt?.toMillis() ?? null,
      refreshCount: stored.refreshCount + 1,
      ...granted,
      durationMs: issuedAtMs - startedAtMs,
      trigger: refresh.trigger,
      usedBy: refresh.usedBy,
      auditEvent: toAuditEvent(refresh, granted, confirmedAlive),
    };
    const defer = () => deferCommit(fence, renewed);
    // No caller waits for it: it may be written together with others.
    const gathered = refresh.trigger === 'sweep';
    const result = await commits.commitRenewal(fence, renewed, { confirmedAlive, gathered, defer });
    if (result === 'superseded') {
      await revokeOrphanedGrant(refresh, credentials);
      return { kind: 'retry' };
    }
    if (result === 'already_marked_revoked') {
      return recoverAfterTakeover(refresh, credentials);
    }
    const isKept = result === 'stored' || result === 'deferred';
    if (result !== 'stored') {
      const fields = { ...logFields(stored), durationMs: clock() - startedAtMs, credentialVersion };
      if (isKept) {
        logger.warn('A renewed credential waits on the queue until Firestore can be reached', fields);
      } else {
        logger.critical('A renewed credential could not be stored', { event: 'credential_lost', ...fields });
      }
    }
    const expiresAt = Timestamp.fromMillis(renewed.expiresAtMs);
    const after = {
      ...stored,
      ...granted,
      status: 'connected' as const,
      lastError: null,
      refreshable: true,
      expiresAt,
    };
    const token = toValidToken(after, credentials, !isKept);
    return isKept
      ? { kind: 'done', token, refreshed: true, credentialVersion }
      : { kind: 'done', token, refreshed: false };
  }

  /**
   * Another instance took over with the older refresh token, was refused and marked the connection as revoked. Only using
   * the newer token shows whether the grant is still alive; if it is, what it gives is committed.
   */
  async function recoverAfterTakeover(
    refresh: AnsweredRefresh,
    { refreshToken }: OAuthCredentials,
  ): Promise<AttemptResult> {
    if (refreshToken === null) {
      return { kind: 'retry' };
    }
    const startedAtMs = clock();
    try {
      const grant = await providerCalls.refresh(refresh.stored, refresh.provider, refreshToken);
      const answer = { usedRefreshToken: refreshToken, grant, startedAtMs };
      return await commitGrant(refresh, answer, { confirmedAlive: true });
    } catch (error) {
      if (error instanceof ProviderError) {
        return { kind: 'retry' };
      }
      throw error;
    }
  }

  return { commitGrant, recoverAfterTakeover };
}

/** Ends a grant that a refresh has kept alive for nobody. */
function createOrphanRevocation({
  integrationRepository,
  isGrantShared,
  logger,
}: Pick<CommitGrantDependencies, 'integrationRepository' | 'isGrantShared' | 'logger'>) {
  /** A disconnect came first and could revoke the previous token only: revoke what the provider has issued since. */
  return async function revokeOrphanedGrant(
    { stored, provider }: AnsweredRefresh,
    { refreshToken }: { refreshToken: string },
  ): Promise<void> {
    const current = await integrationRepository.findById(stored.organizationId, stored.id);
    if (current !== null && current.status !== 'disconnected') {
      return;
    }
    try {
      if (!(await isGrantShared(stored))) {
        await provider.revoke(refreshToken);
      }
    } catch (error) {
      const providerError = error instanceof ProviderError ? error.code : 'unknown';
      const fields = { ...logFields(stored), providerError };
      logger.warn(
        'The grant of a connection that was disconnected during its refresh was not revoked',
        fields,
      );
    }
  };
}

/** A commit stores one event: the refresh that somebody asked for, scopes that it lost, or the connection's recovery. */
function toAuditEvent(
  { stored, auditEvent }: AnsweredRefresh,
  granted: GrantedScopes,
  confirmedAlive: boolean,
): AuditRecord | undefined {
  const hasLostScopes = lostScopes(stored, granted).length > 0;
  const details = hasLostScopes ? { missingScopes: granted.missingScopes } : {};
  if (auditEvent) {
    return { ...auditEvent, details: { ...auditEvent.details, ...details } };
  }
  if (hasLostScopes) {
    return refreshEvent(stored, 'integration.scopes_lost', null, details);
  }
  const wasBroken = stored.status === 'error' || confirmedAlive;
  return wasBroken ? refreshEvent(stored, 'integration.recovered') : undefined;
}
