import type { Clock } from '../../lib/clock.ts';
import { minuteMs } from '../../lib/duration.ts';
import type { ProviderError } from '../../providers/provider-error.ts';
import type { FailingOrganization } from '../../repositories/cross-tenant/provider-incidents.repository.ts';

/** How long the circuit stays open after another organization has met the failure. */
export const defaultOpenMs = 30_000;
/** An incident ends by itself when no further organization has met it for this long. */
const incidentMs = 2 * minuteMs;
/** A failure counts for this long, unless any call succeeds. */
export const evidenceMs = 10 * minuteMs;
/** Failures of one organization are reported to other instances at most once in this time. */
const reportIntervalMs = 30_000;
/** While the circuit is half-open, this many organizations at once may probe the provider. */
const maxProbes = 3;
/** A probe that takes longer does not keep others from probing. */
const probeMs = 5_000;

/** Failures that can be the provider's own, or of our registration there. */
export type SharedFailure = 'misconfigured' | 'unavailable';

/** How many organizations must meet a failure before it is taken for an incident of all. */
export const organizationsForIncident: Readonly<Record<SharedFailure, number>> = {
  misconfigured: 3,
  unavailable: 5,
};

interface Incident {
  error: ProviderError;
  /** The organizations that met it, and when. Until another one meets it too, it may be their own fault. */
  causes: Map<string, number>;
  /** Whether an organization has met it that was not among those it was declared for. */
  isConfirmed: boolean;
  openUntilMs: number;
  endsAtMs: number;
}

export type CircuitBreaker = ReturnType<typeof createCircuitBreaker>;

/**
 * The circuit breaker for one kind of failure at one provider, in one process. It counts organizations, not connections.
 *
 * - closed: calls go through. When enough organizations have failed with no success between, an incident is declared;
 *   it rejects those organizations only, until another one meets the failure too.
 * - open: for 30 seconds, or as the options say, calls are rejected.
 * - half-open: a few organizations may probe. A further organization that fails opens the circuit again.
 *
 * @param options.openMs Default: 30 seconds. Infinite where another part chooses the probes.
 *
 * Any success closes it. So one or two organizations change nothing for the others, whatever they do.
 */
export function createCircuitBreaker(clock: Clock, { openMs = defaultOpenMs }: { openMs?: number } = {}) {
  /** Organizations that failed since the last success, and when. */
  const failing = new Map<string, number>();
  const reports = createReports(clock);
  /** Organizations that are calling while the circuit is half-open, and since when. */
  const probes = new Map<string, number>();
  let incident: Incident | null = null;
  let lastSuccessAtMs = 0;

  function currentIncident(): Incident | null {
    if (incident && clock() >= incident.endsAtMs) {
      close();
    }
    return incident;
  }

  function close(): void {
    incident = null;
    failing.clear();
    reports.forgetFailures();
    probes.clear();
  }

  /** How long an organization is rejected; 0 when it may call. */
  function rejectedForMs(organizationId: string): number {
    const found = currentIncident();
    if (!found) {
      return 0;
    }
    const nowMs = clock();
    const causedAtMs = found.causes.get(organizationId);
    if (causedAtMs !== undefined && nowMs - causedAtMs < openMs) {
      return causedAtMs + openMs - nowMs;
    }
    if (!found.isConfirmed) {
      return 0;
    }
    if (nowMs < found.openUntilMs) {
      return found.openUntilMs - nowMs;
    }
    const probing = [...probes].filter(([, sinceMs]) => nowMs - sinceMs < probeMs);
    return probing.length >= maxProbes || probing.some(([id]) => id === organizationId) ? 1_000 : 0;
  }

  return {
    /** Why an organization may not call, and for how long; null when it may. */
    rejection(organizationId: string): { error: ProviderError; retryAfterMs: number } | null {
      const retryAfterMs = rejectedForMs(organizationId);
      return retryAfterMs > 0 && incident ? { error: incident.error, retryAfterMs } : null;
    },

    /** Whether the failure concerns all organizations at the moment, as far as this process knows. */
    isIncident: () => currentIncident() !== null,

    /** For all organizations together. */
    state(): 'closed' | 'half_open' | 'open' {
      const found = currentIncident();
      if (!found?.isConfirmed) {
        return 'closed';
      }
      return clock() < found.openUntilMs ? 'open' : 'half_open';
    },

    lastSuccessAtMs: () => lastSuccessAtMs,

    callStarted(organizationId: string): void {
      if (currentIncident()?.isConfirmed) {
        probes.set(organizationId, clock());
      }
    },

    callEnded(organizationId: string): void {
      probes.delete(organizationId);
    },

    succeeded(): void {
      lastSuccessAtMs = clock();
      if (incident || failing.size > 0) {
        close();
      }
    },

    /**
     * Counts a failure that may concern all organizations.
     * @returns whether to report it: the other instances do not know of it, and this organization has not been reported
     * in the last 30 seconds.
     */
    failed(organizationId: string): boolean {
      const found = currentIncident();
      const nowMs = clock();
      if (!failing.has(organizationId)) {
        reports.note(organizationId);
      }
      failing.set(organizationId, nowMs);
      if (!found) {
        return reports.take(organizationId);
      }
      // A cause that fails again proves nothing: those that the incident was declared for cannot keep it up.
      if (found.causes.has(organizationId)) {
        return false;
      }
      found.causes.set(organizationId, nowMs);
      found.isConfirmed = true;
      found.openUntilMs = nowMs + openMs;
      found.endsAtMs = nowMs + incidentMs;
      return reports.take(organizationId);
    },

    /** Organizations that failed since the last success. */
    failing(): FailingOrganization[] {
      for (const [organizationId, atMs] of failing) {
        if (clock() - atMs > evidenceMs) {
          failing.delete(organizationId);
        }
      }
      return [...failing].map(([id, atMs]) => ({ id, atMs }));
    },

    /** Declares an incident that these organizations have met, here or at another instance. */
    declareIncident(error: ProviderError, organizations: readonly string[]): void {
      if (currentIncident()) {
        return;
      }
      const nowMs = clock();
      const causes = new Map(organizations.map((id) => [id, failing.get(id) ?? nowMs]));
      const endsAtMs = nowMs + incidentMs;
      incident = { error, causes, isConfirmed: false, openUntilMs: nowMs, endsAtMs };
    },
  };
}

/** Which failures to report to other instances, and when. */
function createReports(clock: Clock) {
  /** Organizations whose present failure has not been reported. */
  const unreported = new Set<string>();
  /** When each was last reported. Kept through a success: a report costs a write, and anybody can cause failures. */
  const reportedAtMs = new Map<string, number>();

  return {
    /** An organization fails that did not before. */
    note(organizationId: string): void {
      unreported.add(organizationId);
    },

    forgetFailures(): void {
      unreported.clear();
    },

    /** Whether to report this organization to other instances now. */
    take(organizationId: string): boolean {
      const nowMs = clock();
      for (const [id, atMs] of reportedAtMs) {
        if (nowMs - atMs >= reportIntervalMs) {
          reportedAtMs.delete(id);
        }
      }
      if (!unreported.has(organizationId) || reportedAtMs.has(organizationId)) {
        return false;
      }
      unreported.delete(organizationId);
      reportedAtMs.set(organizationId, nowMs);
      return true;
    },
  };
}
