import type { IntegrationProvider } from '@klayim/shared/types';
import { type Clock, systemClock } from '../lib/clock.ts';
import { isTransient } from '../lib/firestore-errors.ts';
import type { Logger } from '../lib/logger.ts';
import { processLogger } from '../lib/process-logger.ts';
import {
  type IncidentFailure,
  type ProviderIncidentsRepository,
  providerIncidentsRepository,
} from '../repositories/system/provider-incidents.repository.ts';

const intervalMs = 60_000;

/** Tells the operator what is wrong with a provider as a whole; `reason` is an OAuth error code or a word of ours. */
export type OperatorAlarm = (
  provider: IntegrationProvider,
  failure: IncidentFailure,
  reason: string,
) => Promise<void>;

/**
 * One incident concerns every connection of a provider: it gives one line, whatever number of connections and instances
 * meet it, and another one for each hour that it goes on. An instance reports at most once a minute.
 */
export function createOperatorAlarm({
  providerIncidentsRepository,
  clock,
  logger,
}: {
  providerIncidentsRepository: ProviderIncidentsRepository;
  clock: Clock;
  logger: Logger;
}): OperatorAlarm {
  const reportedAtMs = new Map<string, number>();
  return async (provider, failure, reason) => {
    const key = `${provider} ${failure}`;
    if (clock() - (reportedAtMs.get(key) ?? Number.NEGATIVE_INFINITY) < intervalMs) return;
    reportedAtMs.set(key, clock());
    try {
      if (!(await providerIncidentsRepository.report(provider, failure, reason))) return;
    } catch (error) {
      // Told twice is better than not at all.
      if (!isTransient(error)) throw error;
    }
    if (failure === 'misconfigured') {
      logger.critical('The provider refuses our application: its registration or secret needs the operator', {
        event: 'provider_misconfigured',
        provider,
        reason,
      });
    } else {
      logger.error('The provider is unavailable for one connection after the other', {
        event: 'provider_outage',
        provider,
        reason,
      });
    }
  };
}

/** The process's alarm. */
export const operatorAlarm = createOperatorAlarm({
  providerIncidentsRepository,
  clock: systemClock,
  logger: processLogger,
});
