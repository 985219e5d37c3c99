import { setTimeout as sleep } from 'node:timers/promises';
import { guardOutput } from '@klayim/api/src/lib/guard-output.ts';
import { getDb } from '@klayim/api/src/lib/firestore.ts';
import { processLogger } from '@klayim/api/src/lib/process-logger.ts';
import { getProviders } from '@klayim/api/src/providers/process-providers.ts';
import { createAuditEventRepository } from '@klayim/api/src/repositories/audit-event.repository.ts';
import { getVerifiedKeyring } from '@klayim/api/src/repositories/encryption-canary.repository.ts';
import { createIntegrationRepository } from '@klayim/api/src/repositories/integration.repository.ts';
import { createRefreshLeaseRepository } from '@klayim/api/src/repositories/refresh-lease.repository.ts';
import { createDueIntegrationsRepository } from '@klayim/api/src/repositories/system/due-integrations.repository.ts';
import { createProviderIncidentsRepository } from '@klayim/api/src/repositories/system/provider-incidents.repository.ts';
import { createSharedGrantsRepository } from '@klayim/api/src/repositories/system/shared-grants.repository.ts';
import {
  createTokenRefreshService,
  type TokenRefreshDependencies,
} from '@klayim/api/src/services/token-refresh.service.ts';

/**
 * The token service of this process, made of the parts that are deployed, its logger and the search of its lines for
 * secrets included. Only the clock can be moved, so that tokens expire.
 */
export function movableTokenService(change: Partial<TokenRefreshDependencies> = {}) {
  guardOutput(process.stdout, process.stderr);
  let offsetMs = 0;
  const clock = () => Date.now() + offsetMs;
  const common = { firestore: getDb, keyring: getVerifiedKeyring, clock };
  const providerIncidentsRepository = createProviderIncidentsRepository(common);
  const sharedGrantsRepository = createSharedGrantsRepository(common);
  const service = createTokenRefreshService({
    integrationRepository: createIntegrationRepository(common),
    auditEventRepository: createAuditEventRepository(common),
    refreshLeaseRepository: createRefreshLeaseRepository(common),
    dueIntegrationsRepository: createDueIntegrationsRepository(common),
    providerIncidentsRepository,
    providers: getProviders,
    isGrantShared: ({ provider, accountId, id }) => sharedGrantsRepository.isShared(provider, accountId, id),
    enqueue: null,
    enqueueLateRenewal: () => Promise.reject(new Error('There is no queue in a bench.')),
    clock,
    sleep: (ms) => sleep(ms),
    random: Math.random,
    logger: processLogger,
    ...change,
  });
  return {
    service,
    clock,
    /** Moves the clock on. */
    advance(ms: number) {
      offsetMs += ms;
    },
  };
}
