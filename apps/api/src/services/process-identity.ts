import { getConfig } from '../config/config.ts';
import { systemClock } from '../lib/clock.ts';
import { processLogger } from '../lib/process-logger.ts';
import { apiKeyLookupRepository } from '../repositories/system/api-key-lookup.repository.ts';
import { createApiKeyIdentity } from './api-key-identity.ts';
import { combineIdentities } from './combined-identity.ts';
import { firebaseIdentity } from './firebase-identity.ts';
import { leasedQuotas } from './leased-quota.ts';
import { createServiceAccountIdentity } from './service-account-identity.ts';

/** The process's callers. */
export const processIdentity = combineIdentities({
  users: firebaseIdentity,
  apiKeys: createApiKeyIdentity({
    apiKeyLookupRepository,
    quotas: leasedQuotas,
    clock: systemClock,
    logger: processLogger,
  }),
  serviceAccounts: createServiceAccountIdentity({
    config: () => getConfig().serviceAccounts,
    clock: systemClock,
  }),
  issuers: () => getConfig().serviceAccounts.issuers,
});
