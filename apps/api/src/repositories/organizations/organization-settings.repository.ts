import type { AuditActor, Organization, OrganizationPatch } from '@klayim/shared/types';
import type { DocumentSnapshot, Firestore } from 'firebase-admin/firestore';
import { AppError } from '../../errors/app-error.ts';
import type { Clock } from '../../lib/clock.ts';
import { runTransaction } from '../../lib/firestore-transaction.ts';
import { addAuditEvent } from '../audit/audit-event.document.ts';
import { collections } from '../collections.ts';
import { typedCollection } from '../typed-collection.ts';
import { requireLivingOrganization } from './organization-tombstone.repository.ts';

/** `organizations/{id}` as stored. */
export interface OrganizationDocument {
  organizationId: string;
  name: string;
  notificationEmails: string[];
  returnUrls?: string[];
  /** How often it was changed; absent before the first change. */
  revision?: number;
}

export const organizations = typedCollection<OrganizationDocument>(collections.organizations);

/** Who changes the settings, and which version of them. */
export interface SettingsChange {
  actor: AuditActor;
  /** Whether this version is the one to change. */
  isExpected: (version: string) => boolean;
}

export type OrganizationSettingsRepository = ReturnType<typeof createOrganizationSettingsRepository>;

/** An organization's own settings. */
export function createOrganizationSettingsRepository({
  firestore,
  clock,
}: {
  firestore: () => Firestore;
  clock: Clock;
}) {
  const referenceTo = (organizationId: string) => organizations(firestore()).doc(organizationId);

  return {
    /** One read. An organization without a document has its id as its name, and no addresses to notify. */
    async find(organizationId: string): Promise<Organization> {
      return settingsOf(organizationId, await referenceTo(organizationId).get());
    },

    /**
     * Changes what the patch names, and notes it in the audit trail, in one transaction. A patch that changes nothing
     * writes nothing.
     * @throws {AppError} precondition_failed, organization_deleted
     */
    async update(
      organizationId: string,
      patch: OrganizationPatch,
      { actor, isExpected }: SettingsChange,
    ): Promise<Organization> {
      return runTransaction(firestore(), async (transaction) => {
        const snapshot = await transaction.get(referenceTo(organizationId));
        await requireLivingOrganization(firestore(), organizationId, transaction);
        const before = settingsOf(organizationId, snapshot);
        if (!isExpected(before.version)) {
          throw new AppError('precondition_failed');
        }
        const { name = before.name } = patch;
        const { notificationEmails = before.notificationEmails, returnUrls = before.returnUrls } = patch;
        const changedFields = [
          ...(name === before.name ? [] : ['name']),
          ...(JSON.stringify(notificationEmails) === JSON.stringify(before.notificationEmails)
            ? []
            : ['notificationEmails']),
          ...(JSON.stringify(returnUrls) === JSON.stringify(before.returnUrls) ? [] : ['returnUrls']),
        ];
        if (changedFields.length === 0) {
          return before;
        }
        const revision = Number(before.version) + 1;
        transaction.set(
          snapshot.ref,
          { organizationId, name, notificationEmails, returnUrls, revision },
          { merge: true },
        );
        addAuditEvent(
          transaction,
          firestore(),
          {
            organizationId,
            type: 'organization.updated',
            actor,
            subject: { type: 'organization', id: organizationId },
            result: 'success',
            reason: null,
            details: { changedFields },
          },
          clock(),
        );
        return { id: organizationId, name, notificationEmails, returnUrls, version: String(revision) };
      });
    },
  };
}

/** What is stored, read leniently: the document may have been written by hand. */
function settingsOf(organizationId: string, snapshot: DocumentSnapshot): Organization {
  const name: unknown = snapshot.get('name');
  const emails: unknown = snapshot.get('notificationEmails');
  const urls: unknown = snapshot.get('returnUrls');
  const revision: unknown = snapshot.get('revision');
  return {
    id: organizationId,
    name: typeof name === 'string' ? name : organizationId,
    notificationEmails: textsOf(emails),
    returnUrls: textsOf(urls),
    version: String(typeof revision === 'number' ? revision : 0),
  };
}

function textsOf(stored: unknown): string[] {
  return Array.isArray(stored) ? stored.filter((each): each is string => typeof each === 'string') : [];
}
