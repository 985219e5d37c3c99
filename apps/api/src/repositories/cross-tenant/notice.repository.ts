import type { IntegrationProvider } from '@klayim/shared/types';
import type { Firestore, Query, QueryDocumentSnapshot } from 'firebase-admin/firestore';
import { isAlreadyExists } from '../../lib/firestore-errors.ts';
import {
  type IntegrationDocument,
  integrationsCollection,
  requiredActionOf,
} from '../integrations/integration-document.ts';
import { mailCollection, newMailDocument } from '../mail/mail.document.ts';
import {
  type MailDocument,
  type NoticeDocument,
  noticesCollection,
} from '../organizations/notice.document.ts';

/** Notices of one organization that one mail can be of; what is more waits for the next. */
const maxDigest = 400;

/** A connection that waits for somebody to authorize it again. */
export interface NoticedConnection {
  integrationId: string;
  provider: IntegrationProvider;
  accountEmail: string;
  /** When it came to need that. */
  since: Date;
}

/** The notices of one organization, and what they are about. */
export interface PendingNotices {
  organizationId: string;
  documents: readonly QueryDocumentSnapshot[];
  /** Each connection once, and only those that still wait. */
  connections: NoticedConnection[];
}

export type NoticeRepository = ReturnType<typeof createNoticeRepository>;

/** Notices of all organizations, to be made into mails: one organization at a time, and never two in one mail. */
export function createNoticeRepository({ firestore }: { firestore: () => Firestore }) {
  const notices = () => firestore().collection(noticesCollection);

  async function connectionsOf(
    organizationId: string,
    documents: readonly QueryDocumentSnapshot[],
  ): Promise<NoticedConnection[]> {
    const ids = [...new Set(documents.map((document) => (document.data() as NoticeDocument).integrationId))];
    if (ids.length === 0) {
      return [];
    }
    const references = ids.map((id) => firestore().collection(integrationsCollection).doc(id));
    const fieldMask = ['organizationId', 'provider', 'accountEmail', 'status', 'lastError'];
    const snapshots = await firestore().getAll(...references, { fieldMask });
    return snapshots.flatMap((snapshot) => {
      const found = snapshot.data() as IntegrationDocument | undefined;
      const isWaiting =
        found?.organizationId === organizationId &&
        found.status === 'error' &&
        requiredActionOf({ ...found, missingScopes: [] }) === 'reauthorize';
      if (!isWaiting || !found.lastError) {
        return [];
      }
      const { provider, accountEmail, lastError } = found;
      return { integrationId: snapshot.id, provider, accountEmail, since: lastError.at.toDate() };
    });
  }

  return {
    /** The organizations that have notices, one after the other, in the order of their ids. */
    async *findPending(): AsyncGenerator<PendingNotices> {
      const next: Query = notices().orderBy('organizationId').limit(1);
      for (let last: string | null = null; ; ) {
        const { docs }: { docs: QueryDocumentSnapshot[] } = await (last === null
          ? next
          : next.startAfter(last)
        ).get();
        if (!docs[0]) {
          return;
        }
        const { organizationId } = docs[0].data() as NoticeDocument;
        last = organizationId;
        const own = await notices().where('organizationId', '==', organizationId).limit(maxDigest).get();
        const connections = await connectionsOf(organizationId, own.docs);
        yield { organizationId, documents: own.docs, connections };
      }
    },

    /**
     * Puts a mail where it is sent from and takes its notices away, both or neither.
     * @param mailId a mail is written once: false when there is one of that id, and the notices are left as they are.
     * @param outbox.isOurs whether this service sends the mail itself.
     */
    async deliver(
      { organizationId, documents }: PendingNotices,
      mailId: string,
      mail: MailDocument,
      outbox: { nowMs: number; isOurs: boolean },
    ): Promise<boolean> {
      const batch = firestore().batch();
      batch.create(
        firestore().collection(mailCollection).doc(mailId),
        // Whoever deletes the organization looks for its mails.
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

    /** Takes notices away that nobody can be told, or that are about nothing any more. */
    async discard({ documents }: PendingNotices): Promise<void> {
      const batch = firestore().batch();
      for (const { ref } of documents) {
        batch.delete(ref);
      }
      await batch.commit();
    },
  };
}
