import type { AppDependencies } from './app.ts';
import { getConfig } from './config/config.ts';
import { isAppError } from './errors/app-error.ts';
import { getProviders } from './providers/process-providers.ts';
import { systemClock } from './lib/clock.ts';
import { getDb } from './lib/firestore.ts';
import { memoize } from './lib/memoize.ts';
import { processLogger } from './lib/process-logger.ts';
import { getVerifiedKeyring } from './repositories/encryption-canary.repository.ts';
import { apiKeysService } from './services/api-keys.service.ts';
import { browserSessions } from './services/authorization/browser-session.ts';
import { auditService } from './services/audit.service.ts';
import { employeeService } from './services/employee.service.ts';
import { employeeImportService } from './services/employee-import.service.ts';
import { employeeSyncService } from './services/employee-sync.service.ts';
import { encryptionKeysService } from './services/encryption-keys.service.ts';
import { integrationService } from './services/integration.service.ts';
import { keyRotationService } from './services/key-rotation.service.ts';
import { idempotencyService } from './services/idempotency.service.ts';
import { leasedQuotas } from './services/leased-quota.ts';
import { organizationSettingsService } from './services/organization-settings.service.ts';
import { processIdentity } from './services/process-identity.ts';
import { sweepRunsService } from './services/sweep-runs.service.ts';
import { tokenRefreshService } from './services/token-refresh.service.ts';

/** What the API of this process is made of, put together at the first request. */
export const container: () => AppDependencies = memoize(() => {
  const { corsAllowedOrigins, publicBaseUrl, trustedProxyHops } = getConfig();
  return {
    browserSessions,
    integrationService,
    tokenRefreshService,
    encryptionKeysService,
    keyRotationService,
    sweepRunsService,
    apiKeysService,
    auditService,
    organizationSettingsService,
    employeeService,
    employeeSyncService,
    employeeImportService,
    identity: processIdentity,
    quotas: leasedQuotas,
    idempotency: idempotencyService,
    readiness,
    clock: systemClock,
    logger: processLogger,
    corsAllowedOrigins,
    publicBaseUrl,
    trustedProxyHops,
  };
});

/** Whether this process could do its job now: the key fits the data, the database answers, the configuration is whole. */
async function readiness(): Promise<Record<string, 'ok' | 'failed'>> {
  const checks: Record<string, () => unknown> = {
    configuration: () => getProviders(),
    encryptionKey: () => getVerifiedKeyring(),
    encryptionKeyVersions: () => encryptionKeysService.assertNoKeyMissing(),
    firestore: () => getDb().doc('encryptionCanaries/readiness').get(),
  };
  const outcomes = Object.entries(checks).map(async ([name, check]): Promise<[string, 'ok' | 'failed']> => {
    try {
      await check();
      return [name, 'ok'];
    } catch (error) {
      // Only our own messages are known to hold no secret.
      const reason = isAppError(error) ? error.message : error instanceof Error ? error.name : 'unknown';
      processLogger.error('Not ready', { check: name, reason });
      return [name, 'failed'];
    }
  });
  return Object.fromEntries(await Promise.all(outcomes));
}
