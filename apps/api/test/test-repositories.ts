import { randomBytes } from 'node:crypto';
import { readKeyring } from '../src/lib/keyring.ts';
import { createRepositories, type Repositories } from '../src/repositories/create-repositories.ts';
import type { RepositoryDependencies } from '../src/repositories/repository-dependencies.ts';
import { createWebhookSubscriptions } from '../src/repositories/webhooks/webhook-subscriptions.ts';
import { recordingLogger } from './recording-logger.ts';

/** What repositories of a test are made of; all but the database has a default: a key of its own, the machine's clock. */
export type TestRepositoryDependencies = Pick<RepositoryDependencies, 'firestore'> &
  Partial<RepositoryDependencies>;

/** Every repository over a test's database. Members are not told of anything. */
export function testRepositories(given: TestRepositoryDependencies): Repositories {
  const keyring = readKeyring({ ENCRYPTION_KEY: randomBytes(32).toString('base64') });
  const clock = given.clock ?? (() => Date.now());
  return createRepositories({
    keyring: () => Promise.resolve(keyring),
    clock,
    logger: recordingLogger().logger,
    notificationsWanted: () => false,
    announceWebhooks: async () => undefined,
    webhookSubscriptions: createWebhookSubscriptions({ clock }),
    ...given,
  });
}
