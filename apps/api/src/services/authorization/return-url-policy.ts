import type { OrganizationSettingsRepository } from '../../repositories/organizations/organization-settings.repository.ts';
import { isOwnReturnUrl, isReturnUrlAllowed } from './return-url.ts';

export interface ReturnUrlPolicyDependencies {
  organizationSettingsRepository: Pick<OrganizationSettingsRepository, 'find'>;
  config: () => { returnUrlAllowlist: readonly string[] };
}

export type ReturnUrlPolicy = ReturnType<typeof createReturnUrlPolicy>;

/** Where an organization's browsers may be sent after an authorization. */
export function createReturnUrlPolicy({
  organizationSettingsRepository,
  config,
}: ReturnUrlPolicyDependencies) {
  /** The platform's list costs nothing; the organization's own one read. */
  async function isAllowed(organizationId: string, returnUrl: string): Promise<boolean> {
    if (isReturnUrlAllowed(returnUrl, config().returnUrlAllowlist)) {
      return true;
    }
    return isOwnReturnUrl(returnUrl, (await organizationSettingsRepository.find(organizationId)).returnUrls);
  }

  /** The URL if it is still allowed, else null: the lists may have become shorter since the start. */
  async function stillAllowed(organizationId: string, returnUrl: string | null): Promise<string | null> {
    return returnUrl !== null && (await isAllowed(organizationId, returnUrl)) ? returnUrl : null;
  }

  return { isAllowed, stillAllowed };
}
