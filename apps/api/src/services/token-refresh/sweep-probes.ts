import type { KnownTrouble } from '../../repositories/cross-tenant/provider-incidents.repository.ts';

/**
 * Which connections a sweep hands out while an authorization server rejects our application: one each of a few organizations, as probes.
 * Organizations that the incident was declared for prove nothing, and are left out as long as there are others.
 * @param maxProbes organizations that are probed.
 */
export function createSweepProbes(trouble: readonly KnownTrouble[], maxProbes: number) {
  const causes = new Map<string, ReadonlySet<string>>();
  for (const { server, failure, isIncident, organizations } of trouble) {
    if (failure === 'misconfigured' && isIncident) {
      causes.set(server, new Set(organizations));
    }
  }
  const probed = new Map<string, { causes: number; others: Set<string> }>();

  return {
    isWanted(server: string, organizationId: string): boolean {
      const causing = causes.get(server);
      if (!causing) {
        return true;
      }
      const soFar = probed.get(server) ?? { causes: 0, others: new Set() };
      probed.set(server, soFar);
      if (causing.has(organizationId)) {
        // One of them, in case there are no others.
        soFar.causes += 1;
        return soFar.causes === 1;
      }
      if (soFar.others.has(organizationId) || soFar.others.size >= maxProbes) {
        return false;
      }
      soFar.others.add(organizationId);
      return true;
    },
  };
}
