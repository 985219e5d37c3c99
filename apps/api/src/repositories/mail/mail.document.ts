import { Timestamp } from 'firebase-admin/firestore';
import { dayMs } from '../../lib/duration.ts';
import { collections } from '../collections.ts';
import type { MailDocument } from '../organizations/notification.document.ts';
import { typedCollection } from '../typed-collection.ts';

export const mails = typedCollection<StoredMail>(collections.mail);

/** A mail is kept this long, whatever became of it. */
const retentionMs = 7 * dayMs;

/**
 * How far the delivery of a mail is, in the form of the extension "Trigger Email".
 * @see https://firebase.google.com/docs/extensions/official/firestore-send-email/manage-delivery
 */
export interface MailDelivery {
  state: 'PENDING' | 'PROCESSING' | 'RETRY' | 'SUCCESS' | 'ERROR';
  /** Attempts so far, the current one included. It only grows, and so fences a process that came back too late. */
  attempts: number;
  /** When the first attempt began. */
  startTime: Timestamp;
  /** When the last attempt ended. */
  endTime: Timestamp | null;
  /** Until when the current attempt has the mail to itself. */
  leaseExpireTime: Timestamp | null;
  /** A code such as `550 5.1.1` or `ETIMEDOUT`, never a server's words. */
  error: string | null;
  info: MailDeliveryInfo | null;
}

/** What the server made of the recipients. */
export interface MailDeliveryInfo {
  messageId: string;
  accepted: string[];
  /** Refused for good. */
  rejected: string[];
  /** Refused for now: the next attempt is for these alone. */
  pending: string[];
  /** The code of the server's last answer. */
  response: string | null;
}

/** `mail/{id}` as stored. The extension reads `to` and `message`, and looks past what it does not know. */
export interface StoredMail extends MailDocument {
  organizationId: string;
  expiresAt: Timestamp;
  /**
   * When this service may next take the mail up. Null: it is settled. Absent: somebody else sends it. The operator who
   * sets it to now has it sent again.
   */
  sendAt?: Timestamp | null;
  delivery?: MailDelivery;
}

/**
 * The document of a new mail.
 * @param isOurs whether this service sends it. Otherwise it waits for the extension, or what replaces it.
 */
export function newMailDocument(
  mail: MailDocument & { organizationId: string },
  { nowMs, isOurs }: { nowMs: number; isOurs: boolean },
): StoredMail {
  return {
    ...mail,
    expiresAt: Timestamp.fromMillis(nowMs + retentionMs),
    ...(isOurs && { sendAt: Timestamp.fromMillis(nowMs) }),
  };
}
