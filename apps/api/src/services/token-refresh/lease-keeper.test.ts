import { beforeEach, describe, expect, it } from 'vitest';
import { recordingLogger } from '../../../test/recording-logger.ts';
import { leaseOf } from '../../../test/repositories/acquired-lease.ts';
import { sampleIntegration } from '../../../test/repositories/sample-integration.ts';
import { useTestFirestore } from '../../../test/repositories/test-firestore.ts';
import { testRepositories } from '../../../test/test-repositories.ts';
import { minuteMs } from '../../lib/duration.ts';
import type { Lease } from '../../repositories/integrations/refresh-lease.ts';
import { createLeaseKeeper } from './lease-keeper.ts';

const organizationId = 'northwind';
const leaseTtlMs = 10 * minuteMs;
const callersWaitMs = 660_000;
const timing = { leaseTtlMs, providerBudgetMs: 10 * minuteMs, exchangeTimeoutMs: 45 * minuteMs };

describe('a lease that is kept while an answer is awaited', () => {
  const { firestore } = useTestFirestore();
  const { logger, lines } = recordingLogger();
  let offsetMs = 0;
  const clock = () => Date.now() + offsetMs;
  const { integrationRepository, refreshLeaseRepository } = testRepositories({ firestore, clock });
  let renewing: Promise<unknown> = Promise.resolve();
  let planned: { inMs: number; run: () => void }[] = [];
  const keepLease = createLeaseKeeper({
    refreshLeaseRepository: {
      renew(...call) {
        const renewed = refreshLeaseRepository.renew(...call);
        renewing = renewed.catch(() => undefined);
        return renewed;
      },
    },
    timing,
    clock,
    logger,
    runAfter(inMs, run) {
      const plan = { inMs, run };
      planned.push(plan);
      return () => {
        planned = planned.filter((other) => other !== plan);
      };
    },
  });
  let accounts = 0;

  beforeEach(() => {
    offsetMs = 0;
    planned = [];
    lines.length = 0;
  });

  async function acquired(): Promise<Lease> {
    accounts += 1;
    const account = sampleIntegration(Date.now(), { accountId: `account-${accounts}` });
    const { id } = await integrationRepository.create(organizationId, account, () => false);
    const stored = await integrationRepository.findById(organizationId, id);
    if (!stored) {
      throw new Error('there is no connection');
    }
    const options = { ownerId: 'me', ttlMs: leaseTtlMs };
    return leaseOf(await refreshLeaseRepository.acquire(organizationId, stored, options));
  }

  async function storedLease({ integrationId }: Lease) {
    return (await integrationRepository.findById(organizationId, integrationId))?.refreshLease ?? null;
  }

  /** Time passes until the next renewal; what was planned is done. */
  async function untilRenewal(): Promise<void> {
    const [next] = planned.splice(0);
    if (!next) {
      throw new Error('no renewal is planned');
    }
    offsetMs += next.inMs;
    next.run();
    await renewing;
    // What follows the renewal in its own turn.
    await new Promise(setImmediate);
  }

  it('is renewed after a third of it, and not before', async () => {
    const lease = await acquired();
    const kept = keepLease(lease, null);
    expect(planned.map(({ inMs }) => inMs)).toEqual([leaseTtlMs / 3]);
    expect(kept.current()).toEqual(lease);
    await untilRenewal();
    const endsAtMs = (await storedLease(lease))?.expiresAt.toMillis() ?? 0;
    expect(endsAtMs).toBeGreaterThanOrEqual(lease.expiresAtMs + leaseTtlMs / 3);
    expect(kept.current()).toMatchObject({ ownerId: 'me', expiresAtMs: endsAtMs });
    await untilRenewal();
    expect((await storedLease(lease))?.expiresAt.toMillis()).toBeGreaterThanOrEqual(
      endsAtMs + leaseTtlMs / 3,
    );
  });

  it('is not renewed any more once the answer has come', async () => {
    const kept = keepLease(await acquired(), null);
    kept.stop();
    expect(planned).toEqual([]);
  });

  it('can be committed to without a reading after a renewal', async () => {
    const lease = await acquired();
    const kept = keepLease(lease, null);
    await untilRenewal();
    kept.stop();
    const stored = await integrationRepository.findById(organizationId, lease.integrationId);
    expect(kept.current().version).toEqual(stored?.version);
  });

  it('is held until the exchange must have ended before the last caller leaves', async () => {
    const lease = await acquired();
    keepLease(lease, clock() + callersWaitMs);
    for (let renewal = 1; planned.length > 0; renewal += 1) {
      expect(renewal).toBeLessThanOrEqual(4);
      await untilRenewal();
    }
    expect(offsetMs).toBeLessThan(callersWaitMs);
    const endsAtMs = (await storedLease(lease))?.expiresAt.toMillis() ?? 0;
    const maxMs = timing.providerBudgetMs + timing.exchangeTimeoutMs;
    expect(endsAtMs).toBeGreaterThanOrEqual(lease.readAtMs + maxMs);
    expect(endsAtMs).toBeLessThanOrEqual(Date.now() + maxMs + leaseTtlMs);
  });

  it('is renewed again soon when Firestore did not take it, and lasts only as long as is known', async () => {
    const lease = await acquired();
    const faulty = createLeaseKeeper({
      refreshLeaseRepository: { renew: () => Promise.reject(Object.assign(new Error('out'), { code: 14 })) },
      timing,
      clock,
      logger,
      runAfter(inMs, run) {
        planned.push({ inMs, run });
        return () => undefined;
      },
    });
    const kept = faulty(lease, null);
    expect(kept.isSure()).toBe(true);
    await untilRenewal();
    await expect.poll(() => planned.map(({ inMs }) => inMs)).toEqual([leaseTtlMs / 12]);
    await untilRenewal();
    await expect.poll(() => planned).toHaveLength(1);
    await untilRenewal();
    await expect.poll(() => planned).toHaveLength(1);
    expect(kept.isSure()).toBe(false);
    expect(kept.current()).toEqual(lease);
    expect(lines.every(({ message }) => message === 'The lease of a refresh could not be renewed yet')).toBe(
      true,
    );
  });

  it('is not taken back from an instance that took over, and no further request is sent', async () => {
    const lease = await acquired();
    const kept = keepLease(lease, null);
    const refreshLease = { ...(await storedLease(lease)), ownerId: 'other' };
    await firestore().collection('integrations').doc(lease.integrationId).update({ refreshLease });
    await untilRenewal();
    expect((await storedLease(lease))?.ownerId).toBe('other');
    expect(kept.isSure()).toBe(false);
    expect(planned).toEqual([]);
    expect(lines).toMatchObject([
      { message: 'The lease of a refresh was lost while its answer was awaited' },
    ]);
  });
});
