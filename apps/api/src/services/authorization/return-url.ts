import type { OrganizationSettingsRepository } from '../../repositories/organizations/organization-settings.repository.ts';

/**
 * Holds a return URL against the allow-list: the same origin, and the same path or one below it. Both are compared as
 * parsed, so that no spelling of a host or of `..` slips through.
 */
export function isReturnUrlAllowed(returnUrl: string, allowlist: readonly string[]): boolean {
  const wanted = new URL(returnUrl);
  const allowed = allowlist.some((entry) => {
    const base = new URL(entry);
    const path = base.pathname.endsWith('/') ? base.pathname : `${base.pathname}/`;
    return (
      wanted.origin === base.origin && (wanted.pathname === base.pathname || wanted.pathname.startsWith(path))
    );
  });
  return allowed && wanted.username === '' && wanted.password === '';
}

/** Whether an organization has this very URL on its own list: https, and equal as parsed, query included. */
export function isOwnReturnUrl(returnUrl: string, ownUrls: readonly string[]): boolean {
  const { href, protocol } = new URL(returnUrl);
  return protocol === 'https:' && ownUrls.includes(href);
}

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
