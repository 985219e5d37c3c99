import type { ConnectionReason } from '@klayim/shared/types';
import type { Clock } from '../../lib/clock.ts';
import type { CircuitReading } from '../../lib/metrics.ts';
import { ProviderError } from '../../providers/provider-error.ts';
import type { FailingOrganization } from '../../repositories/cross-tenant/provider-incidents.repository.ts';
import {
  type CircuitBreaker,
  createCircuitBreaker,
  organizationsForIncident,
  type SharedFailure,
} from './circuit-breaker.ts';
import { createOutagePace, type OutagePace } from './outage-pace.ts';

/** Whose call it is, and to which authorization server. */
export interface CallOrigin {
  server: string;
  organizationId: string;
  /**
   * Whether a failure of this connection may count for others: it has been refreshed before, and its last refresh
   * succeeded. One that was never seen to work, or fails again and again, counts for nobody.
   */
  isWitness: boolean;
}

/** Whether an organization may call a server now. */
export type Admission =
  | { kind: 'admitted'; isProbe: boolean }
  /** With `retryAfterMs`. */
  | { kind: 'rejected'; error: ProviderError };

/** What this process has seen of a failure that may concern all organizations. */
export interface FailureReport {
  server: string;
  failure: SharedFailure;
  reason: ConnectionReason;
  /** The OAuth error code, or a short word of ours. */
  providerError: string;
  /** Organizations that failed here since the last success. */
  organizations: readonly FailingOrganization[];
  /** Milliseconds since the epoch; 0 for none. */
  lastSuccessAtMs: number;
}

/** What all instances know together. */
export interface FailureVerdict {
  isIncident: boolean;
  /** Organizations that failed since the last success at any instance. */
  organizations: readonly string[];
}

/** How instances share what they see of an authorization server. */
export interface FailureExchange {
  /** @returns null when the others cannot be reached at the moment. */
  report: (report: FailureReport) => Promise<FailureVerdict | null>;
  /** A refresh succeeded at this server: earlier reports no longer count. */
  succeeded: (server: string) => void;
}

type Breakers = Record<SharedFailure, CircuitBreaker>;

