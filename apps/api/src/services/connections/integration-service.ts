import type {
  AuditActor,
  DisconnectResponse,
  Integration,
  IntegrationListQuery,
  IntegrationPage,
  IntegrationProvider,
  ProviderDescription,
} from '@klayim/shared/types';
import { AppError, isAppError } from '../../errors/app-error.ts';
import { defaultScopesOf } from '../../providers/define-provider.ts';
import type { ProviderRegistry } from '../../providers/provider-registry.ts';
import type { SharedGrantsRepository } from '../../repositories/cross-tenant/shared-grants.repository.ts';
import type { IntegrationRepository } from '../../repositories/integrations/integration.repository.ts';
import { integrationEvent } from '../../repositories/integrations/integration-audit-event.ts';
import {
  type StoredIntegration,
  toIntegration,
} from '../../repositories/integrations/integration-document.ts';
import { createAuditTrail } from '../audit/audit-trail.ts';
import { type AuthorizationDependencies, createAuthorization } from '../authorization/authorization.ts';
import type { CompleteAuthorizationInput } from '../authorization/complete-authorization.ts';
import type { CompletedAuthorization } from '../authorization/settled-outcome.ts';
import type { StartAuthorizationInput, StartedAuthorization } from '../authorization/start-authorization.ts';
import { type ConnectInput, createConnectAccount } from './connect-account.ts';
import { createTokenImport, type ImportInput } from './import-tokens.ts';
import { createRevokeGrant } from './revoke-grant.ts';

/**
 * Connections of an organization: see, connect, disconnect. An `actor` is who the audit trail names; without one it is
 * code of this codebase.
 */
export interface IntegrationService {
  /**
   * Stores an account whose tokens are known to be its own, as those of a code exchange are.
   * @throws {AppError} already_connected, account_mismatch, organization_deleted
   */
  connect(input: ConnectInput): Promise<Integration>;
  /**
   * Stores tokens that were obtained elsewhere, after the provider has confirmed them.
   * @throws {AppError} already_connected, tokens_not_proven, organization_deleted, provider_not_configured,
   * provider_misconfigured, provider_unavailable
   */
  importTokens(input: ImportInput): Promise<Integration>;
  /** @throws {AppError} integration_not_found */
  disconnect(organizationId: string, integrationId: string, actor?: AuditActor): Promise<DisconnectResponse>;
  /** Removes the record for good; says what became of its grant, as a disconnect does. @throws {AppError} integration_not_found */
  deleteIntegration(
    organizationId: string,
    integrationId: string,
    actor?: AuditActor,
  ): Promise<DisconnectResponse['revocation']>;
  /** Every connection, newest first. Part of the public contract for other backend code; no route calls it. */
  getIntegrations(organizationId: string): Promise<Integration[]>;
  /** As `getIntegrations`, of one provider. Part of the public contract for other backend code; no route calls it. */
  getIntegrationsByProvider(organizationId: string, provider: IntegrationProvider): Promise<Integration[]>;
  getIntegration(organizationId: string, integrationId: string): Promise<Integration | null>;
  /** One page, newest first. @throws {AppError} invalid_cursor */
  listIntegrations(organizationId: string, query: IntegrationListQuery): Promise<IntegrationPage>;
  getProviders(): ProviderDescription[];
  /** @throws {AppError} provider_not_configured, return_url_not_allowed, integration_not_found */
  startAuthorization(input: StartAuthorizationInput): Promise<StartedAuthorization>;
  /**
   * @throws {AppError} oauth_state_unknown, oauth_state_foreign, authorization_in_progress, authorization_interrupted:
   * everything later is in the result.
   */
  completeAuthorization(input: CompleteAuthorizationInput): Promise<CompletedAuthorization>;
}

export type IntegrationServiceDependencies = Omit<
  AuthorizationDependencies,
  'connect' | 'findIntegration' | 'revokeGrant'
> & {
  integrationRepository: IntegrationRepository;
  providerRegistry: ProviderRegistry;
  sharedGrantsRepository: SharedGrantsRepository;
};

