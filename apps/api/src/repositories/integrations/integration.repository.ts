import type { Integration, IntegrationProvider } from '@klayim/shared/types';
import { Timestamp } from 'firebase-admin/firestore';
import { AppError } from '../../errors/app-error.ts';
import { decrypt, encrypt } from '../../lib/encryption.ts';
import type { Keyring } from '../../lib/keyring.ts';
import type { Logger } from '../../lib/logger.ts';
import { backendActor } from '../audit/audit-event.document.ts';
import { requireLivingOrganization } from '../organizations/organization-tombstone.repository.ts';
import { partyOf } from './connection-party.ts';
import {
  type ConnectionWriterDependencies,
  createConnectionWriter,
  type WrittenIntegration,
} from './connection-writer.ts';
import { type ConnectionOrigin, connectionEvent } from './integration-audit-event.ts';
import { createIntegrationChanges, type SealCredentials } from './integration-changes.ts';
import {
  type CredentialsOwner,
  credentialsContextOf,
  type OAuthCredentials,
} from './integration-credentials.ts';
import {
  integrationIdOf,
  integrations,
  refreshShardOf,
  type StoredGrantExpiry,
  type StoredIntegration,
  toIntegration,
} from './integration-document.ts';
import { createIntegrationQueries } from './integration-queries.ts';

/** What is known of an account at the moment it is connected. */
export interface NewIntegration {
  provider: IntegrationProvider;
  accountId: string;
  accountEmail: string;
  scopes: string[];
  missingScopes: string[];
  credentials: OAuthCredentials;
  expiresAt: Timestamp;
  grantExpiry?: StoredGrantExpiry | null;
  refreshDueAt: Timestamp | null;
}

export interface IntegrationRepositoryDependencies extends ConnectionWriterDependencies {
  /** The keyring, proven to fit the stored data. */
  keyring: () => Promise<Keyring>;
  logger: Logger;
}

export type IntegrationRepository = ReturnType<typeof createIntegrationRepository>;

/**
 * Connections of an organization. Every method takes the organization first; another organization's id behaves exactly
 * like an unknown one. Credentials are encrypted on the way in and leave only through `getDecryptedCredentials`.
 */
export function createIntegrationRepository(dependencies: IntegrationRepositoryDependencies) {
  const { firestore, keyring, clock } = dependencies;
  const writeConnection = createConnectionWriter(dependencies);
  const sealer = async (): Promise<SealCredentials> => {
    const keys = await keyring();
    return (owner, credentials) => encrypt(JSON.stringify(credentials), keys, credentialsContextOf(owner));
  };

  return {
    ...createIntegrationQueries(dependencies),
    ...createIntegrationChanges({ ...dependencies, writeConnection, sealer }),

    /** The id that this account has, or would have. */
    idOf: integrationIdOf,

    /** Encrypts credentials for the record and the version that they will be stored as, and for no other. */
    async encryptCredentials(owner: CredentialsOwner, credentials: OAuthCredentials) {
      return (await sealer())(owner, credentials);
    },

    /**
     * Connects an account: a new document, or the account's own one again, whose id and history it keeps.
     * `mayReplace` decides about one that is there.
     * @throws {AppError} already_connected when it says no; organization_deleted.
     */
    async create(
      organizationId: string,
      integration: NewIntegration,
      mayReplace: (existing: StoredIntegration) => boolean,
      origin: ConnectionOrigin = {},
    ): Promise<Integration> {
      const { credentials, ...account } = integration;
      const id = integrationIdOf(organizationId, account.provider, account.accountId);
      const seal = await sealer();
      let created: WrittenIntegration | undefined;
      await writeConnection(
        organizationId,
        integrations(firestore()).doc(id),
        async (existing, transaction) => {
          await requireLivingOrganization(firestore(), organizationId, transaction);
          if (existing && !mayReplace(existing)) {
            throw new AppError('already_connected', { integrationId: existing.id });
          }
          const at = Timestamp.fromMillis(clock());
          const owner = {
            ...account,
            organizationId,
            credentialVersion: (existing?.credentialVersion ?? 0) + 1,
            createdAt: existing?.createdAt ?? at,
          };
          created = {
            ...owner,
            status: 'connected',
            credentials: seal({ ...owner, id }, credentials),
            refreshable: credentials.refreshToken !== null,
            refreshShard: refreshShardOf(id),
            refreshLease: null,
            connectedBy: partyOf(origin.actor ?? backendActor),
            lastUsedAt: at,
            lastUsedBy: null,
            authorizedAt: origin.authorizationId === undefined ? null : at,
            lastRefreshedAt: at,
            refreshCount: existing?.refreshCount ?? 0,
            consecutiveFailures: 0,
            lastError: null,
            retryNotBefore: null,
            lastCommitId: null,
            ...(existing?.eventVersion !== undefined && { eventVersion: existing.eventVersion }),
            ...(existing?.recentRefreshes !== undefined && { recentRefreshes: existing.recentRefreshes }),
            ...(existing?.refreshCounts !== undefined && { refreshCounts: existing.refreshCounts }),
            updatedAt: at,
          };
          return { set: created, audit: connectionEvent({ ...created, id }, existing, origin) };
        },
      );
      if (!created) {
        throw new AppError('internal_error');
      }
      return toIntegration({ ...created, id });
    },

    /**
     * One document read. For what has effects elsewhere before it is stored.
     * @throws {AppError} organization_deleted
     */
    requireLivingOrganization: (organizationId: string): Promise<void> =>
      requireLivingOrganization(firestore(), organizationId),

    /** @throws {AppError} as `decrypt`; reauthorization_required when the credentials are erased. */
    async getDecryptedCredentials(
      organizationId: string,
      stored: StoredIntegration,
    ): Promise<OAuthCredentials> {
      if (!stored.credentials) {
        throw new AppError('reauthorization_required');
      }
      const { id, provider, accountId, credentialVersion, createdAt } = stored;
      const owner = { organizationId, id, provider, accountId, credentialVersion, createdAt };
      const plaintext = decrypt(stored.credentials, await keyring(), credentialsContextOf(owner));
      return JSON.parse(plaintext) as OAuthCredentials;
    },
  };
}
