import { createApiKeyRepository } from './api-keys/api-key.repository.ts';
import { createAuditEventRepository } from './audit/audit-event.repository.ts';
import { createApiKeyLookupRepository } from './cross-tenant/api-key-lookup.repository.ts';
import { createApiKeyRotationRepository } from './cross-tenant/api-key-rotation.repository.ts';
import { createCredentialRotationRepository } from './cross-tenant/credential-rotation.repository.ts';
import { createDueIntegrationsRepository } from './cross-tenant/due-integrations.repository.ts';
import { createKeyRotationRepository } from './cross-tenant/key-rotation.repository.ts';
import { createKeyUsageRepository } from './cross-tenant/key-usage.repository.ts';
import { createMailOutboxRepository } from './cross-tenant/mail-outbox.repository.ts';
import { createNotificationRepository } from './cross-tenant/notification.repository.ts';
import { createOperatorNotificationsRepository } from './cross-tenant/operator-notifications.repository.ts';
import { createOrganizationDataRepository } from './cross-tenant/organization-data.repository.ts';
import { createOrganizationsRepository } from './cross-tenant/organizations.repository.ts';
import { createProviderIncidentsRepository } from './cross-tenant/provider-incidents.repository.ts';
import { createQueueDepthRepository } from './cross-tenant/queue-depth.repository.ts';
import { createSharedGrantsRepository } from './cross-tenant/shared-grants.repository.ts';
import { createStaleWebhooksRepository } from './cross-tenant/stale-webhooks.repository.ts';
import { createSweepRunRepository } from './cross-tenant/sweep-run.repository.ts';
import { createUnlistedErrorsRepository } from './cross-tenant/unlisted-errors.repository.ts';
import { createWebhookSecretRotationRepository } from './cross-tenant/webhook-secret-rotation.repository.ts';
import { createEmployeeImportRepository } from './employee-imports/employee-import.repository.ts';
import { createImportFaultsRepository } from './employee-imports/import-faults.repository.ts';
import { createImportFileRepository } from './employee-imports/import-file.repository.ts';
import { createEmployeeRepository } from './employees/employee.repository.ts';
import { createEmployeeSyncRepository } from './employees/employee-sync.repository.ts';
import { createIntegrationRepository } from './integrations/integration.repository.ts';
import { createIntegrationCountsRepository } from './integrations/integration-counts.repository.ts';
import { createIntegrationTrendsRepository } from './integrations/integration-trends.repository.ts';
import { createRefreshLeaseRepository } from './integrations/refresh-lease.repository.ts';
import { createOAuthStateRepository } from './oauth/oauth-state.repository.ts';
import { createInvitationRepository } from './organizations/invitation.repository.ts';
import { createMemberRepository } from './organizations/member.repository.ts';
import { createOrganizationChangesRepository } from './organizations/organization-changes.repository.ts';
import { createOrganizationSettingsRepository } from './organizations/organization-settings.repository.ts';
import { createOrganizationTombstoneRepository } from './organizations/organization-tombstone.repository.ts';
import { createClaimsLockRepository } from './platform/claims-lock.repository.ts';
import { createIdempotencyKeyRepository } from './platform/idempotency-key.repository.ts';
import { createRateLimitRepository } from './platform/rate-limit.repository.ts';
import type { RepositoryDependencies } from './repository-dependencies.ts';
import { createWebhookEndpointRepository } from './webhooks/webhook-endpoint.repository.ts';
import { createWebhookEventRepository } from './webhooks/webhook-event.repository.ts';

/** Every repository, by its name. */
export type Repositories = ReturnType<typeof createRepositories>;

/** Makes every repository over one database. */
export function createRepositories(dependencies: RepositoryDependencies) {
  const memberRepository = createMemberRepository(dependencies);
  return {
    invitationRepository: createInvitationRepository({ ...dependencies, memberRepository }),
    memberRepository,
    apiKeyLookupRepository: createApiKeyLookupRepository(dependencies),
    apiKeyRepository: createApiKeyRepository(dependencies),
    apiKeyRotationRepository: createApiKeyRotationRepository(dependencies),
    auditEventRepository: createAuditEventRepository(dependencies),
    claimsLockRepository: createClaimsLockRepository(dependencies),
    credentialRotationRepository: createCredentialRotationRepository(dependencies),
    dueIntegrationsRepository: createDueIntegrationsRepository(dependencies),
    employeeImportRepository: createEmployeeImportRepository(dependencies),
    employeeRepository: createEmployeeRepository(dependencies),
    employeeSyncRepository: createEmployeeSyncRepository(dependencies),
    idempotencyKeyRepository: createIdempotencyKeyRepository(dependencies),
    importFaultsRepository: createImportFaultsRepository(dependencies),
    importFileRepository: createImportFileRepository(dependencies),
    integrationCountsRepository: createIntegrationCountsRepository(dependencies),
    integrationRepository: createIntegrationRepository(dependencies),
    integrationTrendsRepository: createIntegrationTrendsRepository(dependencies),
    keyRotationRepository: createKeyRotationRepository(dependencies),
    keyUsageRepository: createKeyUsageRepository(dependencies),
    mailOutboxRepository: createMailOutboxRepository(dependencies),
    notificationRepository: createNotificationRepository(dependencies),
    oauthStateRepository: createOAuthStateRepository(dependencies),
    organizationChangesRepository: createOrganizationChangesRepository(dependencies),
    operatorNotificationsRepository: createOperatorNotificationsRepository(dependencies),
    organizationDataRepository: createOrganizationDataRepository(dependencies),
    organizationSettingsRepository: createOrganizationSettingsRepository(dependencies),
    organizationTombstoneRepository: createOrganizationTombstoneRepository(dependencies),
    organizationsRepository: createOrganizationsRepository(dependencies),
    providerIncidentsRepository: createProviderIncidentsRepository(dependencies),
    queueDepthRepository: createQueueDepthRepository(dependencies),
    rateLimitRepository: createRateLimitRepository(dependencies),
    refreshLeaseRepository: createRefreshLeaseRepository(dependencies),
    sharedGrantsRepository: createSharedGrantsRepository(dependencies),
    staleWebhooksRepository: createStaleWebhooksRepository(dependencies),
    sweepRunRepository: createSweepRunRepository(dependencies),
    unlistedErrorsRepository: createUnlistedErrorsRepository(dependencies),
    webhookEndpointRepository: createWebhookEndpointRepository(dependencies),
    webhookEventRepository: createWebhookEventRepository(dependencies),
    webhookSecretRotationRepository: createWebhookSecretRotationRepository(dependencies),
  };
}
