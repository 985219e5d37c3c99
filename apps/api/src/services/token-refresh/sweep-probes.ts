import type { IntegrationProvider } from '@klayim/shared/types';
import type { IntegrationReference } from '../../repositories/cross-tenant/due-integrations.repository.ts';
import type { KnownTrouble } from '../../repositories/cross-tenant/provider-incidents.repository.ts';

/**
 * Which connections a sweep hands out while a provider rejects our application: one each of a few organizations, as probes.
 * Organizations that the incident was declared for prove nothing, and are left out as long as there are others.
 * @param maxProbes organizations that are probed.
 */
export function createSweepProbes(trouble: readonly KnownTrouble[], maxProbes: number) {
  const causes = new Map<IntegrationProvider, ReadonlySet<string>>();
  for (const { provider, failure, isIncident, organizations } of trouble) {
    if (failure === 'misconfigured' && isIncident) {
      causes.set(provider, new Set(organizations));
    }
  }
  const probed = new Map<IntegrationProvider, { causes: number; others: Set<string> }>();

  return {
    isWanted({ provider, organizationId }: Omit<IntegrationReference, 'integrationId'>): boolean {
      const causing = causes.get(provider);
      if (!causing) {
        return true;
      }
      const soFar = probed.get(provider) ?? { causes: 0, others: new Set() };
      probed.set(provider, soFar);
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
