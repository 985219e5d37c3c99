import type { IntegrationProvider } from '@klayim/shared/types';
import { Timestamp } from 'firebase-admin/firestore';
import { AppError, isAppError } from '../../errors/app-error.ts';
import type { Logger } from '../../lib/logger.ts';
import type { OAuthProvider } from '../../providers/oauth-provider.ts';
import type { IntegrationRepository, OAuthCredentials } from '../../repositories/integration.repository.ts';
import type { StoredIntegration } from '../../repositories/integrations/integration-document.ts';
import type { RefreshLeaseRepository } from '../../repositories/integrations/refresh-lease.repository.ts';
import type { DeferredCommitTask } from '../../tasks/deferred-commit.queue.ts';
import type { RefreshResult } from './refresh-result.ts';
import type { PastTurn } from './refresh-turn.ts';
import { type LateRenewal, outcomeOf } from './renewal.ts';

export interface LateRenewalDependencies {
  integrationRepository: IntegrationRepository;
  refreshLeaseRepository: RefreshLeaseRepository;
  providers: () => ReadonlyMap<IntegrationProvider, OAuthProvider>;
  /** Finds out whether a grant has outlived that another instance met a refusal, and if so stores what it gives. */
  revive: (turn: PastTurn, credentials: OAuthCredentials) => Promise<RefreshResult | null>;
  logger: Logger;
}

/** Stores what was handed over, under the same fence as at first; safe to repeat. */
export function createLateRenewals(dependencies: LateRenewalDependencies) {
  const { integrationRepository, refreshLeaseRepository, providers, revive, logger } = dependencies;

  /** The credentials that a renewal brings to a record, opened. @throws {AppError} when they are not for this record. */
  function openRenewal(
    stored: StoredIntegration,
    { basis, renewal }: LateRenewal,
  ): Promise<OAuthCredentials> {
    const credentialVersion = basis.credentialVersion + 1;
    const renewed = { ...stored, credentials: renewal.credentials, credentialVersion };
    return integrationRepository.getDecryptedCredentials(basis.organizationId, renewed);
  }

  /** Whether a renewal was made by who has the key. One that is late for another reason is left to the fence. */
  async function isAuthentic(late: LateRenewal): Promise<boolean> {
    const { organizationId, integrationId, credentialVersion, createdAt } = late.basis;
    const stored = await integrationRepository.findById(organizationId, integrationId);
    if (!stored?.createdAt.isEqual(createdAt) || stored.credentialVersion !== credentialVersion) {
      return true;
    }
    try {
      await openRenewal(stored, late);
      return true;
    } catch (error) {
      if (!isAppError(error, 'credentials_moved', 'credentials_tampered')) {
        throw error;
      }
      logger.error('A renewal on the queue is not authentic and is not stored', {
        organizationId,
        integrationId,
        reason: error.code,
      });
      return false;
    }
  }

  async function reviveLate(late: LateRenewal): Promise<boolean> {
    const { basis } = late;
    const { organizationId, integrationId } = basis;
    const stored = await integrationRepository.findById(organizationId, integrationId);
    const provider = stored && providers().get(stored.provider);
    if (!stored || !provider) {
      return false;
    }
    const credentials = await openRenewal(stored, late);
    return (
      (await revive({ stored, lease: basis, provider, attempt: { background: true } }, credentials)) !== null
    );
  }

  return {
    /** @throws {AppError} store_unavailable while another refresh is at work: repeat it. */
    async storeLateRenewal({ createdAtMs, renewal, ...rest }: DeferredCommitTask): Promise<void> {
      const basis = { ...rest, createdAt: Timestamp.fromMillis(createdAtMs) };
      if (!(await isAuthentic({ basis, renewal }))) {
        return;
      }
      const committed = await refreshLeaseRepository.commitRenewal(basis, outcomeOf(renewal, basis));
      if (committed === 'leased_by_another') {
        throw new AppError('store_unavailable', { retryAfterMs: 5_000 });
      }
      const revived = committed === 'marked_dead' && (await reviveLate({ basis, renewal }));
      const { organizationId, integrationId } = basis;
      const outcome = revived ? 'revived' : committed;
      logger.info('A renewal came late to its record', { organizationId, integrationId, outcome });
    },
  };
}

/** The form that a queue takes. */
export function toTask({ basis, renewal }: LateRenewal): DeferredCommitTask {
  const { organizationId, integrationId, ownerId, credentialVersion, createdAt } = basis;
  return {
    organizationId,
    integrationId,
    ownerId,
    credentialVersion,
    createdAtMs: createdAt.toMillis(),
    renewal,
  };
}