/** What this process knows of each authorization server: a circuit breaker for each kind of failure, and a pace. */
export function createProviderCircuits(clock: Clock, exchange: FailureExchange) {
  const breakers = new Map<string, Breakers>();
  const paces = new Map<string, OutagePace>();

  function paceFor(server: string): OutagePace {
    const pace = paces.get(server) ?? createOutagePace(clock);
    paces.set(server, pace);
    return pace;
  }

  function breakersFor(server: string): Breakers {
    const known = breakers.get(server) ?? {
      misconfigured: createCircuitBreaker(clock),
      // Never half-open by itself: the pace says who may probe.
      unavailable: createCircuitBreaker(clock, { openMs: Number.POSITIVE_INFINITY }),
    };
    breakers.set(server, known);
    return known;
  }

  /** What a failure says of its server to this organization, and by a witness to all. */
  async function countFailure({ server, organizationId, isWitness }: CallOrigin, error: ProviderError) {
    const { failure, owner } = error;
    if (failure === 'unavailable') {
      paceFor(server).failed(organizationId);
    }
    if (failure === 'grant_rejected' || owner === 'connection' || !isWitness) {
      return;
    }
    const breaker = breakersFor(server)[failure];
    if (breaker.failed(organizationId)) {
      await compareFailure(breaker, exchange, { server, failure, error });
    }
  }

  return {
    /** Runs a call, and counts how it ended. @throws what the call throws. */
    async watch<T>(origin: CallOrigin, run: () => Promise<T>): Promise<T> {
      const { server, organizationId } = origin;
      const both = Object.values(breakersFor(server));
      for (const breaker of both) {
        breaker.callStarted(organizationId);
      }
      try {
        const answer = await run();
        paceFor(server).succeeded(organizationId);
        for (const breaker of both) {
          breaker.succeeded();
        }
        exchange.succeeded(server);
        return answer;
      } catch (error) {
        if (error instanceof ProviderError) {
          await countFailure(origin, error);
        }
        throw error;
      } finally {
        for (const breaker of both) {
          breaker.callEnded(organizationId);
        }
      }
    },

    /** Why an organization may not call a provider at the moment; null when it may. Costs nothing, and takes no probe. */
    rejection(server: string, organizationId: string): ProviderError | null {
      const open = openCircuit(breakersFor(server), organizationId);
      if (!open) {
        return null;
      }
      const retryAfterMs =
        open.failure === 'unavailable' ? paceFor(server).untilNextProbeMs() : open.retryAfterMs;
      return retryAfterMs > 0 ? rejectedBy(open.error, retryAfterMs) : null;
    },

    /**
     * Asks whether an organization may call a server now. In an outage, of all or of the connection that is asked for,
     * one call a second may: it counts as taken.
     * @param options.isFailing the connection's last refresh failed by an outage, and a caller asks for it.
     */
    admit(server: string, organizationId: string, { isFailing }: { isFailing: boolean }): Admission {
      const open = openCircuit(breakersFor(server), organizationId);
      if (open?.failure === 'misconfigured') {
        return { kind: 'rejected', error: rejectedBy(open.error, open.retryAfterMs) };
      }
      const pace = paceFor(server);
      if (!open && (!isFailing || pace.isWell(organizationId))) {
        return { kind: 'admitted', isProbe: isFailing };
      }
      const retryAfterMs = pace.takeProbe(organizationId);
      if (retryAfterMs === 0) {
        return { kind: 'admitted', isProbe: true };
      }
      const error = open?.error ?? new ProviderError('unavailable', 'outage');
      return { kind: 'rejected', error: rejectedBy(error, retryAfterMs) };
    },

    /** Connections of the organization that failed before this time need not cool down; 0 for none. */
    outageEndedAtMs: (server: string, organizationId: string): number =>
      paceFor(server).outageEndedAtMs(organizationId),

    /** Whether a failure concerns all organizations at the moment, and not a single connection. */
    isIncident: (server: string, failure: SharedFailure): boolean =>
      breakersFor(server)[failure].isIncident(),

    /** The circuits to every server that was called, for all organizations together. */
    circuits: (): CircuitReading[] =>
      [...breakers].flatMap(([server, both]) =>
        (['misconfigured', 'unavailable'] as const).map((failure) => ({
          server,
          failure,
          state: both[failure].state(),
        })),
      ),
  };
}

/** Asks the other instances what they have seen, and declares an incident when it is one. */
async function compareFailure(
  breaker: CircuitBreaker,
  exchange: FailureExchange,
  { server, failure, error }: { server: string; failure: SharedFailure; error: ProviderError },
): Promise<void> {
  const { reason, code: providerError } = error;
  const organizations = breaker.failing();
  const lastSuccessAtMs = breaker.lastSuccessAtMs();
  const report = { server, failure, reason, providerError, organizations, lastSuccessAtMs };
  const verdict = (await exchange.report(report)) ?? {
    isIncident: organizations.length >= organizationsForIncident[failure],
    organizations: organizations.map(({ id }) => id),
  };
  // A call may have succeeded here while the others were asked.
  if (verdict.isIncident && breaker.failing().length > 0) {
    breaker.declareIncident(error, verdict.organizations);
  }
}

/** Why the circuit is open for an organization; null when it is closed. Costs nothing. */
function openCircuit(
  breakers: Breakers,
  organizationId: string,
): { failure: SharedFailure; error: ProviderError; retryAfterMs: number } | null {
  for (const failure of ['misconfigured', 'unavailable'] as const) {
    const found = breakers[failure].rejection(organizationId);
    if (found) {
      return { failure, ...found };
    }
  }
  return null;
}

function rejectedBy(error: ProviderError, retryAfterMs: number): ProviderError {
  return new ProviderError(error.failure, error.code, { ...error, found: error, retryAfterMs });
}
