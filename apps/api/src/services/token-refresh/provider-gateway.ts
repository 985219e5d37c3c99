import type { IntegrationProvider } from '@klayim/shared/types';
import { ProviderError } from '../../providers/provider-error.ts';
import type { FailingOrganization } from '../../repositories/cross-tenant/provider-incidents.repository.ts';
import { callProvider, type Pacing, type RetryPolicy } from './provider-call.ts';
import {
  createProviderCircuit,
  organizationsForIncident,
  type ProviderCircuit,
  type SharedFailure,
} from './provider-circuit.ts';

/** One connection's call to its provider. */
export interface ProviderCall<T> {
  provider: IntegrationProvider;
  organizationId: string;
  /**
   * Whether a failure of this connection may speak for others: it had been refreshed before, and its last refresh
   * succeeded. One that was never seen to work, or fails again and again, speaks for itself only.
   */
  isWitness: boolean;
  call: () => Promise<T>;
}

/** What this process has seen of a failure that may be everybody's. */
export interface FailureReport {
  provider: IntegrationProvider;
  failure: SharedFailure;
  reason: string;
  /** Organizations that failed here since the last success. */
  organizations: readonly FailingOrganization[];
  /** Milliseconds since the epoch; 0 for none. */
  lastSuccessAtMs: number;
}

/** What all instances know together. */
export interface FailureVerdict {
  isIncident: boolean;
  /** Organizations that failed since anybody's last success. */
  organizations: readonly string[];
}

/** Where instances tell each other what they met. */
export interface FailureExchange {
  /** Null: the others cannot be asked at the moment. */
  report: (report: FailureReport) => Promise<FailureVerdict | null>;
  /** A refresh succeeded at this provider: whatever was reported before is over. */
  succeeded: (provider: IntegrationProvider) => void;
}

export type ProviderGateway = ReturnType<typeof createProviderGateway>;

/** The way to the providers, with a circuit breaker for each provider and kind of failure. */
export function createProviderGateway({
  retry,
  pacing,
  exchange,
}: {
  retry: RetryPolicy;
  pacing: Pacing;
  exchange: FailureExchange;
}) {
  const circuits = new Map<IntegrationProvider, Record<SharedFailure, ProviderCircuit>>();

  function circuitsOf(provider: IntegrationProvider): Record<SharedFailure, ProviderCircuit> {
    const known = circuits.get(provider) ?? {
      misconfigured: createProviderCircuit('misconfigured', pacing.clock),
      unavailable: createProviderCircuit('unavailable', pacing.clock),
    };
    circuits.set(provider, known);
    return known;
  }

  const bothOf = (provider: IntegrationProvider) => Object.values(circuitsOf(provider));

  async function noteFailure(
    { provider, organizationId, isWitness }: Omit<ProviderCall<unknown>, 'call'>,
    error: ProviderError,
  ): Promise<void> {
    const { failure, owner, reason } = error;
    if (failure === 'grant_rejected' || owner === 'connection' || !isWitness) {
      return;
    }
    const circuit = circuitsOf(provider)[failure];
    if (!circuit.failed(organizationId)) {
      return;
    }
    const organizations = circuit.failing();
    const lastSuccessAtMs = circuit.lastSuccessAtMs();
    const verdict = (await exchange.report({
      provider,
      failure,
      reason,
      organizations,
      lastSuccessAtMs,
    })) ?? {
      isIncident: organizations.length >= organizationsForIncident[failure],
      organizations: organizations.map(({ id }) => id),
    };
    // Somebody may have succeeded here while the others were asked.
    if (verdict.isIncident && circuit.failing().length > 0) {
      circuit.declare(error, verdict.organizations);
    }
  }

  return {
    /** Why an organization is not to ask a provider at the moment; null when it may. Costs nothing. */
    rejection(provider: IntegrationProvider, organizationId: string): ProviderError | null {
      for (const circuit of bothOf(provider)) {
        const found = circuit.rejection(organizationId);
        if (!found) {
          continue;
        }
        const { error, retryAfterMs } = found;
        return new ProviderError(error.failure, error.reason, { ...error, retryAfterMs });
      }
      return null;
    },

    /** Whether a failure is everybody's at the moment, and no connection's own. */
    isIncident: (provider: IntegrationProvider, failure: SharedFailure): boolean =>
      circuitsOf(provider)[failure].isIncident(),

    /**
     * Calls, with quick retries after an outage, whatever `rejection` says.
     * @throws {ProviderError}
     */
    async call<T>({ call, ...from }: ProviderCall<T>): Promise<T> {
      const { provider, organizationId } = from;
      for (const circuit of bothOf(provider)) {
        circuit.started(organizationId);
      }
      try {
        const answer = await callProvider(call, retry, pacing);
        for (const circuit of bothOf(provider)) {
          circuit.succeeded();
        }
        exchange.succeeded(provider);
        return answer;
      } catch (error) {
        if (error instanceof ProviderError) {
          await noteFailure(from, error);
        }
        throw error;
      } finally {
        for (const circuit of bothOf(provider)) {
          circuit.ended(organizationId);
        }
      }
    },
  };
}
