import { isAppError } from '../../errors/app-error.ts';
import type { Clock } from '../../lib/clock.ts';
import { runInvocation } from '../../lib/invocation.ts';
import type { Logger } from '../../lib/logger.ts';
import type { StoredIntegration } from '../../repositories/integrations/integration-document.ts';
import type { RefreshResult } from './refresh-result.ts';

/**
 * Runs one refresh and writes one line of it when it is over: how it ended, how long it took, the version of the
 * credentials that it brought, and which Firestore operations it made. The lines that are written meanwhile name its
 * connection too.
 */
export async function withRefreshLog(
  { clock, logger }: { clock: Clock; logger: Logger },
  { organizationId, id, provider }: StoredIntegration,
  refresh: () => Promise<RefreshResult>,
): Promise<RefreshResult> {
  const startedAtMs = clock();
  const counts = { reads: 0, writes: 0 };
  const fields = { organizationId, integrationId: id, provider };
  const write = (level: 'info' | 'warn', outcome: string, credentialVersion?: number) =>
    logger[level]('refresh', {
      ...fields,
      outcome,
      ...(credentialVersion !== undefined && { credentialVersion }),
      durationMs: clock() - startedAtMs,
      firestoreReads: counts.reads,
      firestoreWrites: counts.writes,
    });
  return runInvocation({ fields, counts }, async () => {
    try {
      const result = await refresh();
      write('info', outcomeOf(result), result.credentialVersion);
      return result;
    } catch (error) {
      write('warn', isAppError(error) ? error.code : 'internal_error');
      throw error;
    }
  });
}

function outcomeOf({ refreshed, token }: RefreshResult): string {
  if (refreshed) {
    return 'refreshed';
  }
  return token.degraded ? 'degraded' : 'not_needed';
}
