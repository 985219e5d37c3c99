import { guardOutput } from '@klayim/api/lib/guard-output';
import { composeProcess } from '@klayim/api/services/process';
import type { TokenRefreshDependencies } from '@klayim/api/services/token-refresh/token-refresh-parts';
import { createTokenRefreshService } from '@klayim/api/services/token-refresh/token-refresh-service';

/**
 * The token service of this process, made of the parts that are deployed, its logger and the search of its lines for
 * secrets included. Only the clock can be moved, so that tokens expire.
 */
export function movableTokenService(change: Partial<TokenRefreshDependencies> = {}) {
  guardOutput(process.stdout, process.stderr);
  let offsetMs = 0;
  const clock = () => Date.now() + offsetMs;
  const service = createTokenRefreshService({
    ...composeProcess({ clock }),
    enqueueRefreshBatch: null,
    enqueueDeferredCommit: () => Promise.reject(new Error('There is no queue in a bench.')),
    ...change,
  });
  return {
    service,
    clock,
    /** Moves the clock on. */
    advance(ms: number) {
      offsetMs += ms;
    },
  };
}
