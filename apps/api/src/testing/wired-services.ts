import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Firestore } from 'firebase-admin/firestore';
import { readConfig } from '../config/config.ts';
import { readKeyring } from '../lib/keyring.ts';
import { memoize } from '../lib/memoize.ts';
import { createProviders } from '../providers/index.ts';
import { createAuditEventRepository } from '../repositories/audit-event.repository.ts';
import { createIntegrationRepository } from '../repositories/integration.repository.ts';
import { createOAuthStateRepository } from '../repositories/oauth-state.repository.ts';
import { createRefreshLeaseRepository } from '../repositories/refresh-lease.repository.ts';
import { createApiKeyRotationRepository } from '../repositories/system/api-key-rotation.repository.ts';
import { createCredentialRotationRepository } from '../repositories/system/credential-rotation.repository.ts';
import { createDueIntegrationsRepository } from '../repositories/system/due-integrations.repository.ts';
import { createKeyRotationRepository } from '../repositories/system/key-rotation.repository.ts';
import { createKeyUsageRepository } from '../repositories/system/key-usage.repository.ts';
import { createProviderIncidentsRepository } from '../repositories/system/provider-incidents.repository.ts';
import { createSharedGrantsRepository } from '../repositories/system/shared-grants.repository.ts';
import { createSweepRunRepository } from '../repositories/system/sweep-run.repository.ts';
import { createAuditService } from '../services/audit.service.ts';
import { createBrowserSessions } from '../services/authorization/browser-session.ts';
import { createEncryptionKeysService } from '../services/encryption-keys.service.ts';
import { createIntegrationService } from '../services/integration.service.ts';
import { createKeyRotationService } from '../services/key-rotation.service.ts';
import { createSweepRunsService } from '../services/sweep-runs.service.ts';
import {
  createTokenRefreshService,
  type TokenRefreshDependencies,
} from '../services/token-refresh.service.ts';
import { recordingLogger } from './recording-logger.ts';

/**
 * The real services over a real Firestore, with the providers that the environment configures; nothing happens before
 * they are called. Only the clock can be moved, and pauses between polls are cut short.
 */
export function wireServices(
  firestore: () => Firestore,
  environment: () => Record<string, string | undefined>,
) {
  const encryptionKey = randomBytes(32).toString('base64');
  const keyring = readKeyring({ ENCRYPTION_KEY: encryptionKey });
  const { logger, lines } = recordingLogger();
  let offsetMs = 0;
  const clock = () => Date.now() + offsetMs;
  const shortSleep = (ms: number) => sleep(Math.min(ms, 20));
  const usersWithoutRole = new Set<string>();
  const config = memoize(() => readConfig(environment()));
  const providers = memoize(() => createProviders({ ...config(), timeoutMs: 1_000 }));
  const common = { firestore, keyring: () => Promise.resolve(keyring), clock };
  const integrationRepository = createIntegrationRepository(common);
  const sharedGrantsRepository = createSharedGrantsRepository({ firestore, clock });
  const auditEventRepository = createAuditEventRepository(common);
  const providerIncidentsRepository = createProviderIncidentsRepository(common);
  const keyUsageRepository = createKeyUsageRepository(common);
  const encryptionKeysService = createEncryptionKeysService({ ...common, keyUsageRepository });

  /** A token service of its own, as another instance would have. */
  function newTokenRefreshService(change: Partial<TokenRefreshDependencies> = {}) {
    return createTokenRefreshService({
      integrationRepository,
      auditEventRepository,
      refreshLeaseRepository: createRefreshLeaseRepository(common),
      dueIntegrationsRepository: createDueIntegrationsRepository(common),
      providerIncidentsRepository,
      enqueueLateRenewal: () => Promise.reject(new Error('there is no queue in this test')),
      providers,
      isGrantShared: ({ provider, accountId, id }) =>
        sharedGrantsRepository.isShared(provider, accountId, id),
      enqueue: null,
      clock,
      sleep: shortSleep,
      random: Math.random,
      logger,
      ...change,
    });
  }

  const browserSessions = createBrowserSessions(common);
  const integrationService = createIntegrationService({
    integrationRepository,
    auditEventRepository,
    sharedGrantsRepository,
    oauthStateRepository: createOAuthStateRepository(common),
    browserSessions,
    identity: { stillHolds: (userId) => Promise.resolve(!usersWithoutRole.has(userId)) },
    providers,
    config,
    clock,
    logger,
  });

  return {
    lines,
    logger,
    clock,
    config,
    encryptionKey,
    usersWithoutRole,
    browserSessions,
    integrationRepository,
    integrationService,
    newTokenRefreshService,
    auditService: createAuditService({ auditEventRepository }),
    encryptionKeysService,
    keyRotationService: createKeyRotationService({
      ...common,
      credentialRotationRepository: createCredentialRotationRepository(common),
      apiKeyRotationRepository: createApiKeyRotationRepository(common),
      keyRotationRepository: createKeyRotationRepository(common),
      keyUsageRepository,
      encryptionKeysService,
      sleep: shortSleep,
      // What is put on a queue waits there: a test does itself what a queue would.
      enqueue: () => Promise.resolve(),
      logger,
    }),
    sweepRunsService: createSweepRunsService({
      sweepRunRepository: createSweepRunRepository(common),
      tokenRefreshService: newTokenRefreshService(),
      enqueue: () => Promise.resolve(),
      clock,
    }),
    advance: (ms: number) => {
      offsetMs += ms;
    },
  };
}
