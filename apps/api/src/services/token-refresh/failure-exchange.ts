import type { Clock } from '../../lib/clock.ts';
import { withinDeadline } from '../../lib/deadline.ts';
import { isTransient } from '../../lib/firestore-errors.ts';
import type { Logger } from '../../lib/logger.ts';
import type {
  IncidentVerdict,
  KnownTrouble,
  ProviderIncidentsRepository,
} from '../../repositories/cross-tenant/provider-incidents.repository.ts';
import { organizationsForIncident, type SharedFailure } from './circuit-breaker.ts';
import type { FailureExchange, FailureReport, FailureVerdict } from './provider-circuits.ts';

/** What other instances have reported is read again after this time. */
const knownForMs = 30_000;

export interface FailureExchangeDependencies {
  providerIncidentsRepository: ProviderIncidentsRepository;
  clock: Clock;
  logger: Logger;
  /** A failing call waits this long for the shared verdict; its report goes on. Default: 3 seconds. */
  reportTimeoutMs?: number;
}

/**
 * Shares failures of authorization servers between instances, and alerts the operator once for all of them. It costs nothing while
 * nothing fails, one transaction for each organization that begins to fail, and one query in 30 seconds where batches are
 * refreshed. An incident is logged once, and again for each hour that it goes on.
 */
export function createFailureExchange({
  providerIncidentsRepository,
  clock,
  logger,
  reportTimeoutMs = 3_000,
}: FailureExchangeDependencies): FailureExchange & { listen: () => Promise<readonly KnownTrouble[]> } {
  /** Failures that were reported at any instance since the last success, by server. */
  const reported = new Map<string, Set<SharedFailure>>();
  const reporting = new Map<string, Promise<unknown>>();
  let known: readonly KnownTrouble[] = [];
  let knownAtMs = Number.NEGATIVE_INFINITY;

  function addReported(server: string, failure: SharedFailure): void {
    const failures = reported.get(server) ?? new Set();
    reported.set(server, failures.add(failure));
  }

  function alertOperator(
    { server, failure, reason, providerError }: FailureReport,
    { organizations }: FailureVerdict,
  ): void {
    const fields = { server, reason, providerError, organizations: organizations.length };
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

  /** One report after the other: many failures at once must not contend for one document. */
  async function inOrder(key: string, send: () => Promise<IncidentVerdict>): Promise<IncidentVerdict> {
    const previous = reporting.get(key) ?? Promise.resolve();
    const mine = previous.then(send, send);
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
      addReported(report.server, report.failure);
      const threshold = organizationsForIncident[report.failure];
      const send = async () => {
        const verdict = await providerIncidentsRepository.report({ ...report, threshold });
        if (verdict.tell) {
          alertOperator(report, verdict);
        }
        return verdict;
      };
      try {
        return await withinDeadline(inOrder(`${report.server} ${report.failure}`, send), reportTimeoutMs);
      } catch (error) {
        // The failure itself matters more to the caller than its report.
        if (!isTransient(error)) {
          logger.error('A failure of a provider could not be reported', { error: String(error) });
        }
        return null;
      }
    },

    /** Written once after a failure was reported, and not waited for. */
    succeeded(server) {
      const failures = reported.get(server);
      if (!failures) {
        return;
      }
      reported.delete(server);
      for (const failure of failures) {
        void providerIncidentsRepository.noteSuccess(server, failure).catch((error: unknown) => {
          // The next success tries again. After any other error there is no report left to clear.
          if (isTransient(error)) {
            addReported(server, failure);
          }
        });
      }
    },

    /** Reads what other instances have reported, so that a success here can clear it. */
    async listen() {
      if (clock() - knownAtMs < knownForMs) {
        return known;
      }
      knownAtMs = clock();
      try {
        known = await withinDeadline(providerIncidentsRepository.findTrouble(), reportTimeoutMs);
        for (const { server, failure } of known) {
          addReported(server, failure);
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
