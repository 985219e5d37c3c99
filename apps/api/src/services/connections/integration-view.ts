import type { Integration, Role } from '@klayim/shared/types';

/** Roles that see who uses a connection: those that read the audit trail. */
const seesCallers: ReadonlySet<Role> = new Set(['owner', 'administrator']);

/**
 * A connection as somebody may see it. Members see the people of their organization, and so who connected an account; which
 * backends there are is for those who read the audit trail. Backends see neither.
 */
export function integrationFor(role: Role, integration: Integration): Integration {
  if (seesCallers.has(role)) {
    return integration;
  }
  const { connectedBy } = integration;
  const isSeen = role === 'member' && connectedBy?.type === 'user';
  return { ...integration, connectedBy: isSeen ? connectedBy : null, lastUsedBy: null };
}
