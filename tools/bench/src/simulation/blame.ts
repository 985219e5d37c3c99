import { minuteMs } from '@klayim/api/lib/duration';
import { ProviderError, type ProviderFailure } from '@klayim/api/providers/provider-error';
import {
  addEvidence,
  afterSuccess,
  type ProviderIncidentsRepository,
  troubleOf,
} from '@klayim/api/repositories/cross-tenant/provider-incidents.repository';
import type { SharedFailure } from '@klayim/api/services/token-refresh/circuit-breaker';
import { createFailureExchange } from '@klayim/api/services/token-refresh/failure-exchange';
import { createProviderCalls } from '@klayim/api/services/token-refresh/provider-calls';
import { randomOf } from './random.ts';

const server = 'microsoft';

/** Organizations that refresh at one provider through several instances. Times are milliseconds from the beginning. */
export interface BlameScenario {
  organizations: number;
  instances: number;
  durationMs: number;
  /** Each organization refreshes so often, at any instance. */
  everyMs: number;
  /** Organizations whose every call fails, and how often in a second each of them calls. */
  hostile: { count: number; callsPerSecond: number; failures: readonly ProviderFailure[] };
  /** The provider fails for everybody from the first of these times to the second. */
  incident?: { failure: SharedFailure; fromMs: number; toMs: number };
}

/** What was seen. */
export interface BlameResult {
  /** Calls of organizations that do nothing wrong, outside of the incident, and how many of them had no success. */
  calls: number;
  failed: number;
  /** Calls that reached the provider while the incident lasted. */
  callsInIncident: number;
  /** When the operator was told, by failure. */
  alarms: { atMs: number; event: string }[];
  firestoreReads: number;
  firestoreWrites: number;
}

/** Replays it second by second, by the real circuit breakers, exchange and ledger. */
export async function simulateBlame(scenario: BlameScenario): Promise<BlameResult> {
  const { organizations, instances, durationMs, everyMs, hostile, incident } = scenario;
  const random = randomOf(7);
  const startMs = Date.UTC(2026, 0, 1);
  let nowMs = startMs;
  const clock = () => nowMs;
  const result: BlameResult = {
    calls: 0,
    failed: 0,
    callsInIncident: 0,
    alarms: [],
    firestoreReads: 0,
    firestoreWrites: 0,
  };
  const alarm = (_message: string, fields?: { event?: unknown }) =>
    void result.alarms.push({ atMs: nowMs - startMs, event: String(fields?.event) });
  const quiet = () => undefined;
  const logger = { debug: quiet, info: quiet, warn: quiet, error: alarm, critical: alarm };
  const ledger = createLedger(clock, result);
  const fleet = Array.from({ length: instances }, () => {
    const exchange = createFailureExchange({ providerIncidentsRepository: ledger, clock, logger });
    const timers = { clock, sleep: () => Promise.resolve(), random };
    const retry = { initialDelayMs: 0, jitter: 1, maxAttempts: 1 };
    return { exchange, providerCalls: createProviderCalls({ retry, timers, exchange }) };
  });
  const anyInstance = () => fleet[Math.floor(random() * fleet.length)] ?? fleet[0];
  const isAway = () =>
    incident !== undefined && nowMs - startMs >= incident.fromMs && nowMs - startMs < incident.toMs;

  /** @returns whether it brought a token. */
  async function refresh(organizationId: string, failure: ProviderFailure | null): Promise<boolean> {
    const providerCalls = anyInstance()?.providerCalls;
    if (providerCalls?.admit(server, organizationId, { isFailing: false }).kind !== 'admitted') {
      return false;
    }
    if (isAway()) {
      result.callsInIncident += 1;
    }
    const call = () =>
      failure ? Promise.reject(new ProviderError(failure, 'simulated')) : Promise.resolve('token');
    try {
      // Hostile ones count as having worked: the worst that they can be.
      await providerCalls.call({ server, organizationId, isWitness: true, call });
      return true;
    } catch {
      return false;
    }
  }

  for (; nowMs < startMs + durationMs; nowMs += 1_000) {
    if ((nowMs - startMs) % 30_000 === 0) {
      await Promise.all(fleet.map(({ exchange }) => exchange.listen()));
    }
    for (let index = 0; index < hostile.count; index += 1) {
      for (let call = 0; call < hostile.callsPerSecond; call += 1) {
        const failure = hostile.failures[Math.floor(random() * hostile.failures.length)] ?? 'unavailable';
        await refresh(`hostile-${index}`, failure);
      }
    }
    const due = (organizations * 1_000) / everyMs;
    const count = Math.floor(due) + Number(random() < due % 1);
    for (let call = 0; call < count; call += 1) {
      const away = isAway();
      const organizationId = `organization-${Math.floor(random() * organizations)}`;
      const succeeded = await refresh(organizationId, away && incident ? incident.failure : null);
      // Two minutes after the incident everybody is well again.
      if (
        away ||
        (incident && nowMs - startMs < incident.toMs + 2 * minuteMs && nowMs - startMs >= incident.fromMs)
      ) {
        continue;
      }
      result.calls += 1;
      if (!succeeded) {
        result.failed += 1;
      }
    }
  }
  return result;
}

/** The repository's ledger without Firestore: the same rules, and its operations counted. */
function createLedger(
  clock: () => number,
  counts: { firestoreReads: number; firestoreWrites: number },
): ProviderIncidentsRepository {
  type Document = ReturnType<typeof addEvidence>['document'];
  const documents = new Map<string, Document>();
  return {
    report(evidence) {
      counts.firestoreReads += 1;
      counts.firestoreWrites += 1;
      const key = `${evidence.server}-${evidence.failure}`;
      const { document, verdict } = addEvidence(documents.get(key), evidence, clock());
      documents.set(key, document);
      return Promise.resolve(verdict);
    },
    noteSuccess(of, failure) {
      counts.firestoreWrites += 1;
      const key = `${of}-${failure}`;
      const known = documents.get(key);
      if (known) {
        documents.set(key, { ...known, ...afterSuccess(clock()) });
      }
      return Promise.resolve();
    },
    findTrouble() {
      counts.firestoreReads += documents.size;
      return Promise.resolve(
        [...documents.values()]
          .map((document) => troubleOf(document, clock()))
          .filter(({ isIncident, organizations }) => isIncident || organizations.length > 0),
      );
    },
  };
}
