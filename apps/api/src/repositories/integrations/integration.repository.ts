import { documentIdSchema, integrationSchema } from '@klayim/shared/schemas';
import type { AuditActor, Integration, IntegrationProvider } from '@klayim/shared/types';
import { type QueryDocumentSnapshot, Timestamp } from 'firebase-admin/firestore';
import { AppError } from '../../errors/app-error.ts';
import { compiled } from '../../lib/compiled-schema.ts';
import { decrypt, encrypt } from '../../lib/encryption.ts';
import { isPreconditionFailed } from '../../lib/firestore-errors.ts';
import type { Keyring } from '../../lib/keyring.ts';
import type { Logger } from '../../lib/logger.ts';
import { type AuditRecord, backendActor } from '../audit/audit-event.document.ts';
import { createReadListed } from '../listed-documents.ts';
import { requireLivingOrganization } from '../organizations/organization-tombstone.repository.ts';
import { type Page, type PageOptions, readSortedPage } from '../pagination.ts';
import { selectFields } from '../typed-collection.ts';
import { partyOf } from './connection-party.ts';
import {
  type ConnectionWriterDependencies,
  createConnectionWriter,
  type WrittenIntegration,
} from './connection-writer.ts';
import { type ConnectionOrigin, connectionEvent, integrationEvent } from './integration-audit-event.ts';
import { type CredentialsOwner, credentialsContextOf } from './integration-credentials.ts';
import {
  errorWithoutReason,
  type IntegrationDocument,
  integrationIdOf,
  integrations,
  type ListedIntegration,
  listedFields,
  readListedIntegration,
  readStoredIntegration,
  refreshShardOf,
  type StoredGrantExpiry,
  type StoredIntegration,
  toIntegration,
} from './integration-document.ts';
import { createIntegrationReader } from './integration-reader.ts';
import {
  type IntegrationSelection,
  integrationOrderOf,
  selectIntegrations,
} from './integration-selection.ts';

/** OAuth credentials in clear. They stay in this process; only an access token may leave it. */
export interface OAuthCredentials {
  accessToken: string;
  /** Null when the provider gave none. */
  refreshToken: string | null;
}

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

/** Fields that may change on their own, apart from credentials and status. */
export type IntegrationPatch = Partial<
  Pick<IntegrationDocument, 'accountEmail' | 'lastUsedAt' | 'lastUsedBy' | 'refreshDueAt'>
