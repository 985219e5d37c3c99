import { type BackoffPolicy, createBackoff, type Timers } from '../../lib/backoff.ts';
import type { OAuthProvider, TokenGrant } from '../../providers/oauth-provider.ts';
import { ProviderError } from '../../providers/provider-error.ts';
import type { StoredIntegration } from '../../repositories/integrations/integration-document.ts';
import { type CallOrigin, createProviderCircuits, type FailureExchange } from './provider-circuits.ts';

/** One connection's call to the authorization server of its provider. */
export interface ProviderCall<T> extends CallOrigin {
  call: () => Promise<T>;
  /** Asked before each retry. Default: always. */
  mayRetry?: (() => boolean) | undefined;
}

export type ProviderCalls = ReturnType<typeof createProviderCalls>;

/** Calls providers, with retries and a circuit breaker for each authorization server and kind of failure. */
export function createProviderCalls({
  retry,
  timers,
  exchange,
}: {
  retry: BackoffPolicy;
  timers: Timers;
  exchange: FailureExchange;
}) {
  const { watch, ...circuits } = createProviderCircuits(timers.clock, exchange);

  /**
   * Retries after an outage, honouring Retry-After. Retrying a refresh quickly is also the best chance when only the
   * answer was lost: a provider with strict rotation accepts the token again, if at all, shortly after its first use.
   * @throws {ProviderError} the last one.
   */
  async function callWithRetries<T>(
    call: () => Promise<T>,
    mayRetry: () => boolean = () => true,
  ): Promise<T> {
    const backoff = createBackoff(retry, timers);
    for (;;) {
      try {
        return await call();
      } catch (error) {
        if (!(error instanceof ProviderError) || error.failure !== 'unavailable') {
          throw error;
        }
        if (!mayRetry() || !(await backoff.pause(error.retryAfterMs)) || !mayRetry()) {
          throw error;
        }
      }
    }
  }

  /**
   * Calls, with quick retries after an outage, whatever `rejection` says.
   * @throws {ProviderError}
   */
  function call<T>({ call: callOnce, mayRetry, ...origin }: ProviderCall<T>): Promise<T> {
    return watch(origin, () => callWithRetries(callOnce, mayRetry));
  }

  return {
    ...circuits,

    call,

    /**
     * Uses the refresh token of an integration.
     * @param options.mayRetry asked before each retry. Default: always.
     * @throws {ProviderError}
     */
    refresh(
      stored: StoredIntegration,
      provider: OAuthProvider,
      refreshToken: string,
      { mayRetry }: { mayRetry?: () => boolean } = {},
    ): Promise<TokenGrant> {
      const { organizationId, refreshCount, consecutiveFailures, status } = stored;
      const isWitness = refreshCount > 0 && consecutiveFailures === 0 && status === 'connected';
      const refresh = () => provider.refresh({ refreshToken, scopes: stored.scopes });
      return call({ server: provider.server, organizationId, isWitness, call: refresh, mayRetry });
    },
  };
}
