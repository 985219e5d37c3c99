import type { IntegrationProvider } from '@klayim/shared/types';
import { Timestamp } from 'firebase-admin/firestore';
import { AppError } from '../../errors/app-error.ts';
import type { Logger } from '../../lib/logger.ts';
import type { OAuthProvider } from '../../providers/oauth-provider.ts';
import type { IntegrationRepository, OAuthCredentials } from '../../repositories/integration.repository.ts';
import type { RefreshBasis, RefreshLeaseRepository } from '../../repositories/refresh-lease.repository.ts';
import type { RefreshResult } from './refresh-result.ts';
import type { PastTurn } from './refresh-turn.ts';
import type { LateRenewalTask } from './late-renewal.task.ts';
import { outcomeOf } from './renewal.ts';

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

  async function reviveLate(basis: RefreshBasis, renewal: LateRenewalTask['renewal']): Promise<boolean> {
    const { organizationId, integrationId } = basis;
    const stored = await integrationRepository.findById(organizationId, integrationId);
    const provider = stored && providers().get(stored.provider);
    if (!stored || !provider) return false;
    const credentialVersion = basis.credentialVersion + 1;
    const late = { ...stored, credentials: renewal.credentials, credentialVersion };
    const credentials = await integrationRepository.getDecryptedCredentials(organizationId, late);
    return (
      (await revive({ stored, lease: basis, provider, attempt: { background: true } }, credentials)) !== null
    );
  }

  return {
    /** @throws {AppError} store_unavailable while another refresh is at work: repeat it. */
    async storeLateRenewal({ createdAtMs, renewal, ...rest }: LateRenewalTask): Promise<void> {
      const basis = { ...rest, createdAt: Timestamp.fromMillis(createdAtMs) };
      const committed = await refreshLeaseRepository.commitRenewal(basis, outcomeOf(renewal, basis));
      if (committed === 'leased_by_another') throw new AppError('store_unavailable', { retryAfterMs: 5_000 });
      const revived = committed === 'marked_dead' && (await reviveLate(basis, renewal));
      const { organizationId, integrationId } = basis;
      const outcome = revived ? 'revived' : committed;
      logger.info('A renewal came late to its record', { organizationId, integrationId, outcome });
    },
  };
}
