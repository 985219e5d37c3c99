import type { AuditActor, Integration, RefreshSummary } from '@klayim/shared/types';
import { fromFirestore } from '../../lib/firestore-errors.ts';
import type { IntegrationReference } from '../../repositories/cross-tenant/due-integrations.repository.ts';
import type { DeferredCommitTask } from '../../tasks/deferred-commit.queue.ts';
import type { ValidToken } from './refresh-result.ts';
import { createTokenRefreshParts, type TokenRefreshDependencies } from './token-refresh-parts.ts';
import { createTokenRequests, type ValidTokenOptions } from './token-requests.ts';

/** Access tokens at any moment. */
export interface TokenRefreshService {
  /**
   * @throws {AppError} integration_not_found, integration_disconnected, reauthorization_required, application_refused,
   * refresh_in_progress, provider_unavailable, provider_misconfigured, provider_not_configured, store_unavailable
   */
  getValidToken(
    organizationId: string,
    integrationId: string,
    options?: ValidTokenOptions,
  ): Promise<ValidToken>;
  /** Refreshes now, whatever the current token's age. Throws as {@link TokenRefreshService.getValidToken}. */
  refreshToken(organizationId: string, integrationId: string, actor?: AuditActor): Promise<Integration>;
  /** One sweep over everything that is due. */
  refreshExpiringTokens(): Promise<RefreshSummary>;
  /** One batch of a sweep; safe to repeat. */
  refreshBatch(batch: readonly IntegrationReference[]): Promise<RefreshSummary>;
  /**
   * Stores renewed credentials that Firestore did not take when they were issued; safe to repeat.
   * @throws {AppError} store_unavailable: repeat it later.
   */
  storeDeferredCommit(task: DeferredCommitTask): Promise<void>;
}

/**
 * Hands out valid access tokens. Concurrent calls of this process share one refresh; instances exclude each other by a
 * lease in the document; commits are fenced, so that a rotated token is neither lost nor overwritten by an older one.
 */
export function createTokenRefreshService(dependencies: TokenRefreshDependencies): TokenRefreshService {
  const { clock, logger } = dependencies;
  const parts = createTokenRefreshParts(dependencies);
  const { refreshBatch, sweep, deferredCommits } = parts;
  const { getValidToken, refreshToken } = createTokenRequests({ ...dependencies, ...parts });

  async function refreshExpiringTokens(): Promise<RefreshSummary> {
    const startedAtMs = clock();
    const summary = await sweep();
    logger.info('Sweep finished', { ...summary, durationMs: clock() - startedAtMs });
    return summary;
  }

  return {
    getValidToken: (...call) => withServiceErrors(getValidToken(...call)),

    refreshToken: (...call) => withServiceErrors(refreshToken(...call)),

    refreshExpiringTokens: () => withServiceErrors(refreshExpiringTokens()),

    async refreshBatch(batch) {
      const summary = await withServiceErrors(refreshBatch(batch));
      logger.info('Batch finished', summary);
      return summary;
    },

    storeDeferredCommit: (task) => withServiceErrors(deferredCommits.storeDeferredCommit(task)),
  };
}

async function withServiceErrors<T>(running: Promise<T>): Promise<T> {
  try {
    return await running;
  } catch (error) {
    throw fromFirestore(error);
  }
}
