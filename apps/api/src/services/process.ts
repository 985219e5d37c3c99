import { lookup } from 'node:dns/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { getAuth } from 'firebase-admin/auth';
import { readConfig } from '../config/config.ts';
import { readSmtpPassword } from '../config/mail-config.ts';
import { areEmulatorsExpected } from '../lib/emulators.ts';
import { getAuthApp, getDb } from '../lib/firestore.ts';
import { memoize } from '../lib/memoize.ts';
import { createProcessLogger } from '../lib/process-logger.ts';
import { createProcessMetrics } from '../lib/process-metrics.ts';
import { createProviders, providerRegistry } from '../providers/index.ts';
import { createRepositories } from '../repositories/create-repositories.ts';
import { createVerifiedKeyring } from '../repositories/platform/encryption-canary.repository.ts';
import type { RepositoryDependencies } from '../repositories/repository-dependencies.ts';
import { createWebhookSubscriptions } from '../repositories/webhooks/webhook-subscriptions.ts';
import { deferredCommitQueue } from '../tasks/deferred-commit.queue.ts';
import { employeeImportQueue } from '../tasks/employee-import.queue.ts';
import { mailQueue } from '../tasks/mail.queue.ts';
import { operatorJobQueue } from '../tasks/operator-job.queue.ts';
import { refreshBatchQueue } from '../tasks/refresh-batch.queue.ts';
import { webhookDeliveryQueue } from '../tasks/webhook-delivery.queue.ts';
import { createServices, type ServiceDependencies, type Services } from './create-services.ts';
import { createAccountClaims } from './identity/account-claims.ts';
import { createFirebaseIdentity } from './identity/firebase-identity.ts';
import { createSmtpClient, smtpTimeouts } from './mail/smtp-client.ts';

/** Everything that backend code is made of, by its name. */
export type Graph = RepositoryDependencies & ServiceDependencies & Services;

const logger = createProcessLogger();
const metrics = createProcessMetrics(process.env, logger);
/** Read at first use: secrets are absent while the functions are being deployed. */
const config = memoize(() => readConfig(process.env));
/** The same client each time: to ask the SDK for it costs a search of the environment and of its apps. */
const processFirestore = memoize(getDb);
const auth = () => getAuth(getAuthApp());

/**
 * Puts the repositories and services together over what this process has: its environment, its clock and log, and the
 * queues that it is deployed with. Nothing of that is read before a service is called.
 * @param given takes the place of what the process has, for all that use it.
 */
export function composeProcess(given: Partial<RepositoryDependencies & ServiceDependencies> = {}): Graph {
  const { firestore = processFirestore, clock = () => Date.now() } = given;
  const resources: RepositoryDependencies = {
    firestore,
    keyring: createVerifiedKeyring({ firestore, clock, environment: process.env }),
    clock,
    logger,
    notificationsWanted: () => config().notifications !== null,
    announceWebhooks: (streams) => services.webhookDeliveriesService.announce(streams),
    webhookSubscriptions: createWebhookSubscriptions({ clock }),
    ...given,
  };
  const dependencies: RepositoryDependencies & ServiceDependencies = {
    ...resources,
    ...createRepositories(resources),
    config,
    providerRegistry,
    providers: memoize(() => createProviders({ ...config(), clock })),
    users: createFirebaseIdentity({ auth, clock }),
    accountClaims: createAccountClaims({ auth }),
    enqueueRefreshBatch: refreshBatchQueue.enqueue,
    enqueueDeferredCommit: deferredCommitQueue.enqueue,
    enqueueOperatorJob: operatorJobQueue.enqueue,
    enqueueEmployeeImport: employeeImportQueue.enqueue,
    enqueueWebhookDelivery: webhookDeliveryQueue.enqueue,
    resolveHost: (hostname) => lookup(hostname, { all: true }),
    allowsLoopbackWebhooks: () => areEmulatorsExpected(process.env),
    enqueueMail: mailQueue.enqueue,
    sendMail: createSmtpClient({ password: () => readSmtpPassword(process.env), timeouts: smtpTimeouts }),
    metrics,
    sleep: (ms) => sleep(ms),
    random: Math.random,
    ...given,
  };
  const services: Services = createServices(dependencies);
  return { ...dependencies, ...services };
}

/** What the functions of this process use. */
export const processGraph = composeProcess();

/** What other backend code takes from the files of these names. */
export const { integrationRepository, employeeRepository, integrationService, tokenRefreshService } =
  processGraph;
