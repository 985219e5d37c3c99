import type { Firestore } from 'firebase-admin/firestore';
import type { Clock } from '../lib/clock.ts';
import type { Keyring } from '../lib/keyring.ts';
import type { Logger } from '../lib/logger.ts';
import type { AnnounceWebhooks } from './webhooks/webhook-outbox.ts';
import type { WebhookSubscriptions } from './webhooks/webhook-subscriptions.ts';

/** What repositories are made of. Nothing of it is used before a repository is called. */
export interface RepositoryDependencies {
  firestore: () => Firestore;
  /** The encryption keys, checked against the database. */
  keyring: () => Promise<Keyring>;
  clock: Clock;
  logger: Logger;
  /** Whether members are told of connections that need them. */
  notificationsWanted: () => boolean;
  /** Has stored webhooks delivered. */
  announceWebhooks: AnnounceWebhooks;
  /** What the process knows of who is subscribed to webhooks; one for all repositories. */
  webhookSubscriptions: WebhookSubscriptions;
}
