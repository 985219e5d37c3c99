import { isAppError } from '../../errors/app-error.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Logger } from '../../lib/logger.ts';
import { type Metrics, noMetrics } from '../../lib/metrics.ts';
import { runInOperationScope } from '../../lib/operation-scope.ts';
import type { StoredIntegration } from '../../repositories/integrations/integration-document.ts';
import type { RefreshResult } from './refresh-result.ts';

export interface RefreshLogDependencies {
  clock: Clock;
  logger: Logger;
  /** Default: nothing is measured. */
  metrics?: Metrics | undefined;
}

/**
 * Runs one refresh, and measures it and logs one line when it has ended: its outcome, its duration, the version of the credentials that it
 * stored and the number of Firestore operations that it made. Other lines that are logged meanwhile name its connection too.
 */
export async function withRefreshLog(
  { clock, logger, metrics = noMetrics }: RefreshLogDependencies,
  { organizationId, id, provider }: StoredIntegration,
  refresh: () => Promise<RefreshResult>,
): Promise<RefreshResult> {
  const startedAtMs = clock();
  const counts = { reads: 0, writes: 0 };
  const fields = { organizationId, integrationId: id, provider };
  const write = (level: 'info' | 'warn', outcome: string, credentialVersion?: number) => {
    const durationMs = clock() - startedAtMs;
    metrics.refreshEnded({ provider, outcome }, durationMs);
    logger[level]('refresh', {
      ...fields,
      outcome,
      ...(credentialVersion !== undefined && { credentialVersion }),
      durationMs,
      firestoreReads: counts.reads,
      firestoreWrites: counts.writes,
    });
  };
  return runInOperationScope({ fields, counts }, async () => {
    try {
      const result = await refresh();
      write('info', toOutcome(result), result.credentialVersion);
      return result;
    } catch (error) {
      write('warn', isAppError(error) ? error.code : 'internal_error');
      throw error;
    }
  });
}

function toOutcome({ refreshed, token }: RefreshResult): string {
  if (refreshed) {
    return 'refreshed';
  }
  return token.degraded ? 'degraded' : 'not_needed';
}