>;

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
  const { firestore, keyring, clock, logger } = dependencies;
  const readListed = createReadListed({ logger });
  const writeConnection = createConnectionWriter(dependencies);
  const readSnapshot = createIntegrationReader({ firestore, clock });
  const collection = () => integrations(firestore());
  const now = () => Timestamp.fromMillis(clock());
  /** Firestore refuses, rather than misses, an id that no document can have. @throws {AppError} integration_not_found */
  const referenceTo = (id: string) => {
    if (!documentIdSchema.safeParse(id).success) {
      throw new AppError('integration_not_found');
    }
    return collection().doc(id);
  };

  const sealCredentials = (keys: Keyring, owner: CredentialsOwner, credentials: OAuthCredentials) =>
    encrypt(JSON.stringify(credentials), keys, credentialsContextOf(owner));

  const listQuery = (organizationId: string, selection: IntegrationSelection) =>
    selectFields(selectIntegrations(collection(), organizationId, selection), ...listedFields);

  /**
   * Reads, decides and writes in one transaction; `decide` returns the change, or null for none. With a change goes its
   * event, if it has one.
   */
  async function change(
    organizationId: string,
    id: string,
    decide: (stored: StoredIntegration) => Partial<WrittenIntegration> | null,
    eventOf?: (stored: StoredIntegration) => AuditRecord,
  ): Promise<StoredIntegration> {
    return requireStored(
      await writeConnection(organizationId, referenceTo(id), (stored) => {
        const changed = decide(requireStored(stored));
        const audit = eventOf && stored ? eventOf(stored) : undefined;
        return changed && { update: { ...changed, updatedAt: now() }, audit };
      }),
    );
  }

  return {
    /** The id that this account has, or would have. */
    idOf: integrationIdOf,

    /** Encrypts credentials for the record and the version that they will be stored as, and for no other. */
    async encryptCredentials(owner: CredentialsOwner, credentials: OAuthCredentials) {
      return sealCredentials(await keyring(), owner, credentials);
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
      const keys = await keyring();
      let created: WrittenIntegration | undefined;
      await writeConnection(organizationId, collection().doc(id), async (existing, transaction) => {
        await requireLivingOrganization(firestore(), organizationId, transaction);
        if (existing && !mayReplace(existing)) {
          throw new AppError('already_connected', { integrationId: existing.id });
        }
        const at = now();
        const owner = {
          ...account,
          organizationId,
          credentialVersion: (existing?.credentialVersion ?? 0) + 1,
          createdAt: existing?.createdAt ?? at,
        };
        created = {
          ...owner,
          status: 'connected',
          credentials: sealCredentials(keys, { ...owner, id }, credentials),
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
      });
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

    /** One document read; callers of the same moment share it. */
    async findById(organizationId: string, id: string): Promise<StoredIntegration | null> {
      if (!documentIdSchema.safeParse(id).success) {
        return null;
      }
      const askedAtMs = clock();
      return readStoredIntegration(await readSnapshot(id), organizationId, askedAtMs);
    },

    /** Every integration of the organization, newest first, without ciphertext. */
    async findByOrganization(organizationId: string): Promise<Integration[]> {
      const { docs } = await listQuery(organizationId, {}).orderBy('createdAt', 'desc').get();
      return readListed(docs, toListed);
    },

    /** Every integration of the organization with one provider, newest first, without ciphertext. */
    async findByOrganizationAndProvider(
      organizationId: string,
      provider: IntegrationProvider,
    ): Promise<Integration[]> {
      const { docs } = await listQuery(organizationId, { provider }).orderBy('createdAt', 'desc').get();
      return readListed(docs, toListed);
    },

    /** One page, newest first unless another order is wanted, without ciphertext. @throws {AppError} invalid_cursor */
    async findPage(
      organizationId: string,
      { limit, cursor, ...selection }: IntegrationSelection & PageOptions,
    ): Promise<Page<Integration>> {
      const order = integrationOrderOf(selection);
      const page = await readSortedPage(listQuery(organizationId, selection), order, { limit, cursor });
      return { items: readListed(page.items, toListed), nextCursor: page.nextCursor };
    },

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

    /**
     * Changes what no refresh depends on. With `version`, the change is made only to that version of the document,
     * without reading it again, and silently given up when it has moved on.
     * @throws {AppError} integration_not_found
     */
    async update(
      organizationId: string,
      id: string,
      patch: IntegrationPatch,
      version?: Timestamp,
    ): Promise<void> {
      if (!version) {
        await change(organizationId, id, () => patch);
        return;
      }
      try {
        await collection()
          .doc(id)
          .update({ ...patch }, { lastUpdateTime: version });
      } catch (error) {
        if (!isPreconditionFailed(error)) {
          throw error;
        }
      }
    },

    /**
     * Replaces the credentials outside a refresh. A refresh in flight loses its fence by it.
     * Part of the public contract for other backend code; no route calls it.
     * @throws {AppError} integration_not_found
     */
    async updateCredentials(
      organizationId: string,
      id: string,
      credentials: OAuthCredentials,
      expiresAt: Timestamp,
      actor?: AuditActor,
    ): Promise<void> {
      const keys = await keyring();
      await change(
        organizationId,
        id,
        (stored) => {
          const credentialVersion = stored.credentialVersion + 1;
          return {
            credentials: sealCredentials(keys, { ...stored, credentialVersion }, credentials),
            refreshable: credentials.refreshToken !== null,
            credentialVersion,
            expiresAt,
            refreshLease: null,
          };
        },
        (stored) => integrationEvent(stored, 'integration.credentials_replaced', actor),
      );
    },

    /**
     * Marks an integration as needing reauthorization; the sweep leaves it alone from then on.
     * Part of the public contract for other backend code; no route calls it.
     * @throws {AppError} integration_not_found
     */
    async markAsError(
      organizationId: string,
      id: string,
      message: string,
      actor?: AuditActor,
    ): Promise<void> {
      await change(
        organizationId,
        id,
        () => ({
          status: 'error',
          lastError: errorWithoutReason(message, now()),
          refreshDueAt: null,
          refreshLease: null,
        }),
        (stored) =>
          integrationEvent(stored, 'integration.reauthorization_required', actor, { result: 'failure' }),
      );
    },

    /**
     * Disconnects and erases the credentials. It wins over a refresh in flight, whose fence it breaks.
     * @returns the integration as it was before, credentials included.
     * @throws {AppError} integration_not_found
     */
    async markAsDisconnected(
      organizationId: string,
      id: string,
      actor?: AuditActor,
    ): Promise<StoredIntegration> {
      return change(
        organizationId,
        id,
        (stored) =>
          stored.status === 'disconnected'
            ? null
            : {
                status: 'disconnected',
                credentials: null,
                credentialVersion: stored.credentialVersion + 1,
                expiresAt: null,
                grantExpiry: null,
                refreshDueAt: null,
                refreshLease: null,
                consecutiveFailures: 0,
                lastError: null,
                retryNotBefore: null,
              },
        (stored) => integrationEvent(stored, 'integration.disconnected', actor),
      );
    },

    /**
     * Removes the document for good. A refresh in flight finds nothing to write to.
     * @returns the integration as it was, credentials included.
     * @throws {AppError} integration_not_found
     */
    async delete(organizationId: string, id: string, actor?: AuditActor): Promise<StoredIntegration> {
      return requireStored(
        await writeConnection(organizationId, referenceTo(id), (stored) => ({
          delete: true,
          audit: integrationEvent(requireStored(stored), 'integration.deleted', actor),
        })),
      );
    },
  };
}

/** @throws {AppError} integration_not_found */
function requireStored(stored: StoredIntegration | null): StoredIntegration {
  if (!stored) {
    throw new AppError('integration_not_found');
  }
  return stored;
}

/** @throws {Error} when the document is not an integration. */
function toListed(document: QueryDocumentSnapshot<Omit<ListedIntegration, 'id'>>): Integration {
  return compiled(integrationSchema).parse(toIntegration(readListedIntegration(document)));
}
