import type { Timestamp } from 'firebase-admin/firestore';
import { collections } from '../collections.ts';

export const noticesCollection = collections.notices.name;

/** `notices/{id}` as stored: somebody of the organization must act on a connection. */
export interface NoticeDocument {
  organizationId: string;
  integrationId: string;
  at: Timestamp;
  /** Nobody wants to hear of it after a week. */
  expiresAt: Timestamp;
}

/**
 * A mail in the form that the extension sends.
 * @see https://firebase.google.com/docs/extensions/official/firestore-send-email
 */
export interface MailDocument {
  to: string[];
  message: { subject: string; text: string; html: string };
}
