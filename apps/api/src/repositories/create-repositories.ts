import { createApiKeyRepository } from './api-key.repository.ts';
import { createAuditEventRepository } from './audit-event.repository.ts';
import { createEmployeeRepository } from './employee.repository.ts';
import { createEmployeeImportRepository } from './employee-import.repository.ts';
import { createEmployeeSyncRepository } from './employee-sync.repository.ts';
import { createIdempotencyKeyRepository } from './idempotency-key.repository.ts';
import { createImportFaultsRepository } from './import-faults.repository.ts';
import { createImportFileRepository } from './import-file.repository.ts';
import { createIntegrationRepository } from './integration.repository.ts';
import { createOAuthStateRepository } from './oauth-state.repository.ts';
import { createOrganizationSettingsRepository } from './organization-settings.repository.ts';
import { createOrganizationTombstoneRepository } from './organization-tombstone.repository.ts';
import { createRateLimitRepository } from './rate-limit.repository.ts';
import { createRefreshLeaseRepository } from './refresh-lease.repository.ts';
import type { RepositoryDependencies } from './repository-dependencies.ts';
import { createApiKeyLookupRepository } from './system/api-key-lookup.repository.ts';
import { createApiKeyRotationRepository } from './system/api-key-rotation.repository.ts';
import { createCredentialRotationRepository } from './system/credential-rotation.repository.ts';
import { createDueIntegrationsRepository } from './system/due-integrations.repository.ts';
import { createKeyRotationRepository } from './system/key-rotation.repository.ts';
import { createKeyUsageRepository } from './system/key-usage.repository.ts';
import { createNoticeRepository } from './system/notice.repository.ts';
import { createOrganizationDataRepository } from './system/organization-data.repository.ts';
import { createOrganizationsRepository } from './system/organizations.repository.ts';
import { createProviderIncidentsRepository } from './system/provider-incidents.repository.ts';
import { createSharedGrantsRepository } from './system/shared-grants.repository.ts';
import { createSweepRunRepository } from './system/sweep-run.repository.ts';

/** Every repository, by its name. */
export type Repositories = ReturnType<typeof createRepositories>;

/** Makes every repository over one database. */
export function createRepositories(dependencies: RepositoryDependencies) {
  return {
    apiKeyLookupRepository: createApiKeyLookupRepository(dependencies),
    apiKeyRepository: createApiKeyRepository(dependencies),
    apiKeyRotationRepository: createApiKeyRotationRepository(dependencies),
    auditEventRepository: createAuditEventRepository(dependencies),
    credentialRotationRepository: createCredentialRotationRepository(dependencies),
    dueIntegrationsRepository: createDueIntegrationsRepository(dependencies),
    employeeImportRepository: createEmployeeImportRepository(dependencies),
    employeeRepository: createEmployeeRepository(dependencies),
    employeeSyncRepository: createEmployeeSyncRepository(dependencies),
    idempotencyKeyRepository: createIdempotencyKeyRepository(dependencies),
    importFaultsRepository: createImportFaultsRepository(dependencies),
    importFileRepository: createImportFileRepository(dependencies),
    integrationRepository: createIntegrationRepository(dependencies),
    keyRotationRepository: createKeyRotationRepository(dependencies),
    keyUsageRepository: createKeyUsageRepository(dependencies),
    noticeRepository: createNoticeRepository(dependencies),
    oauthStateRepository: createOAuthStateRepository(dependencies),
    organizationDataRepository: createOrganizationDataRepository(dependencies),
    organizationSettingsRepository: createOrganizationSettingsRepository(dependencies),
    organizationTombstoneRepository: createOrganizationTombstoneRepository(dependencies),
    organizationsRepository: createOrganizationsRepository(dependencies),
    providerIncidentsRepository: createProviderIncidentsRepository(dependencies),
    rateLimitRepository: createRateLimitRepository(dependencies),
    refreshLeaseRepository: createRefreshLeaseRepository(dependencies),
    sharedGrantsRepository: createSharedGrantsRepository(dependencies),
    sweepRunRepository: createSweepRunRepository(dependencies),
  };
}
