import type { ClientSecretEnds } from '@klayim/shared/types';
import type { Config } from '../../config/config.ts';
import type { Clock } from '../../lib/clock.ts';
import { dayMs } from '../../lib/duration.ts';
import type { Logger } from '../../lib/logger.ts';
import type { OperatorNotificationsRepository } from '../../repositories/cross-tenant/operator-notifications.repository.ts';

/** Days before the end of a client secret at which operators are told, the last one first. */
const warningDays = [1, 7, 30];

export interface ClientSecretWatchDependencies {
  config: () => Pick<Config, 'servers'>;
  operatorNotificationsRepository: OperatorNotificationsRepository;
  clock: Clock;
  logger: Logger;
}

export type ClientSecretWatch = ReturnType<typeof createClientSecretWatch>;

/** Tells operators of client secrets that end, 30, 7 and 1 days before, and when they end on request. */
export function createClientSecretWatch(dependencies: ClientSecretWatchDependencies) {
  const { config, operatorNotificationsRepository, clock, logger } = dependencies;
  /** What this process knows to be told: nothing is read for it again. */
  const told = new Set<string>();
  const daysUntil = (endMs: number) => Math.ceil((endMs - clock()) / dayMs);

  return {
    /** Costs nothing until an end is near, and then one transaction for each process and warning. */
    async warnOfEnds(): Promise<void> {
      for (const [server, { secretEndsMs }] of config().servers) {
        const endMs = lastEndMs(secretEndsMs);
        const days = endMs === null ? undefined : warningDays.find((each) => endMs - clock() <= each * dayMs);
        if (endMs === null || days === undefined) {
          continue;
        }
        const endsOn = dateOf(endMs);
        const id = `client-secret-${server}-${endsOn}-${days}`;
        if (told.has(id)) {
          continue;
        }
        const tell = () =>
          logger.error('A client secret ends', {
            event: 'client_secret_ending',
            server,
            endsOn,
            daysLeft: daysUntil(endMs),
          });
        await operatorNotificationsRepository.tellOnce(id, endsOn, tell);
        told.add(id);
      }
    },

    /** When the secrets of each configured server end, as the configuration says. Reads nothing. */
    listEnds(): ClientSecretEnds[] {
      return [...config().servers].map(([server, { secretEndsMs }]) => {
        const endMs = lastEndMs(secretEndsMs);
        return {
          server,
          endsOn: secretEndsMs.map((each) => (each === null ? null : dateOf(each))),
          worksUntil: endMs === null ? null : dateOf(endMs),
          daysLeft: endMs === null ? null : daysUntil(endMs),
        };
      });
    },
  };
}

/** The day in UTC, such as `2027-05-31`. */
function dateOf(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}

/** When the last client secret ends; null when one of them does not end. */
function lastEndMs(endsMs: readonly (number | null)[]): number | null {
  const known = endsMs.filter((endMs) => endMs !== null);
  return known.length === 0 || known.length < endsMs.length ? null : Math.max(...known);
}
