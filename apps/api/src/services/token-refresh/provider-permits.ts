import type { IntegrationProvider } from '@klayim/shared/types';
import {
  createFairSemaphore,
  type FairSemaphore,
  type Permit,
  type SemaphoreLimits,
} from '../../lib/fair-semaphore.ts';

/** A permit for one provider, for an organization. */
export type ProviderPermits = (provider: IntegrationProvider, organizationId: string) => Permit;

/** Limits how often one process does something at once for each provider, fairly between organizations. */
export function createProviderPermits(limits: SemaphoreLimits, clock: () => number): ProviderPermits {
  const semaphores = new Map<IntegrationProvider, FairSemaphore>();
  return (provider, organizationId) => {
    const semaphore = semaphores.get(provider) ?? createFairSemaphore(limits, clock);
    semaphores.set(provider, semaphore);
    return semaphore.permitFor(organizationId);
  };
}
