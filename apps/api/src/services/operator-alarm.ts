import type { IntegrationProvider } from '@klayim/shared/types';
import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';

const intervalMs = 10 * 60_000;

/** Tells the operator that a provider refuses our application, and why: an OAuth error code. */
export type OperatorAlarm = (provider: IntegrationProvider, reason: string) => void;

/**
 * One incident of ours concerns every connection of a provider: it gives one critical line in ten minutes, not one for
 * each of ten thousand connections.
 */
export function createOperatorAlarm({ clock, logger }: { clock: Clock; logger: Logger }): OperatorAlarm {
  const raisedAtMs = new Map<IntegrationProvider, number>();
  return (provider, reason) => {
    if (clock() - (raisedAtMs.get(provider) ?? Number.NEGATIVE_INFINITY) < intervalMs) return;
    raisedAtMs.set(provider, clock());
    logger.critical('The provider refuses our application: its registration or secret needs the operator', {
      provider,
      reason,
    });
  };
}
