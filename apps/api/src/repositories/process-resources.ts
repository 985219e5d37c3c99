import { getConfig } from '../config/config.ts';
import { systemClock } from '../lib/clock.ts';
import { getDb } from '../lib/firestore.ts';
import { memoize } from '../lib/memoize.ts';
import { processLogger } from '../lib/process-logger.ts';
import { createVerifiedKeyring } from './platform/encryption-canary.repository.ts';
import type { RepositoryDependencies } from './repository-dependencies.ts';
import type { AnnounceWebhooks } from './webhooks/webhook-outbox.ts';
import { createWebhookSubscriptions } from './webhooks/webhook-subscriptions.ts';

/** Who has stored webhooks delivered: the queue is known to what stands above the repositories, and comes from there. */
let announce: AnnounceWebhooks = async () => undefined;

/** Has the webhooks that this process stores delivered by `how`. Before, the schedule alone finds them. */
export function announceWebhooksBy(how: AnnounceWebhooks): void {
  announce = how;
}

/** The same client each time: to ask the SDK for it costs a search of the environment and of its apps. */
const firestore = memoize(getDb);

/**
 * The database, keys, clock and log of this process, taken from its environment. Nothing is read before it is used: the
 * secrets are absent while functions are being deployed.
 */
export const processResources: RepositoryDependencies = {
  firestore,
  keyring: createVerifiedKeyring({ firestore, clock: systemClock, environment: process.env }),
  clock: systemClock,
  logger: processLogger,
  notificationsWanted: () => getConfig().notifications !== null,
  announceWebhooks: (streams) => announce(streams),
  webhookSubscriptions: createWebhookSubscriptions({ clock: systemClock }),
};
