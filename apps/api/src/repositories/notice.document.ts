import type { Timestamp } from 'firebase-admin/firestore';

/** Collection of notices that wait for a mail; server only, removed by its TTL field. */
export const noticesCollection = 'notices';

/** `notices/{id}` as stored: somebody of the organization must act on a connection. */
export interface NoticeDocument {
  organizationId: string;
  integrationId: string;
  at: Timestamp;
  /** Nobody wants to hear of it after a week. */
  expiresAt: Timestamp;
}

/** Collection that the Firebase extension "Trigger Email" sends from. */
export const mailCollection = 'mail';

/**
 * `mail/{id}` in the form that the extension sends.
 * @see https://firebase.google.com/docs/extensions/official/firestore-send-email
 */
export interface MailDocument {
  to: string[];
  message: { subject: string; text: string; html: string };
}
