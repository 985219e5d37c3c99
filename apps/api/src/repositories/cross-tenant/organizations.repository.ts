import type { Firestore } from 'firebase-admin/firestore';
import { isAlreadyExists } from '../../lib/firestore-errors.ts';
import { organizations } from '../organizations/organization-settings.repository.ts';
import { requireLivingOrganization } from '../organizations/organization-tombstone.repository.ts';
import { type Page, type PageOptions, readSortedPage } from '../pagination.ts';

/** Recipients of notifications. The addresses are unchecked. */
export interface NotificationRecipients {
  organizationName: string | null;
  emails: unknown[];
}

export type OrganizationsRepository = ReturnType<typeof createOrganizationsRepository>;

/** The organizations there are. System-wide, and therefore apart from the repositories that routes reach. */
export function createOrganizationsRepository({ firestore }: { firestore: () => Firestore }) {
  const collection = () => organizations(firestore());

  return {
    async exists(organizationId: string): Promise<boolean> {
      return (await collection().doc(organizationId).get()).exists;
    },

    /** One page, by id. @throws {AppError} invalid_cursor */
    async findPage(options: PageOptions): Promise<Page<{ id: string; name: string }>> {
      const order = { field: 'organizationId', direction: 'asc' } as const;
      const page = await readSortedPage(collection().select('organizationId', 'name'), order, options);
      const items = page.items.map((each) => {
        const name: unknown = each.get('name');
        return { id: each.id, name: typeof name === 'string' ? name : each.id };
      });
      return { items, nextCursor: page.nextCursor };
    },

    /** The id of the only organization; null when there is none, or more than one. */
    async findOnly(): Promise<string | null> {
      const { docs } = await collection().select().limit(2).get();
      return docs.length === 1 ? (docs[0]?.id ?? null) : null;
    },

    /** The recipients that an organization has set; none when the organization does not exist. */
    async findNotificationRecipients(organizationId: string): Promise<NotificationRecipients> {
      const organization = await collection().doc(organizationId).get();
      const name: unknown = organization.get('name');
      const emails: unknown = organization.get('notificationEmails');
      return {
        organizationName: typeof name === 'string' ? name : null,
        emails: Array.isArray(emails) ? emails : [],
      };
    },

    /** @returns false when it exists; it stays unchanged. @throws {AppError} organization_deleted */
    async create(organizationId: string, name: string): Promise<boolean> {
      await requireLivingOrganization(firestore(), organizationId);
      try {
        await collection().doc(organizationId).create({ organizationId, name, notificationEmails: [] });
        return true;
      } catch (error) {
        if (isAlreadyExists(error)) {
          return false;
        }
        throw error;
      }
    },
  };
}
