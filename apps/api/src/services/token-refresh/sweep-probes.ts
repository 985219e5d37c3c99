import type { IntegrationProvider } from '@klayim/shared/types';
import type { IntegrationReference } from '../../repositories/cross-tenant/due-integrations.repository.ts';
import type { KnownTrouble } from '../../repositories/cross-tenant/provider-incidents.repository.ts';

/**
 * Which connections a sweep hands out of a provider that refuses our application: one of each of a few organizations, to
 * see whether it still does. Organizations that the incident was declared for prove nothing, and are left out as long as
 * there are others.
 * @param count organizations that are tried.
 */
export function createSweepProbes(trouble: readonly KnownTrouble[], count: number) {
  const causes = new Map<IntegrationProvider, ReadonlySet<string>>();
  for (const { provider, failure, isIncident, organizations } of trouble) {
    if (failure === 'misconfigured' && isIncident) {
      causes.set(provider, new Set(organizations));
    }
  }
  const tried = new Map<IntegrationProvider, { causes: number; others: Set<string> }>();

  return {
    isWanted({
      provider,
      organizationId,
    }: Pick<IntegrationReference, 'provider' | 'organizationId'>): boolean {
      const found = causes.get(provider);
      if (!found) {
        return true;
      }
      const so = tried.get(provider) ?? { causes: 0, others: new Set() };
      tried.set(provider, so);
      if (found.has(organizationId)) {
        // One of them, in case that there are no others at all.
        so.causes += 1;
        return so.causes === 1;
      }
      if (so.others.has(organizationId) || so.others.size >= count) {
        return false;
      }
      so.others.add(organizationId);
      return true;
    },
  };
}
