import type { ProviderError } from '../../providers/provider-error.ts';
import type { FailingOrganization } from '../../repositories/cross-tenant/provider-incidents.repository.ts';

/** How long a provider is left alone after an incident was confirmed. */
export const restMs = 30_000;
/** An incident ends by itself when no further organization has met it for this long. */
const incidentMs = 120_000;
/** A failure counts for so long, unless anybody succeeds. */
export const evidenceMs = 600_000;
/** What one organization meets is told to other instances no more often than this. */
const reportEveryMs = 30_000;
/** After a rest, so many organizations at once find out whether the provider is well again. */
const maxProbes = 3;
/** A probe that takes longer keeps nobody else from probing. */
const probeMs = 5_000;

/** Failures that can be the provider's, or of our registration there. */
export type SharedFailure = 'misconfigured' | 'unavailable';

/** So many organizations must have met a failure before it is taken for everybody's. */
export const organizationsForIncident: Readonly<Record<SharedFailure, number>> = {
  misconfigured: 3,
  unavailable: 5,
};

interface Incident {
  error: ProviderError;
  /** Organizations that met it, and when: they are its cause, until somebody else has met it too. */
  causes: Map<string, number>;
  /** Whether an organization met it that was not among those that it was declared for. */
  isConfirmed: boolean;
  restUntilMs: number;
  endsAtMs: number;
}

export type ProviderCircuit = ReturnType<typeof createProviderCircuit>;

/**
 * The circuit breaker for one kind of failure at one provider, in one process. Organizations are counted, not
 * connections. When enough of them have failed with no success between, an incident is declared; but nobody else is
 * refused before another organization has met it too, and any success ends it. So one or two organizations, whatever
 * they do, change nothing for the others.
 */
export function createProviderCircuit(failure: SharedFailure, clock: () => number) {
  /** Organizations that failed since the last success, and when. */
  const failing = new Map<string, number>();
  /** Organizations whose present failure other instances have not heard of. */
  const untold = new Set<string>();
  /** When each of them was last told of. It outlives a success: a report costs a write, and anybody can cause failures. */
  const toldAtMs = new Map<string, number>();
  const probes = new Map<string, number>();
  let incident: Incident | null = null;
  let lastSuccessAtMs = 0;

  function current(): Incident | null {
    if (incident && clock() >= incident.endsAtMs) {
      reset();
    }
    return incident;
  }

  function reset(): void {
    incident = null;
    failing.clear();
    untold.clear();
    probes.clear();
  }

  function recentlyFailing(): FailingOrganization[] {
    for (const [organizationId, atMs] of failing) {
      if (clock() - atMs > evidenceMs) {
        failing.delete(organizationId);
      }
    }
    return [...failing].map(([id, atMs]) => ({ id, atMs }));
  }

  /** Whether other instances are to be told of this organization now. */
  function isToBeTold(organizationId: string): boolean {
    const nowMs = clock();
    for (const [id, atMs] of toldAtMs) {
      if (nowMs - atMs >= reportEveryMs) {
        toldAtMs.delete(id);
      }
    }
    if (!untold.has(organizationId) || toldAtMs.has(organizationId)) {
      return false;
    }
    untold.delete(organizationId);
    toldAtMs.set(organizationId, nowMs);
    return true;
  }

  /** How long an organization is not to ask; 0 when it may. */
  function remainingRestMs(organizationId: string): number {
    const found = current();
    if (!found) {
      return 0;
    }
    const nowMs = clock();
    const ownAtMs = found.causes.get(organizationId);
    if (ownAtMs !== undefined && nowMs - ownAtMs < restMs) {
      return ownAtMs + restMs - nowMs;
    }
    if (!found.isConfirmed) {
      return 0;
    }
    if (nowMs < found.restUntilMs) {
      return found.restUntilMs - nowMs;
    }
    const probing = [...probes].filter(([, sinceMs]) => nowMs - sinceMs < probeMs);
    return probing.length >= maxProbes || probing.some(([id]) => id === organizationId) ? 1_000 : 0;
  }

  return {
    failure,

    /** Why an organization is not to ask, and for how long; null when it may. */
    rejection(organizationId: string): { error: ProviderError; retryAfterMs: number } | null {
      const retryAfterMs = remainingRestMs(organizationId);
      return retryAfterMs > 0 && incident ? { error: incident.error, retryAfterMs } : null;
    },

    /** Whether the failure is everybody's at the moment, as far as this process knows. */
    isIncident: () => current() !== null,

    lastSuccessAtMs: () => lastSuccessAtMs,

    started(organizationId: string): void {
      if (current()?.isConfirmed) {
        probes.set(organizationId, clock());
      }
    },

    ended(organizationId: string): void {
      probes.delete(organizationId);
    },

    succeeded(): void {
      lastSuccessAtMs = clock();
      if (incident || failing.size > 0) {
        reset();
      }
    },

    /**
     * A failure that may be everybody's.
     * @returns whether other instances are to be told: it is news to them, and they were told nothing of this
     * organization in the last 30 seconds.
     */
    failed(organizationId: string): boolean {
      const found = current();
      const nowMs = clock();
      if (!failing.has(organizationId)) {
        untold.add(organizationId);
      }
      failing.set(organizationId, nowMs);
      if (!found) {
        return isToBeTold(organizationId);
      }
      // A cause that fails again proves nothing: the incident is not kept up by those that it was declared for.
      if (found.causes.has(organizationId)) {
        return false;
      }
      found.causes.set(organizationId, nowMs);
      found.isConfirmed = true;
      found.restUntilMs = nowMs + restMs;
      found.endsAtMs = nowMs + incidentMs;
      return isToBeTold(organizationId);
    },

    /** Organizations that failed since the last success. */
    failing: recentlyFailing,

    /** Declares an incident, which these organizations have met, here or at another instance. */
    declare(error: ProviderError, organizations: readonly string[]): void {
      if (current()) {
        return;
      }
      const nowMs = clock();
      const causes = new Map(organizations.map((id) => [id, failing.get(id) ?? nowMs]));
      const endsAtMs = nowMs + incidentMs;
      incident = { error, causes, isConfirmed: false, restUntilMs: nowMs, endsAtMs };
    },
  };
}
