import { documentIdSchema } from '@klayim/shared/schemas';
import type { AuditActor, EncryptedCredentials } from '@klayim/shared/types';
import { Timestamp } from 'firebase-admin/firestore';
import { AppError } from '../../errors/app-error.ts';
import { isPreconditionFailed } from '../../lib/firestore-errors.ts';
import type { AuditRecord } from '../audit/audit-event.document.ts';
import type { RepositoryDependencies } from '../repository-dependencies.ts';
import type { WriteConnection, WrittenIntegration } from './connection-writer.ts';
import { integrationEvent } from './integration-audit-event.ts';
import type { CredentialsOwner, OAuthCredentials } from './integration-credentials.ts';
import {
  errorWithoutReason,
  type IntegrationDocument,
  integrations,
  type StoredIntegration,
} from './integration-document.ts';

/** Fields that may change on their own, apart from credentials and status. */
export type IntegrationPatch = Partial<
  Pick<IntegrationDocument, 'accountEmail' | 'lastUsedAt' | 'lastUsedBy' | 'refreshDueAt'>
>;

/** Encrypts credentials for the record and the version that they will be stored as, and for no other. */
export type SealCredentials = (
  owner: CredentialsOwner,
  credentials: OAuthCredentials,
) => EncryptedCredentials;

export interface IntegrationChangesDependencies extends Pick<RepositoryDependencies, 'firestore' | 'clock'> {
  writeConnection: WriteConnection;
  /** Fetches the keys first, so that no transaction waits for them. */
  sealer: () => Promise<SealCredentials>;
}

/** Makes a change of a connection, whatever it is. */
function createChange({ firestore, clock, writeConnection }: Omit<IntegrationChangesDependencies, 'sealer'>) {
  const now = () => Timestamp.fromMillis(clock());
  /** Firestore refuses, rather than misses, an id that no document can have. @throws {AppError} integration_not_found */
  const referenceTo = (id: string) => {
    if (!documentIdSchema.safeParse(id).success) {
      throw new AppError('integration_not_found');
    }
    return integrations(firestore()).doc(id);
  };

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

  return { referenceTo, change, now };
}

/** Changes of a connection that is there, and its end. */
export function createIntegrationChanges({ sealer, ...dependencies }: IntegrationChangesDependencies) {
  const { referenceTo, change, now } = createChange(dependencies);

  return {
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
        await referenceTo(id).update({ ...patch }, { lastUpdateTime: version });
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
      const seal = await sealer();
      await change(
        organizationId,
        id,
        (stored) => {
          const credentialVersion = stored.credentialVersion + 1;
          return {
            credentials: seal({ ...stored, credentialVersion }, credentials),
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
        await dependencies.writeConnection(organizationId, referenceTo(id), (stored) => ({
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
