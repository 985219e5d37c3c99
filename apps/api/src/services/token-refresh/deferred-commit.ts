import type { IntegrationProvider } from '@klayim/shared/types';
import { Timestamp } from 'firebase-admin/firestore';
import { AppError, isAppError } from '../../errors/app-error.ts';
import type { Logger } from '../../lib/logger.ts';
import type { OAuthProvider } from '../../providers/oauth-provider.ts';
import type { IntegrationRepository } from '../../repositories/integrations/integration.repository.ts';
import type { OAuthCredentials } from '../../repositories/integrations/integration-credentials.ts';
import type { StoredIntegration } from '../../repositories/integrations/integration-document.ts';
import type { RefreshLeaseRepository } from '../../repositories/integrations/refresh-lease.repository.ts';
import type { FencingToken } from '../../repositories/integrations/refresh-lease.ts';
import type { DeferredCommitTask } from '../../tasks/deferred-commit.queue.ts';
import { type RenewedCredentials, toCommit } from './commit.ts';
import type { AnsweredRefresh } from './commit-grant.ts';
import type { AttemptResult } from './refresh-result.ts';

export interface DeferredCommitDependencies {
  integrationRepository: IntegrationRepository;
  refreshLeaseRepository: RefreshLeaseRepository;
  providers: () => ReadonlyMap<IntegrationProvider, OAuthProvider>;
  /** Finds out whether the grant has outlived another instance's refused refresh, and commits what it gives. */
  recoverAfterTakeover: (refresh: AnsweredRefresh, credentials: OAuthCredentials) => Promise<AttemptResult>;
  logger: Logger;
}

/** Stores renewed credentials that waited on the queue, under their fencing token; safe to repeat. */
export function createDeferredCommits(dependencies: DeferredCommitDependencies) {
  const { integrationRepository, refreshLeaseRepository, providers, recoverAfterTakeover, logger } =
    dependencies;

  /** @throws {AppError} when the credentials were not encrypted for this record. */
  function decrypt(
    stored: StoredIntegration,
    fence: FencingToken,
    { credentials }: RenewedCredentials,
  ): Promise<OAuthCredentials> {
    const renewed = { ...stored, credentials, credentialVersion: fence.credentialVersion + 1 };
    return integrationRepository.getDecryptedCredentials(fence.organizationId, renewed);
  }

  /** Whether the task was made by a holder of the key. One that the fencing token will refuse is not examined. */
  async function isAuthentic(fence: FencingToken, renewed: RenewedCredentials): Promise<boolean> {
    const { organizationId, integrationId, credentialVersion, createdAt } = fence;
    const stored = await integrationRepository.findById(organizationId, integrationId);
    if (!stored?.createdAt.isEqual(createdAt) || stored.credentialVersion !== credentialVersion) {
      return true;
    }
    try {
      await decrypt(stored, fence, renewed);
      return true;
    } catch (error) {
      if (!isAppError(error, 'credentials_moved', 'credentials_tampered')) {
        throw error;
      }
      logger.error('A deferred commit is not authentic and is not stored', {
        organizationId,
        integrationId,
        reason: error.code,
      });
      return false;
    }
  }

  async function isRecovered(fence: FencingToken, renewed: RenewedCredentials): Promise<boolean> {
    const stored = await integrationRepository.findById(fence.organizationId, fence.integrationId);
    const provider = stored && providers().get(stored.provider);
    if (!stored || !provider) {
      return false;
    }
    const credentials = await decrypt(stored, fence, renewed);
    const { kind } = await recoverAfterTakeover(
      { stored, fence, provider, trigger: renewed.trigger },
      credentials,
    );
    return kind === 'done';
  }

  return {
    /** @throws {AppError} store_unavailable while another instance is refreshing: repeat it later. */
    async storeDeferredCommit({ createdAtMs, renewed, ...rest }: DeferredCommitTask): Promise<void> {
      const fence = { ...rest, createdAt: Timestamp.fromMillis(createdAtMs) };
      if (!(await isAuthentic(fence, renewed))) {
        return;
      }
      const result = await refreshLeaseRepository.commitRenewal(fence, toCommit(renewed, fence));
      if (result === 'leased_by_another') {
        throw new AppError('store_unavailable', { retryAfterMs: 5_000 });
      }
      const recovered = result === 'already_marked_revoked' && (await isRecovered(fence, renewed));
      const { organizationId, integrationId } = fence;
      const outcome = recovered ? 'recovered' : result;
      logger.info('Deferred commit finished', { organizationId, integrationId, outcome });
    },
  };
}

/** The task that the queue takes. */
export function toTask(fence: FencingToken, renewed: RenewedCredentials): DeferredCommitTask {
  const { organizationId, integrationId, ownerId, credentialVersion, createdAt } = fence;
  return {
    organizationId,
    integrationId,
    ownerId,
    credentialVersion,
    createdAtMs: createdAt.toMillis(),
    renewed,
  };
}
