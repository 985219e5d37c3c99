import type { IntegrationProvider } from '@klayim/shared/types';
import { AppError } from '../../errors/app-error.ts';
import type { OAuthProvider } from '../../providers/oauth-provider.ts';

export interface AuthorizationProvidersDependencies {
  providers: () => ReadonlyMap<IntegrationProvider, OAuthProvider>;
  config: () => { publicBaseUrl: string };
}

export type AuthorizationProviders = ReturnType<typeof createAuthorizationProviders>;

/** The providers to which an authorization may be sent, and where they send the browser back. */
export function createAuthorizationProviders({ providers, config }: AuthorizationProvidersDependencies) {
  return {
    /** @throws {AppError} provider_not_configured */
    providerOf(id: IntegrationProvider): OAuthProvider {
      const provider = providers().get(id);
      if (!provider) {
        throw new AppError('provider_not_configured');
      }
      return provider;
    },

    /** One for all providers of a server: it is registered there once. */
    redirectUriOf({ server }: Pick<OAuthProvider, 'server'>): string {
      return `${config().publicBaseUrl}/oauth/${server}/callback`;
    },

    /** @throws {AppError} provider_not_configured when no provider uses this server. */
    requireConfigured(server: string): void {
      if (![...providers().values()].some((provider) => provider.server === server)) {
        throw new AppError('provider_not_configured');
      }
    },
  };
}
