import type { ConnectionTest, IntegrationProvider } from '@klayim/shared/types';
import { AppError } from '../../errors/app-error.ts';
import type { Clock } from '../../lib/clock.ts';
import { isoTimestampOfMs } from '../../lib/iso-timestamp.ts';
import type { OAuthProvider, TokenIdentity } from '../../providers/oauth-provider.ts';
import { ProviderError } from '../../providers/provider-error.ts';
import type { IntegrationRepository } from '../../repositories/integrations/integration.repository.ts';
import type { TokenRefreshService } from '../token-refresh/token-refresh-service.ts';

export interface ConnectionTestDependencies {
  integrationRepository: Pick<IntegrationRepository, 'findById'>;
  tokenRefreshService: Pick<TokenRefreshService, 'getValidToken'>;
  providers: () => ReadonlyMap<IntegrationProvider, OAuthProvider>;
  clock: Clock;
}

export type ConnectionTestService = ReturnType<typeof createConnectionTestService>;

type Account = Readonly<{ accountId: string; accountEmail: string }>;

/** Tries whether a connection works: with the token that a caller would get, which stays in this process. */
export function createConnectionTestService({
  integrationRepository,
  tokenRefreshService,
  providers,
  clock,
}: ConnectionTestDependencies) {
  /** @throws {AppError} provider_unavailable, provider_not_configured */
  async function ask(provider: IntegrationProvider, accessToken: string) {
    const client = providers().get(provider);
    if (!client) {
      throw new AppError('provider_not_configured');
    }
    try {
      return { told: await client.identify(accessToken), reason: null };
    } catch (error) {
      if (!(error instanceof ProviderError)) {
        throw error;
      }
      if (error.failure === 'grant_rejected') {
        return { told: null, reason: error.reason };
      }
      const { retryAfterMs } = error;
      throw new AppError('provider_unavailable', { ...(retryAfterMs !== undefined && { retryAfterMs }) });
    }
  }

  return {
    /**
     * A token that has expired is refreshed first, as for any caller; the test counts as a use of the connection.
     * @throws {AppError} integration_not_found, and whatever getValidToken throws; provider_unavailable when the provider
     * does not say whose the token is.
     */
    async testConnection(organizationId: string, integrationId: string): Promise<ConnectionTest> {
      const token = await tokenRefreshService.getValidToken(organizationId, integrationId);
      const connection = await integrationRepository.findById(organizationId, integrationId);
      if (!connection) {
        throw new AppError('integration_not_found');
      }
      const startedAtMs = clock();
      const { told, reason } = await ask(connection.provider, token.accessToken);
      return {
        accepted: told !== null,
        reason,
        accountEmail: told?.accountEmail ?? null,
        sameAccount: told && isSameAccount(told, connection),
        scopes: told?.scopes ?? token.scopes,
        scopesConfirmed: told?.scopes != null,
        missingScopes: token.missingScopes,
        degraded: token.degraded,
        expiresAt: token.expiresAt,
        durationMs: Math.max(0, Math.round(clock() - startedAtMs)),
        testedAt: isoTimestampOfMs(startedAtMs),
      };
    },
  };
}

function isSameAccount(told: TokenIdentity, connected: Account): boolean | null {
  if (told.accountId !== null) {
    return told.accountId === connected.accountId;
  }
  return told.accountEmail === null ? null : told.accountEmail === connected.accountEmail;
}
