/**
 * An instance of the service in a process of its own: the very singletons that are deployed, configured by the
 * environment. It answers each message with the tokens that its concurrent callers were given.
 */
import { tokenRefreshService } from '../src/services/token-refresh.service.ts';

/** What a parent asks of a worker. */
export interface TokenRequestMessage {
  /** Whose token each of the concurrent callers wants. */
  calls: { organizationId: string; integrationId: string }[];
}

/** What the callers were given: a token, or the code of an error. */
export type TokenAnswer = { accessToken: string } | { error: string };

process.on('message', ({ calls }: TokenRequestMessage) => {
  const answers = calls.map(async ({ organizationId, integrationId }): Promise<TokenAnswer> => {
    try {
      const { accessToken } = await tokenRefreshService.getValidToken(organizationId, integrationId);
      return { accessToken };
    } catch (error) {
      return { error: error instanceof Error ? `${error.name}: ${error.message}` : 'unknown' };
    }
  });
  void Promise.all(answers).then((given) => process.send?.(given));
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