/** Connections of an organization: connect, see, disconnect. */
export function createIntegrationService(dependencies: IntegrationServiceDependencies): IntegrationService {
  const { integrationRepository, providerRegistry, providers, logger } = dependencies;
  const connecting = createConnectAccount(dependencies);
  const { connectAccount } = connecting;
  const { importTokens } = createTokenImport({ ...dependencies, ...connecting });
  const revokeGrant = createRevokeGrant(dependencies);
  const trail = createAuditTrail(dependencies);

  async function getIntegration(organizationId: string, integrationId: string) {
    const stored = await integrationRepository.findById(organizationId, integrationId);
    return stored && toIntegration(stored);
  }

  /** Authorizations are audited by `complete-authorization.ts`; an import that is refused is audited here. */
  async function noteRefusal(given: ImportInput, run: (input: ImportInput) => Promise<Integration>) {
    const input = { ...given, accountEmail: given.accountEmail.toLowerCase() };
    const id = integrationRepository.idOf(input.organizationId, input.provider, input.accountId);
    try {
      return await run(input);
    } catch (error) {
      if (isAppError(error)) {
        const more = { result: 'failure', reason: error.code } as const;
        await trail.note(integrationEvent({ ...input, id }, 'integration.imported', input.actor, more));
      }
      throw error;
    }
  }

  function connect(given: ConnectInput) {
    const input = { ...given, accountEmail: given.accountEmail.toLowerCase() };
    if (input.authorizationId !== undefined) {
      return connectAccount(input);
    }
    return noteRefusal(input, () => connectAccount(input));
  }

  /** Erases first: from then on nothing here can use the grant, whatever the provider says to its revocation. */
  async function disconnect(
    organizationId: string,
    integrationId: string,
    actor?: AuditActor,
  ): Promise<DisconnectResponse> {
    const before = await integrationRepository.markAsDisconnected(organizationId, integrationId, actor);
    const revocation = await revokeGrantOf(organizationId, before, actor);
    const integration = await getIntegration(organizationId, integrationId);
    if (!integration) {
      throw new AppError('integration_not_found');
    }
    logger.info('Integration disconnected', {
      organizationId,
      integrationId,
      provider: before.provider,
      revocation,
    });
    return { integration, revocation };
  }

  /** What became of the grant is an event of its own: it is known only after the credentials are gone. */
  async function revokeGrantOf(
    organizationId: string,
    before: StoredIntegration,
    actor?: AuditActor,
  ): Promise<DisconnectResponse['revocation']> {
    if (!before.credentials) {
      return 'local_only';
    }
    const revocation = await revokeGrant({
      organizationId,
      provider: before.provider,
      accountId: before.accountId,
      integrationId: before.id,
      async token() {
        const credentials = await integrationRepository.getDecryptedCredentials(organizationId, before);
        return credentials.refreshToken ?? credentials.accessToken;
      },
    });
    const more =
      revocation === 'revoked'
        ? { result: 'success' as const }
        : { result: 'failure' as const, reason: revocation };
    await trail.note(integrationEvent(before, 'integration.grant_revoked', actor, more));
    return revocation;
  }

  return {
    connect,
    importTokens: (input) => noteRefusal(input, importTokens),
    disconnect,
    getIntegration,

    getIntegrations: (organizationId) => integrationRepository.findByOrganization(organizationId),
    getIntegrationsByProvider: (organizationId, provider) =>
      integrationRepository.findByOrganizationAndProvider(organizationId, provider),
    listIntegrations: (organizationId, query) => integrationRepository.findPage(organizationId, query),

    async deleteIntegration(organizationId, integrationId, actor) {
      const before = await integrationRepository.delete(organizationId, integrationId, actor);
      const revocation = await revokeGrantOf(organizationId, before, actor);
      logger.info('Integration deleted', {
        organizationId,
        integrationId,
        provider: before.provider,
        revocation,
      });
      return revocation;
    },

    getProviders: () => describeProviders(providerRegistry, providers()),

    ...createAuthorization({
      ...dependencies,
      connect,
      revokeGrant,
      findIntegration: getIntegration,
    }),
  };
}

function describeProviders(
  registry: ProviderRegistry,
  configured: ReadonlyMap<IntegrationProvider, unknown>,
): ProviderDescription[] {
  return [...registry.providers.values()].map((provider) => ({
    provider: provider.id,
    displayName: provider.displayName,
    defaultScopes: defaultScopesOf(provider),
    configured: configured.has(provider.id),
  }));
}
