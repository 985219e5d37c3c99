import {
  createFairSemaphore,
  type FairSemaphore,
  type Permit,
  type SemaphoreLimits,
} from '../../lib/fair-semaphore.ts';

/** A permit for one authorization server, for an organization. */
export type ProviderPermits = (server: string, organizationId: string) => Permit;

/** Limits how often one process does something at once for each authorization server, fairly between organizations. */
export function createProviderPermits(limits: SemaphoreLimits, clock: () => number): ProviderPermits {
  const semaphores = new Map<string, FairSemaphore>();
  return (server, organizationId) => {
    const semaphore = semaphores.get(server) ?? createFairSemaphore(limits, clock);
    semaphores.set(server, semaphore);
    return semaphore.permitFor(organizationId);
  };
}
