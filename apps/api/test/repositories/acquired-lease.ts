import type { AcquiredLease } from '../../src/repositories/integrations/refresh-lease.repository.ts';
import type { Lease } from '../../src/repositories/integrations/refresh-lease.ts';

/** The lease that was acquired. */
export function leaseOf(acquired: AcquiredLease): Lease {
  if (acquired.kind !== 'acquired') {
    throw new Error('the lease was not acquired');
  }
  return acquired.lease;
}
