import type { Organization, OrganizationPatch } from '@klayim/shared/types';
import type {
  OrganizationSettingsRepository,
  SettingsChange,
} from '../../repositories/organizations/organization-settings.repository.ts';

export type OrganizationSettingsService = ReturnType<typeof createOrganizationSettingsService>;

/** An organization's own settings: its name, and who is mailed about its connections. */
export function createOrganizationSettingsService({
  organizationSettingsRepository: repository,
}: {
  organizationSettingsRepository: OrganizationSettingsRepository;
}) {
  return {
    getOrganization: (organizationId: string): Promise<Organization> => repository.find(organizationId),

    /** @throws {AppError} precondition_failed, organization_deleted */
    updateOrganization: (
      organizationId: string,
      patch: OrganizationPatch,
      change: SettingsChange,
    ): Promise<Organization> => repository.update(organizationId, patch, change),
  };
}
