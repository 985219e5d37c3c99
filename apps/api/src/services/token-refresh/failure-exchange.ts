import type { IntegrationProvider } from '@klayim/shared/types';
import type { Clock } from '../../lib/clock.ts';
import { withinDeadline } from '../../lib/deadline.ts';
import { isTransient } from '../../lib/firestore-errors.ts';
import type { Logger } from '../../lib/logger.ts';
import type {
  IncidentVerdict,
  KnownTrouble,
  ProviderIncidentsRepository,
} from '../../repositories/cross-tenant/provider-incidents.repository.ts';
import { organizationsForIncident, type SharedFailure } from './provider-circuit.ts';
import type { FailureExchange, FailureReport, FailureVerdict } from './provider-gateway.ts';

/** What is known of others' trouble is read again after this time. */
const knownForMs = 30_000;

export interface FailureExchangeDependencies {
  providerIncidentsRepository: ProviderIncidentsRepository;
  clock: Clock;
  logger: Logger;
  /** A failing call waits for the others' word no longer than this; the report goes on without it. Default: 3 seconds. */
  reportTimeoutMs?: number;
}

/**
 * How instances tell each other what they meet at a provider, and the operator what they have met together. It costs
 * nothing while nothing fails, one transaction for each organization that begins to, and one query in 30 seconds where
 * batches are worked on. An incident gives one log line, and another for each hour that it goes on.
 */
export function createFailureExchange({
  providerIncidentsRepository,
  clock,
  logger,
  reportTimeoutMs = 3_000,
}: FailureExchangeDependencies): FailureExchange & { listen: () => Promise<readonly KnownTrouble[]> } {
  /** Failures that somebody has reported, and no success since, by provider. */
  const pending = new Map<IntegrationProvider, Set<SharedFailure>>();
  const reporting = new Map<string, Promise<unknown>>();
  let known: readonly KnownTrouble[] = [];
  let knownAtMs = Number.NEGATIVE_INFINITY;

  function suspect(provider: IntegrationProvider, failure: SharedFailure): void {
    const failures = pending.get(provider) ?? new Set();
    pending.set(provider, failures.add(failure));
  }

  function tellOperator(
    { provider, failure, reason }: FailureReport,
    { organizations }: FailureVerdict,
  ): void {
    const fields = { provider, reason, organizations: organizations.length };
    if (failure === 'misconfigured') {
      logger.critical('The provider refuses our application: its registration or secret needs the operator', {
        event: 'provider_misconfigured',
        ...fields,
      });
    } else {
      logger.error('The provider is unavailable for one organization after the other', {
        event: 'provider_outage',
        ...fields,
      });
    }
  }

  /** One after the other: many that fail at once must not contend for one document. */
  async function inTurn(key: string, send: () => Promise<IncidentVerdict>): Promise<IncidentVerdict> {
    const before = reporting.get(key) ?? Promise.resolve();
    const mine = before.then(send, send);
    reporting.set(key, mine);
    try {
      return await mine;
    } finally {
      if (reporting.get(key) === mine) {
        reporting.delete(key);
      }
    }
  }

  return {
    async report(report) {
      suspect(report.provider, report.failure);
      const threshold = organizationsForIncident[report.failure];
      const send = async () => {
        const verdict = await providerIncidentsRepository.report({ ...report, threshold });
        if (verdict.tell) {
          tellOperator(report, verdict);
        }
        return verdict;
      };
      try {
        return await withinDeadline(inTurn(`${report.provider} ${report.failure}`, send), reportTimeoutMs);
      } catch (error) {
        // The failure itself matters more to its caller than that it could not be told.
        if (!isTransient(error)) {
          logger.error('What a provider failed with could not be reported', { error: String(error) });
        }
        return null;
      }
    },

    /** Told once for each time that somebody had reported a failure, and not waited for. */
    succeeded(provider) {
      const failures = pending.get(provider);
      if (!failures) {
        return;
      }
      pending.delete(provider);
      for (const failure of failures) {
        void providerIncidentsRepository.noteSuccess(provider, failure).catch((error: unknown) => {
          // Told again by the next success. A report that was lost has left nothing to speak against.
          if (isTransient(error)) {
            suspect(provider, failure);
          }
        });
      }
    },

    /** Hears what the others have met, so that a success here can speak against it. */
    async listen() {
      if (clock() - knownAtMs < knownForMs) {
        return known;
      }
      knownAtMs = clock();
      try {
        known = await withinDeadline(providerIncidentsRepository.findTrouble(), reportTimeoutMs);
        for (const { provider, failure } of known) {
          suspect(provider, failure);
        }
      } catch (error) {
        if (!isTransient(error)) {
          throw error;
        }
      }
      return known;
    },
  };
}
