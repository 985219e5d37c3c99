import type { DisconnectResponse, IntegrationProvider } from '@klayim/shared/types';
import { isAppError } from '../../errors/app-error.ts';
import type { Logger } from '../../lib/logger.ts';
import type { OAuthProvider } from '../../providers/oauth-provider.ts';
import { ProviderError } from '../../providers/provider-error.ts';
import type { SharedGrantsRepository } from '../../repositories/cross-tenant/shared-grants.repository.ts';

export interface RevokeGrantDependencies {
  sharedGrantsRepository: SharedGrantsRepository;
  providers: () => ReadonlyMap<IntegrationProvider, OAuthProvider>;
  logger: Logger;
}

/** A grant that this organization has no use for any more. */
export interface UnwantedGrant {
  organizationId: string;
  provider: IntegrationProvider;
  accountId: string;
  /** The integration that it was of; null when it never became one. */
  integrationId: string | null;
  /** Gives a token of the grant, the refresh token if there is one. */
  token: () => Promise<string>;
}

/** Gives grants back to their provider. */
export function createRevokeGrant({ sharedGrantsRepository, providers, logger }: RevokeGrantDependencies) {
  /**
   * Revokes a grant, unless a connection lives on it: a provider keeps one grant of an account for our application,
   * whatever organization it was given through. The answer is the same whether another organization has the account or
   * the provider did not confirm. A failure of the provider or of Firestore is logged, never thrown.
   */
  return async function revokeGrant(grant: UnwantedGrant): Promise<DisconnectResponse['revocation']> {
    const { organizationId, integrationId, accountId } = grant;
    const provider = providers().get(grant.provider);
    if (!provider) {
      return 'local_only';
    }
    try {
      if (await sharedGrantsRepository.isShared(grant.provider, accountId, integrationId)) {
        return 'local_only';
      }
      return (await provider.revoke(await grant.token())) === 'revoked' ? 'revoked' : 'local_only';
    } catch (error) {
      if (!(error instanceof ProviderError) && !isAppError(error)) {
        throw error;
      }
      const { code } = error;
      logger.warn('A grant could not be revoked', { organizationId, integrationId, code });
      return 'local_only';
    }
  };
}

export type RevokeGrant = ReturnType<typeof createRevokeGrant>;
