import type { IntegrationProvider } from '@klayim/shared/types';
import type { Config } from '../config/config.ts';
import type { Metrics } from '../lib/metrics.ts';
import type { OAuthProvider } from '../providers/oauth-provider.ts';
import type { ProviderRegistry } from '../providers/provider-registry.ts';
import type { Repositories } from '../repositories/create-repositories.ts';
import type { RepositoryDependencies } from '../repositories/repository-dependencies.ts';
import type { DeferredCommitTask } from '../tasks/deferred-commit.queue.ts';
import type { Enqueue } from '../tasks/define-task-queue.ts';
import type { EmployeeImportTask } from '../tasks/employee-import.queue.ts';
import type { MailTask } from '../tasks/mail.queue.ts';
import type { OperatorJob } from '../tasks/operator-job.queue.ts';
import type { RefreshBatchTask } from '../tasks/refresh-batch.queue.ts';
import type { WebhookDeliveryTask } from '../tasks/webhook-delivery.queue.ts';
import { createAuditService } from './audit/audit.service.ts';
import { createBrowserSessions } from './authorization/browser-session.ts';
import { createConnectionTestService } from './connections/connection-test.service.ts';
import { createIntegrationHistoryService } from './connections/integration-history.service.ts';
import { createIntegrationService } from './connections/integration-service.ts';
import { createIntegrationSummaryService } from './connections/integration-summary.service.ts';
import { createIntegrationTrendsService } from './connections/integration-trends.service.ts';
import { createEmployeeImportService } from './employee-import/employee-import.service.ts';
import { createEmployeeService } from './employees/employee.service.ts';
import { createEmployeeSyncService } from './employees/employee-sync.service.ts';
import { createEncryptionKeysService } from './encryption-keys/encryption-keys.service.ts';
import { createKeyRotationService } from './encryption-keys/key-rotation.service.ts';
import { createExportsService } from './exports/exports.service.ts';
import type { AccountClaims } from './identity/account-claims.ts';
import { createApiKeyIdentity } from './identity/api-key-identity.ts';
import { combineIdentities } from './identity/combined-identity.ts';
import type { Identity } from './identity/identity.ts';
import { createMemberClaims } from './identity/member-claims.ts';
import { createServiceAccountIdentity } from './identity/service-account-identity.ts';
import { createMailService } from './mail/mail.service.ts';
import type { SendMail } from './mail/smtp-client.ts';
import { createClientSecretWatch } from './operators/client-secret-watch.ts';
import { createUnlistedErrorsService } from './operators/unlisted-errors.ts';
import { createApiKeysService } from './organizations/api-keys.service.ts';
import { createMembersService } from './organizations/members.service.ts';
import { createNotificationsService } from './organizations/notifications.service.ts';
import { createOperatorOverviewService } from './organizations/operator-overview.service.ts';
import { createOrganizationEventsService } from './organizations/organization-events.service.ts';
import { createOrganizationSettingsService } from './organizations/organization-settings.service.ts';
import { createReadiness } from './platform/readiness.ts';
import { createIdempotencyService } from './requests/idempotency.service.ts';
import { createLeasedQuotas } from './requests/leased-quota.ts';
import { createSweepRunsService } from './token-refresh/sweep-runs.service.ts';
import { createTokenRefreshService } from './token-refresh/token-refresh-service.ts';
import type { ResolveHost } from './webhooks/guarded-lookup.ts';
import { createRequestSender } from './webhooks/send-request.ts';
import { createWebhookDeliveriesService } from './webhooks/webhook-deliveries.service.ts';
import { createWebhookEndpointsService } from './webhooks/webhook-endpoints.service.ts';

