import type { ConnectionReason, IntegrationProvider } from '@klayim/shared/types';
import type {
  DocumentSnapshot,
  Firestore,
  Query,
  QueryDocumentSnapshot,
  QuerySnapshot,
} from 'firebase-admin/firestore';
import { isAlreadyExists } from '../../lib/firestore-errors.ts';
import {
  type IntegrationDocument,
  integrations,
  requiredActionOf,
} from '../integrations/integration-document.ts';
import { mails, newMailDocument } from '../mail/mail.document.ts';
import {
  type MailDocument,
  type NotificationDocument,
  notifications,
} from '../organizations/notification.document.ts';

/** Max notifications in one mail; the rest wait for the next mail. */
const maxDigest = 400;

const notifiedFields = [
  'organizationId',
  'provider',
  'accountEmail',
  'status',
  'lastError',
  'refreshable',
  'grantExpiry',
] as const;

/** A connection that must be authorized again. */
export interface NotifiedConnection {
  integrationId: string;
  provider: IntegrationProvider;
  accountEmail: string;
  /** Since when. */
  since: Date;
  /** When it will have to be authorized again; null when it has to be now. */
  expiresAt: Date | null;
  /** Why; null when no provider said so. */
  reason: ConnectionReason | null;
  /** The provider's page about it; null without one. */
  helpUrl: string | null;
}

/** The notifications of one organization, and their connections. */
export interface PendingNotifications {
  organizationId: string;
  documents: readonly QueryDocumentSnapshot<NotificationDocument>[];
  /** Each connection once, without those that were authorized meanwhile. */
  connections: NotifiedConnection[];
}

export type NotificationRepository = ReturnType<typeof createNotificationRepository>;

/** Notifications of all organizations, to be made into mails: one organization at a time, and never two in one mail. */
export function createNotificationRepository({ firestore }: { firestore: () => Firestore }) {
  async function readConnections(
    organizationId: string,
    documents: readonly QueryDocumentSnapshot<NotificationDocument>[],
  ): Promise<NotifiedConnection[]> {
    const ids = [...new Set(documents.map((document) => document.data().integrationId))];
    if (ids.length === 0) {
      return [];
    }
    const references = ids.map((id) => integrations(firestore()).doc(id));
    const snapshots = (await firestore().getAll(...references, {
      fieldMask: [...notifiedFields],
    })) as DocumentSnapshot<Found>[];
    return snapshots.flatMap((snapshot) => {
      const found = snapshot.data();
      if (found?.organizationId !== organizationId) {
        return [];
      }
      const noticed = waitingConnection(snapshot.id, found) ?? expiringConnection(snapshot.id, found);
      return noticed ? [noticed] : [];
    });
  }

  return {
    /** The organizations that have notifications, one after the other, in the order of their ids. */
    async *findPending(): AsyncGenerator<PendingNotifications> {
      const next: Query<NotificationDocument> = notifications(firestore()).orderBy('organizationId').limit(1);
      for (let last: string | null = null; ; ) {
        const page: QuerySnapshot<NotificationDocument> = await (last === null
          ? next
          : next.startAfter(last)
        ).get();
        const [first] = page.docs;
        if (!first) {
          return;
        }
        const organizationId: string = first.data().organizationId;
        last = organizationId;
        const own = await notifications(firestore())
          .where('organizationId', '==', organizationId)
          .limit(maxDigest)
          .get();
        const connections = await readConnections(organizationId, own.docs);
        yield { organizationId, documents: own.docs, connections };
      }
    },

    /**
     * Puts a mail where it is sent from and takes its notifications away, both or neither.
     * @param mailId a mail is written once: false when there is one of that id, and the notifications are left as they are.
     * @param outbox.isOurs whether this service sends the mail itself.
     */
    async deliver(
      { organizationId, documents }: PendingNotifications,
      mailId: string,
      mail: MailDocument,
      outbox: { nowMs: number; isOurs: boolean },
    ): Promise<boolean> {
      const batch = firestore().batch();
      batch.create(
        mails(firestore()).doc(mailId),
        // The extension ignores organizationId; the deletion of an organization needs it.
        newMailDocument({ ...mail, organizationId }, outbox),
      );
      for (const { ref } of documents) {
        batch.delete(ref);
      }
      try {
        await batch.commit();
        return true;
      } catch (error) {
        if (!isAlreadyExists(error)) {
          throw error;
        }
        return false;
      }
    },

    /** Deletes notifications that have no recipient, or whose connections work again. */
    async discard({ documents }: PendingNotifications): Promise<void> {
      const batch = firestore().batch();
      for (const { ref } of documents) {
        batch.delete(ref);
      }
      await batch.commit();
    },
  };
}

type Found = Pick<IntegrationDocument, (typeof notifiedFields)[number]>;

/** A connection that must be authorized again. */
function waitingConnection(integrationId: string, found: Found): NotifiedConnection | null {
  const isWaiting =
    found.status === 'error' && requiredActionOf({ ...found, missingScopes: [] }) === 'reauthorize';
  if (!isWaiting || !found.lastError) {
    return null;
  }
  const { provider, accountEmail, lastError } = found;
  const { reason, helpUrl, at } = lastError;
  return { integrationId, provider, accountEmail, since: at.toDate(), expiresAt: null, reason, helpUrl };
}

/** A connection whose end was announced, and that was not reauthorized since. */
function expiringConnection(integrationId: string, found: Found): NotifiedConnection | null {
  const { status, provider, accountEmail, grantExpiry } = found;
  if (status === 'disconnected' || !grantExpiry?.warnedDays) {
    return null;
  }
  const { knownSince, expiresAt } = grantExpiry;
  const dates = { since: knownSince.toDate(), expiresAt: expiresAt.toDate() };
  return { integrationId, provider, accountEmail, ...dates, reason: null, helpUrl: null };
}
