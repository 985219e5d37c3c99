import { randomBytes } from 'node:crypto';
import { readKeyring } from '../src/lib/keyring.ts';
import { createRepositories, type Repositories } from '../src/repositories/create-repositories.ts';
import type { RepositoryDependencies } from '../src/repositories/repository-dependencies.ts';
import { createWebhookSubscriptions } from '../src/repositories/webhooks/webhook-subscriptions.ts';
import { recordingLogger } from './recording-logger.ts';

/** What a test gives itself; all but the database has a default. */
export type GivenResources = Pick<RepositoryDependencies, 'firestore'> & Partial<RepositoryDependencies>;

/**
 * What repositories of a test are made of: by default a key of its own and the machine's clock. Members are told of
 * nothing, and no webhook is announced.
 */
export function testResources(given: GivenResources): RepositoryDependencies {
  const keyring = readKeyring({ ENCRYPTION_KEY: randomBytes(32).toString('base64') });
  const clock = given.clock ?? (() => Date.now());
  return {
    keyring: () => Promise.resolve(keyring),
    clock,
    logger: recordingLogger().logger,
    notificationsWanted: () => false,
    announceWebhooks: async () => undefined,
    webhookSubscriptions: createWebhookSubscriptions({ clock }),
    ...given,
  };
}

/** Every repository over a test's database. */
export const testRepositories = (given: GivenResources): Repositories =>
  createRepositories(testResources(given));
