import * as z from 'zod';
import type { Config } from '../../config/config.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Logger } from '../../lib/logger.ts';
import type {
  NotificationRepository,
  PendingNotifications,
} from '../../repositories/cross-tenant/notification.repository.ts';
import type { OrganizationsRepository } from '../../repositories/cross-tenant/organizations.repository.ts';
import { notificationMailOf } from './notification-mail.ts';

const maxRecipients = 50;
const emailSchema = z.email().max(320);

export interface NotificationsDependencies {
  notificationRepository: NotificationRepository;
  organizationsRepository: Pick<OrganizationsRepository, 'findNotificationRecipients'>;
  config: () => Pick<Config, 'notifications' | 'smtp'>;
  clock: Clock;
  logger: Logger;
}

/** How many mails were written, and of how many connections. */
export interface NotificationsDelivered {
  mails: number;
  connections: number;
}

/**
 * Makes mails of notifications: for each organization one at most in an hour, whatever number of connections it is of. The
 * first goes out at once; what comes after it waits for the next hour's.
 */
export function createNotificationsService(dependencies: NotificationsDependencies) {
  const { notificationRepository, organizationsRepository, config, clock, logger } = dependencies;

  async function deliverTo(pending: PendingNotifications, dashboardUrl: string): Promise<boolean> {
    const { organizationId, connections } = pending;
    const { organizationName, emails } =
      await organizationsRepository.findNotificationRecipients(organizationId);
    const to = recipientsOf(emails);
    if (connections.length === 0 || to.length === 0) {
      await notificationRepository.discard(pending);
      if (connections.length > 0) {
        const event = 'notification.without_recipients';
        logger.warn('No recipient for connections that need reauthorization', {
          event,
          organizationId,
          connections: connections.length,
        });
      }
      return false;
    }
    const message = notificationMailOf({ organizationId, organizationName, connections, dashboardUrl });
    // An id of the organization and the hour: a second mail of that hour cannot be written.
    const hour = new Date(clock()).toISOString().slice(0, 13);
    const written = await notificationRepository.deliver(
      pending,
      `reauthorization-${organizationId}-${hour}`,
      { to, message },
      { nowMs: clock(), isOurs: config().smtp !== null },
    );
    if (written) {
      logger.info('A notification was written', {
        event: 'notification.written',
        organizationId,
        connections: connections.length,
        recipients: to.length,
      });
    }
    return written;
  }

  return {
    /** Safe to repeat and to run twice at once. Does nothing when notifications are not configured. */
    async deliverNotifications(): Promise<NotificationsDelivered> {
      const delivered = { mails: 0, connections: 0 };
      const { notifications } = config();
      if (!notifications) {
        return delivered;
      }
      for await (const pending of notificationRepository.findPending()) {
        if (!(await deliverTo(pending, notifications.dashboardUrl))) {
          continue;
        }
        delivered.mails += 1;
        delivered.connections += pending.connections.length;
      }
      return delivered;
    },
  };
}

/** Each address once; what is none is left out. */
export function recipientsOf(emails: readonly unknown[]): string[] {
  const valid = emails.flatMap((email) => {
    const parsed = emailSchema.safeParse(email);
    return parsed.success ? [parsed.data.toLowerCase()] : [];
  });
  return [...new Set(valid)].slice(0, maxRecipients);
}
