import type { DisconnectResponse, IntegrationProvider } from '@klayim/shared/types';
import { isAppError } from '../../errors/app-error.ts';
import type { Logger } from '../../lib/logger.ts';
import { type OAuthProvider, providersBeside } from '../../providers/oauth-provider.ts';
import { ProviderError } from '../../providers/provider-error.ts';
import type { SharedGrantsRepository } from '../../repositories/cross-tenant/shared-grants.repository.ts';
import type { IntegrationRepository } from '../../repositories/integrations/integration.repository.ts';
import { holdsGrant } from '../../repositories/integrations/integration-document.ts';

export interface RevokeGrantDependencies {
  integrationRepository: Pick<IntegrationRepository, 'findById' | 'idOf'>;
  sharedGrantsRepository: SharedGrantsRepository;
  clock: () => number;
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
export function createRevokeGrant({
  integrationRepository,
  sharedGrantsRepository,
  providers,
  clock,
  logger,
}: RevokeGrantDependencies) {
  /** Whether the organization has the account connected for another provider of the same server. */
  async function hasSibling(
    organizationId: string,
    accountId: string,
    providerIds: readonly string[],
  ): Promise<boolean> {
    const siblings = await Promise.all(
      providerIds.map((provider) =>
        integrationRepository.findById(
          organizationId,
          integrationRepository.idOf(organizationId, provider, accountId),
        ),
      ),
    );
    return siblings.some(
      (sibling) => sibling !== null && sibling.status !== 'disconnected' && holdsGrant(sibling, clock()),
    );
  }

  /**
   * Revokes a grant, unless a connection lives on it: an authorization server keeps one grant of an account for our
   * application, whatever provider and organization it was given through. That the organization itself uses it for another
   * provider is said; otherwise the answer is the same whether another organization has the account or the server did not
   * confirm. A failure of the provider or of Firestore is logged, never thrown.
   */
  return async function revokeGrant(grant: UnwantedGrant): Promise<DisconnectResponse['revocation']> {
    const { organizationId, integrationId, accountId } = grant;
    const provider = providers().get(grant.provider);
    if (!provider) {
      return 'local_only';
    }
    try {
      const beside = providersBeside(providers(), grant.provider);
      if (await hasSibling(organizationId, accountId, beside.slice(1))) {
        return 'shared';
      }
      if (await sharedGrantsRepository.isShared(beside, accountId, integrationId)) {
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
