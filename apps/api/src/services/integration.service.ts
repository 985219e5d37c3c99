import type { AuditActor, DisconnectResponse, IntegrationProvider } from '@klayim/shared/types';
import { Timestamp } from 'firebase-admin/firestore';
import { getConfig } from '../config/config.ts';
import { getProviders } from '../providers/process-providers.ts';
import { AppError, isAppError } from '../errors/app-error.ts';
import { systemClock } from '../lib/clock.ts';
import { processLogger } from '../lib/process-logger.ts';
import { providerCatalog } from '../providers/index.ts';
import { ProviderError } from '../providers/provider-error.ts';
import { auditEventRepository } from '../repositories/audit-event.repository.ts';
import { integrationEvent } from '../repositories/integration.audit-event.ts';
import { type StoredIntegration, toIntegration } from '../repositories/integration.document.ts';
import { type IntegrationRepository, integrationRepository } from '../repositories/integration.repository.ts';
import { oauthStateRepository } from '../repositories/oauth-state.repository.ts';
import {
  type SharedGrantsRepository,
  sharedGrantsRepository,
} from '../repositories/system/shared-grants.repository.ts';
import { createAuditTrail } from './audit-trail.ts';
import { type AuthorizationDependencies, createAuthorization } from './authorization/authorization.ts';
import { firebaseIdentity } from './firebase-identity.ts';
import { refreshDueAtMs, spreadOf } from './token-refresh/refresh-policy.ts';
import type { ConnectInput, IntegrationService } from './service-types.ts';

export type IntegrationServiceDependencies = Omit<
  AuthorizationDependencies,
  'connect' | 'findIntegration'
> & {
  integrationRepository: IntegrationRepository;
  sharedGrantsRepository: SharedGrantsRepository;
};

/** Connections of an organization: connect, see, disconnect. */
export function createIntegrationService(dependencies: IntegrationServiceDependencies): IntegrationService {
  const { integrationRepository, sharedGrantsRepository, providers, clock, logger } = dependencies;
  const trail = createAuditTrail(dependencies);

  async function getIntegration(organizationId: string, integrationId: string) {
    const stored = await integrationRepository.findById(organizationId, integrationId);
    return stored && toIntegration(stored);
  }

  /** What an authorization led to is noted by the authorization; an import that is refused has nobody else. */
  async function connect(given: ConnectInput) {
    const input = { ...given, accountEmail: given.accountEmail.toLowerCase() };
    const id = integrationRepository.idOf(input.organizationId, input.provider, input.accountId);
    try {
      return await connectAs(id, input);
    } catch (error) {
      if (isAppError(error) && input.authorizationId === undefined) {
        const more = { result: 'failure', reason: error.code } as const;
        await trail.note(integrationEvent({ ...input, id }, 'integration.imported', input.actor, more));
      }
      throw error;
    }
  }

  async function connectAs(id: string, input: ConnectInput) {
    if (input.integrationId !== undefined && input.integrationId !== id)
      throw new AppError('account_mismatch');
    const expiresAtMs = new Date(input.expiresAt).getTime();
    const { refreshToken } = input;
    return integrationRepository.create(
      input.organizationId,
      {
        provider: input.provider,
        accountId: input.accountId,
        accountEmail: input.accountEmail,
        scopes: input.scopes,
        missingScopes: input.missingScopes ?? [],
        credentials: { accessToken: input.accessToken, refreshToken },
        expiresAt: Timestamp.fromMillis(expiresAtMs),
        // Without a refresh token there is nothing that the sweep could do.
        refreshDueAt:
          refreshToken === null
            ? null
            : Timestamp.fromMillis(refreshDueAtMs(clock(), expiresAtMs, spreadOf(id), null)),
      },
      // Who names the integration means to renew it, for scopes that were not granted, say.
      (existing) => existing.status !== 'connected' || input.integrationId === existing.id,
      input,
    );
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
    if (!integration) throw new AppError('integration_not_found');
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
    if (!before.credentials) return 'local_only';
    const revocation = await tryToRevoke(organizationId, before);
    const more =
      revocation === 'revoked'
        ? { result: 'success' as const }
        : { result: 'failure' as const, reason: revocation };
    await trail.note(integrationEvent(before, 'integration.grant_revoked', actor, more));
    return revocation;
  }

  async function tryToRevoke(
    organizationId: string,
    before: StoredIntegration,
  ): Promise<DisconnectResponse['revocation']> {
    const provider = providers().get(before.provider);
    if (!provider) return 'local_only';
    if (await sharedGrantsRepository.isShared(before.provider, before.accountId, before.id)) return 'shared';
    try {
      const { refreshToken, accessToken } = await integrationRepository.getDecryptedCredentials(
        organizationId,
        before,
      );
      return (await provider.revoke(refreshToken ?? accessToken)) === 'revoked' ? 'revoked' : 'local_only';
    } catch (error) {
      if (!(error instanceof ProviderError) && !isAppError(error)) throw error;
      const reason = error instanceof ProviderError ? error.reason : error.code;
      logger.warn('A grant could not be revoked', { organizationId, integrationId: before.id, reason });
      return 'local_only';
    }
  }

  return {
    connect,
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

    getProviders: () =>
      (Object.keys(providerCatalog) as IntegrationProvider[]).map((provider) => ({
        provider,
        ...providerCatalog[provider],
        configured: providers().has(provider),
      })),

    ...createAuthorization({ ...dependencies, connect, findIntegration: getIntegration }),
  };
}

/** The process's connections. */
export const integrationService = createIntegrationService({
  integrationRepository,
  sharedGrantsRepository,
  oauthStateRepository,
  auditEventRepository,
  identity: firebaseIdentity,
  providers: getProviders,
  config: getConfig,
  clock: systemClock,
  logger: processLogger,
});
