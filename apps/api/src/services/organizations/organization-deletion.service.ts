import type { AuditActor } from '@klayim/shared/types';
import pMap from 'p-map';
import { isAppError } from '../../errors/app-error.ts';
import { systemActor } from '../../repositories/audit/audit-event.document.ts';
import { collections } from '../../repositories/collections.ts';
import {
  type OrganizationDataRepository,
  organizationCollections,
} from '../../repositories/cross-tenant/organization-data.repository.ts';
import type {
  OrganizationTombstone,
  OrganizationTombstoneRepository,
} from '../../repositories/organizations/organization-tombstone.repository.ts';
import type { IntegrationService } from '../connections/integration-service.ts';
import type { OrganizationMembers } from './organization-members.ts';

/** Connections that are ended at once: as many as a provider sees of a sweep. */
const concurrency = 16;

/** How an organization is deleted. */
export interface DeletionOptions {
  /** Who has ordered it; it stays in the tombstone. */
  orderedBy: string;
  /** Leave the audit trail to its own retention of 400 days. Default: false. */
  keepAuditTrail?: boolean;
  /** Hears how far it is: so many of that have been deleted in this run. */
  onProgress?: (what: string, done: number) => void;
}

/** What a run has done. */
export interface DeletionReport {
  /** Members whose access was taken away in this run. */
  members: number;
  /** Connections that were ended in this run, by what became of their grants at the provider. */
  grants: Record<Revocation, number>;
  /** What is still there after it, by collection; only what is not none. */
  left: Record<string, number>;
  tombstone: OrganizationTombstone;
}

type Revocation = Awaited<ReturnType<IntegrationService['deleteIntegration']>>;

export interface OrganizationDeletionDependencies {
  integrationService: Pick<IntegrationService, 'deleteIntegration'>;
  organizationDataRepository: OrganizationDataRepository;
  organizationTombstoneRepository: OrganizationTombstoneRepository;
  members: OrganizationMembers;
}

/**
 * Deletes an organization with all that is stored of it. It may be stopped at any point and run again: each run takes
 * what it finds. First comes the tombstone, so that nothing new is made meanwhile; then its members lose their access;
 * then its connections are ended, each as a person would end it, with the revocation at the provider.
 */
export function createOrganizationDeletion(dependencies: OrganizationDeletionDependencies) {
  const { integrationService, organizationDataRepository, organizationTombstoneRepository, members } =
    dependencies;
  const actor: AuditActor = systemActor('organization-deletion');

  async function endConnections(organizationId: string, onProgress: (done: number) => void) {
    const grants: DeletionReport['grants'] = { revoked: 0, local_only: 0, shared: 0 };
    let ended = 0;
    const end = async ({ id }: { id: string }) => {
      try {
        grants[await integrationService.deleteIntegration(organizationId, id, actor)] += 1;
        ended += 1;
      } catch (error) {
        // Another request deleted it first.
        if (!isAppError(error, 'integration_not_found')) {
          throw error;
        }
      }
    };
    for (;;) {
      const page = await organizationDataRepository.nextIntegrations(organizationId);
      if (page.length === 0) {
        return { grants, ended };
      }
      await pMap(page, end, { concurrency });
      onProgress(ended);
    }
  }

  return {
    /** What is stored of the organization, by collection; nothing is changed. */
    count: (organizationId: string) => organizationDataRepository.count(organizationId),

    /** The tombstone of an earlier run. */
    findTombstone: (organizationId: string) => organizationTombstoneRepository.find(organizationId),

    /** Deletes what there is. @throws {AppError} store_unavailable, and whatever Firebase Auth throws: run it again. */
    async delete(
      organizationId: string,
      { orderedBy, keepAuditTrail = false, onProgress = () => undefined }: DeletionOptions,
    ): Promise<DeletionReport> {
      await organizationTombstoneRepository.start(organizationId, orderedBy);
      const lost = await members.takeAccessFrom(organizationId, (done) => onProgress('members', done));
      const deleted: Record<string, number> = {};
      const { grants, ended } = await endConnections(organizationId, (done) =>
        onProgress(collections.integrations.name, done),
      );
      deleted[collections.integrations.name] = ended;
      const named = organizationCollections.filter(
        (name) => !keepAuditTrail || name !== collections.auditEvents.name,
      );
      for (const collection of named) {
        let done = 0;
        for (;;) {
          const more = await organizationDataRepository.deleteNext(organizationId, collection);
          if (more === 0) {
            break;
          }
          done += more;
          onProgress(collection, done);
        }
        deleted[collection] = done;
      }
      await organizationDataRepository.deleteOwnDocuments(organizationId);
      // A request that was under way when the tombstone was set may have written since.
      const counts = Object.entries(await organizationDataRepository.count(organizationId));
      const left = counts.filter(
        ([name, count]) => count > 0 && !(keepAuditTrail && name === collections.auditEvents.name),
      );
      const finished = left.length === 0;
      return {
        members: lost,
        grants,
        left: Object.fromEntries(left),
        tombstone: await organizationTombstoneRepository.note(organizationId, deleted, finished),
      };
    },
  };
}
