import type { IntegrationProvider } from '@klayim/shared/types';
import { ProviderError } from '../../providers/provider-error.ts';
import { callProvider, type Pacing, type RetryPolicy } from './provider-call.ts';

/** So many connections in a row must meet the same failure before it is taken for the provider's own. */
const breakAt = { misconfigured: 2, unavailable: 5 } as const;

/** How long a provider is left alone then; afterwards one call finds out whether it is well again. */
const openForMs = 30_000;

interface Score {
  /** Connections that failed since the last one that did not, by kind of failure. */
  failed: { misconfigured: Set<string>; unavailable: Set<string> };
  open: { error: ProviderError; untilMs: number } | null;
}

/** One connection's call to its provider. */
export interface ProviderCall<T> {
  provider: IntegrationProvider;
  integrationId: string;
  call: () => Promise<T>;
}

export type ProviderGateway = ReturnType<typeof createProviderGateway>;

/**
 * The way to the providers, with a breaker for each: what fails for one connection after the other is the provider's or
 * the application's fault, and the others need not find out for themselves. A single connection opens none: one tenant
 * that has removed our application, or one odd scope, must not stop a provider for everybody.
 */
export function createProviderGateway({
  retry,
  pacing,
  onOpened,
}: {
  retry: RetryPolicy;
  pacing: Pacing;
  /** Called each time when a provider is found to be in trouble, with what the last connection met. */
  onOpened: (provider: IntegrationProvider, error: ProviderError) => void;
}) {
  const scores = new Map<IntegrationProvider, Score>();

  function scoreOf(provider: IntegrationProvider): Score {
    let score = scores.get(provider);
    if (!score) {
      score = { failed: { misconfigured: new Set(), unavailable: new Set() }, open: null };
      scores.set(provider, score);
    }
    return score;
  }

  function noteFailure(provider: IntegrationProvider, integrationId: string, error: ProviderError): void {
    const { failure } = error;
    if (failure === 'grant_rejected') {
      noteAnswer(provider);
      return;
    }
    const score = scoreOf(provider);
    const failed = score.failed[failure].add(integrationId);
    if (failed.size < breakAt[failure]) return;
    const wasOpen = score.open !== null;
    score.open = { error, untilMs: pacing.clock() + openForMs };
    if (!wasOpen) onOpened(provider, error);
  }

  function noteAnswer(provider: IntegrationProvider): void {
    scores.delete(provider);
  }

  return {
    /** Why a provider is not asked at the moment; null when it is. Costs nothing. */
    refusal(provider: IntegrationProvider): ProviderError | null {
      const open = scores.get(provider)?.open;
      if (!open) return null;
      const remainingMs = open.untilMs - pacing.clock();
      if (remainingMs <= 0) return null;
      return new ProviderError(open.error.failure, open.error.reason, { retryAfterMs: remainingMs });
    },

    /**
     * Calls, with quick retries after an outage, whatever `refusal` says.
     * @throws {ProviderError}
     */
    async call<T>({ provider, integrationId, call }: ProviderCall<T>): Promise<T> {
      const open = scores.get(provider)?.open;
      // The first call after the rest is the trial; the others are refused until its end.
      if (open) open.untilMs = pacing.clock() + openForMs;
      try {
        const answer = await callProvider(call, retry, pacing);
        noteAnswer(provider);
        return answer;
      } catch (error) {
        if (error instanceof ProviderError) noteFailure(provider, integrationId, error);
        throw error;
      }
    },
  };
}