/** What services are made of. Nothing of it is used before a service is called. */
export interface ServiceDependencies
  extends Omit<RepositoryDependencies, 'notificationsWanted' | 'announceWebhooks'>,
    Repositories {
  config: () => Config;
  /** What accounts can be connected at, configured or not. */
  providerRegistry: ProviderRegistry;
  /** The configured providers. */
  providers: () => ReadonlyMap<IntegrationProvider, OAuthProvider>;
  /** People, by Firebase Auth. */
  users: Identity;
  /** What they belong to, by Firebase Auth, too. */
  accountClaims: AccountClaims;
  /** Null to refresh what is due in the process that finds it. */
  enqueueRefreshBatch: Enqueue<RefreshBatchTask> | null;
  enqueueDeferredCommit: Enqueue<DeferredCommitTask>;
  enqueueOperatorJob: Enqueue<OperatorJob>;
  enqueueEmployeeImport: Enqueue<EmployeeImportTask>;
  enqueueWebhookDelivery: Enqueue<WebhookDeliveryTask>;
  /** All addresses of a host name. */
  resolveHost: ResolveHost;
  /** Whether `http` on loopback may be called by webhooks: only where emulators run. */
  allowsLoopbackWebhooks: () => boolean;
  /** How long one stream of changes lasts, in milliseconds. Default: 50 000. */
  eventStreamMs?: number | undefined;
  /** How long listeners wait for the last reader of a stream to come back, in milliseconds. Default: 10 000. */
  feedLingerMs?: number | undefined;
  /** How long Firestore may take to lease a share of a quota, in milliseconds. Default: 1 000. */
  leaseTimeoutMs?: number | undefined;
  enqueueMail: Enqueue<MailTask>;
  sendMail: SendMail;
  /** Default: nothing is measured. */
  metrics?: Metrics | undefined;
  sleep: (ms: number) => Promise<void>;
  /** A number in [0, 1). */
  random: () => number;
}

/** Every service, by its name. */
export type Services = ReturnType<typeof createServices>;

/**
 * Makes every service. A part that is replaced is replaced for all that use it: put another repository, queue or clock
 * into `dependencies`, or call the factory of one service with `{ ...dependencies, ...services, ...yours }`.
 */
export function createServices(dependencies: ServiceDependencies) {
  const { config, users, clock } = dependencies;
  const browserSessions = createBrowserSessions(dependencies);
  const encryptionKeysService = createEncryptionKeysService(dependencies);
  const tokenRefreshService = createTokenRefreshService(dependencies);
  const sendRequest = createRequestSender({
    resolveHost: dependencies.resolveHost,
    allowsLoopback: dependencies.allowsLoopbackWebhooks,
  });
  const quotas = createLeasedQuotas(dependencies);
  const employeeService = createEmployeeService(dependencies);
  const employeeImportService = createEmployeeImportService(dependencies);
  const auditService = createAuditService(dependencies);
  const memberClaims = createMemberClaims(dependencies);
  const membersService = createMembersService({ ...dependencies, memberClaims });
  const webhookDeliveriesService = createWebhookDeliveriesService({ ...dependencies, sendRequest });
  return {
    browserSessions,
    encryptionKeysService,
    tokenRefreshService,
    quotas,
    apiKeysService: createApiKeysService(dependencies),
    auditService,
    connectionTestService: createConnectionTestService({ ...dependencies, tokenRefreshService }),
    clientSecretWatch: createClientSecretWatch(dependencies),
    employeeImportService,
    employeeService,
    employeeSyncService: createEmployeeSyncService(dependencies),
    exportsService: createExportsService({
      ...dependencies,
      auditService,
      employeeService,
      employeeImportService,
      membersService,
      webhookDeliveriesService,
    }),
    idempotency: createIdempotencyService(dependencies),
    identity: combineIdentities({
      users,
      apiKeys: createApiKeyIdentity({ ...dependencies, quotas }),
      serviceAccounts: createServiceAccountIdentity({ config: () => config().serviceAccounts, clock }),
      issuers: () => config().serviceAccounts.issuers,
    }),
    integrationService: createIntegrationService({ ...dependencies, browserSessions, identity: users }),
    integrationHistoryService: createIntegrationHistoryService(dependencies),
    integrationSummaryService: createIntegrationSummaryService(dependencies),
    integrationTrendsService: createIntegrationTrendsService(dependencies),
    keyRotationService: createKeyRotationService({ ...dependencies, encryptionKeysService }),
    mailService: createMailService(dependencies),
    memberClaims,
    membersService,
    notificationsService: createNotificationsService(dependencies),
    operatorOverviewService: createOperatorOverviewService(dependencies),
    organizationEventsService: createOrganizationEventsService(dependencies),
    organizationSettingsService: createOrganizationSettingsService(dependencies),
    readiness: createReadiness({ ...dependencies, encryptionKeysService }),
    sweepRunsService: createSweepRunsService({ ...dependencies, tokenRefreshService }),
    unlistedErrorsService: createUnlistedErrorsService(dependencies),
    webhookDeliveriesService,
    webhookEndpointsService: createWebhookEndpointsService({ ...dependencies, sendRequest }),
  };
}
