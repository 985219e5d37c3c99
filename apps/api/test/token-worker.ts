/**
 * An instance of the service in a process of its own: the very singletons that are deployed, configured by the
 * environment. It answers each message with the tokens that its concurrent callers were given.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { isAppError } from '../src/errors/app-error.ts';
import type { IntegrationReference } from '../src/repositories/cross-tenant/due-integrations.repository.ts';
import { tokenRefreshService } from '../src/services/token-refresh.service.ts';

/** What a parent asks of a worker. */
export interface TokenRequestMessage {
  /** Whose token each of the concurrent callers wants. */
  calls: { organizationId: string; integrationId: string }[];
  /** Whether each caller asks again, as it is told to, while a refresh is in progress. Default: false. */
  isPatient?: boolean;
  /** A batch of a sweep, which nobody waits for. Default: none. */
  batch?: IntegrationReference[];
}

/** What the callers were given: a token, or the code of an error. */
export type TokenAnswer = { accessToken: string } | { error: string };

process.on('message', ({ calls, isPatient = false, batch = [] }: TokenRequestMessage) => {
  if (batch.length > 0) {
    void tokenRefreshService.refreshBatch(batch);
  }
  const answers = calls.map(async ({ organizationId, integrationId }): Promise<TokenAnswer> => {
    for (;;) {
      try {
        const { accessToken } = await tokenRefreshService.getValidToken(organizationId, integrationId);
        return { accessToken };
      } catch (error) {
        if (!isPatient || !isAppError(error, 'refresh_in_progress')) {
          return { error: isAppError(error) ? error.code : String(error) };
        }
        await delay(error.retryAfterMs ?? 0);
      }
    }
  });
  void Promise.all(answers).then((given) => process.send?.(given));
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
