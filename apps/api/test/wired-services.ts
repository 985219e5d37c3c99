import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { readConfig } from '../src/config/config.ts';
import { readKeyring } from '../src/lib/keyring.ts';
import { memoize } from '../src/lib/memoize.ts';
import { createProviders, providerRegistry as deployedRegistry } from '../src/providers/index.ts';
import { createRepositories } from '../src/repositories/create-repositories.ts';
import type { RepositoryDependencies } from '../src/repositories/repository-dependencies.ts';
import { createServices, type ServiceDependencies, type Services } from '../src/services/create-services.ts';
import { createSmtpClient, smtpTimeouts } from '../src/services/mail/smtp-client.ts';
import type { TokenRefreshDependencies } from '../src/services/token-refresh/token-refresh-parts.ts';
import { createTokenRefreshService } from '../src/services/token-refresh/token-refresh-service.ts';
import type { EmployeeImportTask } from '../src/tasks/employee-import.queue.ts';
import type { WebhookDeliveryTask } from '../src/tasks/webhook-delivery.queue.ts';
import { testAccountClaims, testIdentity } from './http/test-identity.ts';
import { recordingLogger } from './recording-logger.ts';
import { createTestQueue } from './test-queue.ts';
import { type GivenResources, testResources } from './test-repositories.ts';

/** What a test gives itself; all but the database has a default. */
export interface GivenParts
  extends GivenResources,
    Omit<Partial<ServiceDependencies>, keyof RepositoryDependencies> {
  /** Default: nothing is configured. */
  environment?: () => Record<string, string | undefined>;
  /** How long a provider may take to answer, in milliseconds. Default: 1 second. */
  providerTimeoutMs?: number | undefined;
}

/**
 * The real services over a real Firestore, with the providers that the environment configures; nothing happens before
 * they are called. Pauses between polls are cut short. Imports wait in `tasks`; no other queue is there. What a test gives
 * takes the place of any part, for all that use it.
 */
export function wireServices({
  environment = () => ({}),
  providerTimeoutMs = 1_000,
  providerRegistry = deployedRegistry,
  ...given
}: GivenParts) {
  const encryptionKey = randomBytes(32).toString('base64');
  const keyring = readKeyring({ ENCRYPTION_KEY: encryptionKey });
  const { logger, lines } = recordingLogger();
  let offsetMs = 0;
  const usersWithoutRole = new Set<string>();
  const tasks: EmployeeImportTask[] = [];
  const webhookQueue = createTestQueue<WebhookDeliveryTask>();
  const config = memoize(() => readConfig(environment(), providerRegistry));
  const resources = testResources({
    keyring: () => Promise.resolve(keyring),
    clock: () => Date.now() + offsetMs,
    logger,
    announceWebhooks: (streams) => services.webhookDeliveriesService.announce(streams),
    ...given,
  });
  const dependencies: RepositoryDependencies & ServiceDependencies = {
    ...resources,
    ...createRepositories(resources),
    config,
    providerRegistry,
    providers: memoize(() =>
      createProviders({
        registry: providerRegistry,
        servers: config().servers,
        clock: Date.now,
        timeoutMs: providerTimeoutMs,
      }),
    ),
    accountClaims: testAccountClaims(),
    users: { ...testIdentity(), stillHolds: async (userId) => !usersWithoutRole.has(userId) },
    enqueueRefreshBatch: null,
    enqueueDeferredCommit: () => Promise.reject(new Error('there is no queue in this test')),
    // What is put on a queue waits there: a test does itself what a queue would.
    enqueueOperatorJob: async () => true,
    enqueueEmployeeImport: async (task) => tasks.push(task) > 0,
    enqueueWebhookDelivery: webhookQueue.enqueue,
    // No name leads anywhere: a test that needs one brings its own look-up.
    resolveHost: () => Promise.reject(new Error('there is no network in this test')),
    allowsLoopbackWebhooks: () => true,
    // A stream of changes ends soon, for the tests that read it to its end.
    eventStreamMs: 100,
    feedLingerMs: 0,
    // A busy machine must not look like a Firestore that is out.
    leaseTimeoutMs: 20_000,
    enqueueMail: async () => true,
    sendMail: createSmtpClient({ password: () => null, timeouts: smtpTimeouts }),
    sleep: (ms) => sleep(Math.min(ms, 20)),
    random: Math.random,
    ...given,
  };
  const services: Services = createServices(dependencies);

  return {
    ...dependencies,
    ...services,
    lines,
    encryptionKey,
    usersWithoutRole,
    tasks,
    webhookQueue,

    /** Does what the queue of imports would. */
    async runTasks(): Promise<void> {
      for (let task = tasks.shift(); task; task = tasks.shift()) {
        await services.employeeImportService.runTask(task, false);
      }
    },

    /** A token service of its own, as another instance would have. */
    newTokenRefreshService: (change: Partial<TokenRefreshDependencies> = {}) =>
      createTokenRefreshService({ ...dependencies, ...change }),

    advance: (ms: number) => {
      offsetMs += ms;
    },
  };
}
