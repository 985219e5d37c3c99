import { lookup } from 'node:dns/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { getAuth } from 'firebase-admin/auth';
import { getConfig } from '../config/config.ts';
import { readSmtpPassword } from '../config/mail-config.ts';
import { areEmulatorsExpected } from '../lib/emulators.ts';
import { getAuthApp } from '../lib/firestore.ts';
import { memoize } from '../lib/memoize.ts';
import { createProviders, providerRegistry } from '../providers/index.ts';
import { createRepositories } from '../repositories/create-repositories.ts';
import { employeeRepository, integrationRepository } from '../repositories/index.ts';
import { announceWebhooksBy, processResources } from '../repositories/process-resources.ts';
import { deferredCommitQueue } from '../tasks/deferred-commit.queue.ts';
import { employeeImportQueue } from '../tasks/employee-import.queue.ts';
import { mailQueue } from '../tasks/mail.queue.ts';
import { operatorJobQueue } from '../tasks/operator-job.queue.ts';
import { refreshBatchQueue } from '../tasks/refresh-batch.queue.ts';
import { webhookDeliveryQueue } from '../tasks/webhook-delivery.queue.ts';
import { createServices, type ServiceDependencies } from './create-services.ts';
import { createFirebaseIdentity } from './identity/firebase-identity.ts';
import { createMemberClaims } from './identity/member-claims.ts';
import { createSmtpClient, smtpTimeouts } from './mail/smtp-client.ts';

/** What the services of this process are made of: its environment, and the queues that it is deployed with. */
export const processDependencies: ServiceDependencies = {
  ...processResources,
  ...createRepositories(processResources),
  integrationRepository,
  employeeRepository,
  config: getConfig,
  providerRegistry,
  providers: memoize(() => createProviders(getConfig())),
  users: createFirebaseIdentity({ auth: () => getAuth(getAuthApp()) }),
  memberClaims: createMemberClaims({ auth: () => getAuth(getAuthApp()) }),
  enqueueRefreshBatch: refreshBatchQueue.enqueue,
  enqueueDeferredCommit: deferredCommitQueue.enqueue,
  enqueueOperatorJob: operatorJobQueue.enqueue,
  enqueueEmployeeImport: employeeImportQueue.enqueue,
  enqueueWebhookDelivery: webhookDeliveryQueue.enqueue,
  resolveHost: (hostname) => lookup(hostname, { all: true }),
  allowsLoopbackWebhooks: () => areEmulatorsExpected(process.env),
  enqueueMail: mailQueue.enqueue,
  sendMail: createSmtpClient({ password: () => readSmtpPassword(process.env), timeouts: smtpTimeouts }),
  sleep: (ms) => sleep(ms),
  random: Math.random,
};

/** The services of this process. */
export const processServices = createServices(processDependencies);
announceWebhooksBy(processServices.webhookDeliveriesService.announce);

/** Connect, see and disconnect accounts. */
export const { integrationService, tokenRefreshService } = processServices;
