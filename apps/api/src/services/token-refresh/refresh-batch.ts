import type { RefreshSummary } from '@klayim/shared/types';
import { Timestamp } from 'firebase-admin/firestore';
import { isAppError } from '../../errors/app-error.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Permit } from '../../lib/fair-semaphore.ts';
import type { Logger } from '../../lib/logger.ts';
import { type OAuthProvider, serverOf } from '../../providers/oauth-provider.ts';
import type { IntegrationReference } from '../../repositories/cross-tenant/due-integrations.repository.ts';
import type { IntegrationRepository } from '../../repositories/integrations/integration.repository.ts';
import type { StoredIntegration } from '../../repositories/integrations/integration-document.ts';
import { dueWarning, fromStoredExpiry, idleLifetimeMs, nextWarningAtMs } from './grant-expiry.ts';
import { createOrganizationPause } from './organization-pause.ts';
import { createProviderPermits } from './provider-permits.ts';
import { isIdle, keepAliveDueAtMs } from './schedule.ts';
import { countOutcome, emptySummary, type SweepOutcome } from './sweep-summary.ts';

/** Max concurrent calls of the sweep to one authorization server per process. */
export const providerConcurrency = 16;
/**
 * Max concurrent refreshes for each authorization server: while some wait for its answer, others are read, leased or stored.
 * As docs/performance-findings.md has measured, 24 keep a quick provider busy, and 32 also beside a slower Firestore.
 */
const refreshConcurrency = 32;
/** A call that takes longer is slow, and holds up its own organization only. */
const slowAfterMs = 2_000;

export interface RefreshBatchDependencies {
  integrationRepository: IntegrationRepository;
  providers: () => ReadonlyMap<string, OAuthProvider>;
  /** Refreshes one integration as it was read, and calls its provider with this permit. */
  refresh: (stored: StoredIntegration, permit: Permit) => Promise<{ refreshed: boolean }>;
  /** Whether the circuit to an authorization server is open, for this organization at least. */
  isRejected: (server: string, organizationId: string) => boolean;
  /** Learns what other instances have seen of the providers. */
  listen: () => Promise<unknown>;
  clock: Clock;
  logger: Logger;
}

/** Refreshes batches of what is due. All batches of the process share the limits for each authorization server. */
export function createRefreshBatch(dependencies: RefreshBatchDependencies) {
  const { integrationRepository, providers, refresh, isRejected, listen, clock, logger } = dependencies;
  const refreshPermits = createProviderPermits(toLimits(refreshConcurrency), clock);
  const callPermits = createProviderPermits(toLimits(providerConcurrency), clock);
  const pause = createOrganizationPause(clock);

  const serverFor = ({ provider }: IntegrationReference) => serverOf(providers(), provider);
  const pauseKey = (due: IntegrationReference) => `${serverFor(due)} ${due.organizationId}`;

  function isOnHold(due: IntegrationReference): boolean {
    return isRejected(serverFor(due), due.organizationId) || pause.isPaused(pauseKey(due));
  }

  /** A permit for one authorization server; `acquire` throws if the circuit opened meanwhile. */
  function callPermit(due: IntegrationReference): Permit {
    const permit = callPermits(serverFor(due), due.organizationId);
    return {
      async acquire(timeoutMs) {
        const isAcquired = await permit.acquire(timeoutMs);
        if (isAcquired && isOnHold(due)) {
          throw new PutOnHold();
        }
        return isAcquired;
      },
      release: permit.release,
    };
  }

  /** The integration, when it is still to be refreshed now. */
  async function findDue({
    organizationId,
    integrationId,
  }: IntegrationReference): Promise<StoredIntegration | null> {
    const stored = await integrationRepository.findById(organizationId, integrationId);
    if (!stored?.refreshDueAt || stored.refreshDueAt.toMillis() > clock()) {
      return null;
    }
    return (await isPostponed(stored)) ? null : stored;
  }

  /** Lets the token of an idle integration expire, and comes back only to keep its refresh token alive. */
  async function isPostponed(stored: StoredIntegration): Promise<boolean> {
    const provider = providers().get(stored.provider);
    const issuedAtMs = stored.lastRefreshedAt?.toMillis() ?? stored.createdAt.toMillis();
    if (!provider || !isIdle(clock(), stored.lastUsedAt?.toMillis() ?? issuedAtMs)) {
      return false;
    }
    const expiry = fromStoredExpiry(stored.grantExpiry);
    const idleMs = idleLifetimeMs(expiry, issuedAtMs, provider.idleLimitMs);
    const keepAliveAtMs = keepAliveDueAtMs(issuedAtMs, idleMs);
    // The refresh itself tells people of the end, if that is due.
    if (keepAliveAtMs <= clock() || dueWarning(expiry, clock(), { isFailing: false }) !== null) {
      return false;
    }
    const warningAtMs = nextWarningAtMs(expiry, clock()) ?? Number.POSITIVE_INFINITY;
    const refreshDueAt = Timestamp.fromMillis(Math.floor(Math.min(keepAliveAtMs, warningAtMs)));
    await integrationRepository.update(stored.organizationId, stored.id, { refreshDueAt }, stored.version);
    return true;
  }

  async function refreshOne(due: IntegrationReference): Promise<SweepOutcome> {
    // It stays due until the provider has recovered: nothing is read or changed.
    if (isOnHold(due)) {
      return 'skipped';
    }
    try {
      const stored = await findDue(due);
      if (!stored) {
        return 'skipped';
      }
      const { refreshed } = await refresh(stored, callPermit(due));
      pause.succeeded(pauseKey(due));
      return refreshed ? 'refreshed' : 'skipped';
    } catch (error) {
      if (error instanceof PutOnHold) {
        return 'skipped';
      }
      if (isAppError(error, 'refresh_in_progress', 'integration_disconnected', 'integration_not_found')) {
        return 'skipped';
      }
      const code = isAppError(error) ? error.code : error instanceof Error ? error.name : 'unknown';
      if (code === 'provider_unavailable') {
        pause.failed(pauseKey(due), due.integrationId);
      }
      logger.warn('Refresh failed', { ...due, code });
      return 'failed';
    }
  }

  return async function refreshBatch(batch: readonly IntegrationReference[]): Promise<RefreshSummary> {
    await listen();
    const summary = emptySummary();
    await Promise.all(
      batch.map(async (due) => {
        const permit = refreshPermits(serverFor(due), due.organizationId);
        await permit.acquire();
        try {
          countOutcome(summary, due, await refreshOne(due));
        } finally {
          permit.release();
        }
      }),
    );
    return summary;
  };
}

/** The circuit opened, or the organization was paused, while a connection waited for its permit. */
class PutOnHold extends Error {
  override readonly name = 'PutOnHold';
}

function toLimits(total: number) {
  return { total, share: total / 4, reserve: total / 2, slowAfterMs, ceiling: 3 * total };
}
