import type { Timestamp } from 'firebase-admin/firestore';
import { collections } from '../collections.ts';
import { typedCollection } from '../typed-collection.ts';

/** `notifications/{id}` as stored: a connection of the organization must be authorized again, or will have to be. */
export interface NotificationDocument {
  organizationId: string;
  integrationId: string;
  kind: 'reauthorization' | 'expiring';
  at: Timestamp;
  /** After a week the notification is out of date. */
  expiresAt: Timestamp;
}

export const notifications = typedCollection<NotificationDocument>(collections.notifications);

/**
 * A mail in the form that the extension sends.
 * @see https://firebase.google.com/docs/extensions/official/firestore-send-email
 */
export interface MailDocument {
  to: string[];
  message: { subject: string; text: string; html: string };
}
