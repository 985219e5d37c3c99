import { Timestamp } from 'firebase-admin/firestore';
import { describe, expect, it } from 'vitest';
import { failedOutcome, refreshedOutcome } from '../../../test/refresh-outcomes.ts';
import { leaseOf } from '../../../test/repositories/acquired-lease.ts';
import { newTestKeyring, sampleIntegration } from '../../../test/repositories/sample-integration.ts';
import { useTestFirestore } from '../../../test/repositories/test-firestore.ts';
import { testRepositories } from '../../../test/test-repositories.ts';
import { hourMs } from '../../lib/duration.ts';
import type { RefreshCommit } from './refresh-commits.ts';
import { type Lease, leaseLeftMs } from './refresh-lease.ts';

const organizationId = 'northwind';
const ttlMs = 30_000;

describe('the refresh lease', () => {
  const { firestore, secondClient } = useTestFirestore();
  const keyring = newTestKeyring();
  const clock = () => Date.now();
  const integrations = testRepositories({
    firestore,
    keyring: () => Promise.resolve(keyring),
    clock,
  }).integrationRepository;
  const leases = testRepositories({ firestore, clock }).refreshLeaseRepository;
  const others = testRepositories({ firestore: secondClient, clock }).refreshLeaseRepository;
  let accounts = 0;

  async function connected() {
    accounts += 1;
    const account = sampleIntegration(Date.now(), { accountId: `account-${accounts}` });
    const { id } = await integrations.create(organizationId, account, () => false);
    return read(id);
  }
  async function read(id: string) {
    const stored = await integrations.findById(organizationId, id);
    if (!stored) {
      throw new Error('not found');
    }
    return stored;
  }
  async function acquired(ownerId = 'me'): Promise<Lease> {
    return leaseOf(await leases.acquire(organizationId, await connected(), { ownerId, ttlMs }));
  }
  const refreshEvents = async (integrationId: string) => {
    const { docs } = await firestore()
      .collection('auditEvents')
      .where('subject.id', '==', integrationId)
      .get();
    return docs.filter((event) => event.get('actor.name') === 'refresh');
  };
  const renewal = (lease: Lease, commitId = 'commit'): RefreshCommit => ({
    commitId,
    change: { credentialVersion: lease.credentialVersion + 1, refreshCount: 1 },
    outcome: refreshedOutcome,
  });

  it('is acquired by one of many that read the same version', async () => {
    const stored = await connected();
    const tries = Array.from({ length: 20 }, (_, index) =>
      (index % 2 ? leases : others).acquire(organizationId, stored, { ownerId: `owner-${index}`, ttlMs }),
    );
    const held = (await Promise.all(tries)).filter(({ kind }) => kind === 'acquired');
    expect(held).toHaveLength(1);
    const { refreshLease } = await read(stored.id);
    expect(refreshLease?.ownerId).toBe(held.map(leaseOf)[0]?.ownerId);
    expect(refreshLease?.expiresAt.toMillis()).toBe(stored.readAtMs + ttlMs);
  });

  it('commits the change and releases the lease at once', async () => {
    const lease = await acquired();
    await expect(leases.commit(lease, renewal(lease))).resolves.toBe('stored');
    expect(await read(lease.integrationId)).toMatchObject({
      refreshLease: null,
      credentialVersion: 2,
      refreshCount: 1,
    });
  });

  it('commits although the last use was recorded meanwhile', async () => {
    const lease = await acquired();
    await integrations.update(organizationId, lease.integrationId, { lastUsedAt: Timestamp.now() });
    await expect(leases.commit(lease, renewal(lease))).resolves.toBe('stored');
    expect((await read(lease.integrationId)).credentialVersion).toBe(2);
  });

  it.each<[string, (lease: Lease) => Promise<unknown>]>([
    ['a disconnect', ({ integrationId }) => integrations.markAsDisconnected(organizationId, integrationId)],
    [
      'a reconnect',
      () =>
        integrations.create(
          organizationId,
          sampleIntegration(Date.now(), { accountId: `account-${accounts}` }),
          () => true,
        ),
    ],
    [
      'a replacement of the credentials',
      ({ integrationId }) =>
        integrations.updateCredentials(
          organizationId,
          integrationId,
          { accessToken: 'x', refreshToken: 'y' },
          Timestamp.now(),
        ),
    ],
    ['a deletion', ({ integrationId }) => integrations.delete(organizationId, integrationId)],
    [
      'another owner who took over',
      async ({ integrationId }) =>
        others.acquire(organizationId, await read(integrationId), { ownerId: 'other', ttlMs }),
    ],
    ['its own earlier commit', (lease) => leases.commit(lease, renewal(lease, 'earlier'))],
  ])('commits nothing after %s', async (_name, overtake) => {
    const lease = await acquired();
    await overtake(lease);
    const before = await integrations.findById(organizationId, lease.integrationId);
    await expect(leases.commit(lease, renewal(lease))).resolves.toBe('superseded');
    const after = await integrations.findById(organizationId, lease.integrationId);
    expect(after && { ...after, readAtMs: 0, askedAtMs: 0 }).toEqual(
      before && { ...before, readAtMs: 0, askedAtMs: 0 },
    );
  });

  it('cannot be used for another organization', async () => {
    const lease = await acquired();
    await integrations.update(organizationId, lease.integrationId, { lastUsedAt: Timestamp.now() });
    await expect(leases.commit({ ...lease, organizationId: 'foreign' }, renewal(lease))).resolves.toBe(
      'superseded',
    );
  });

  it('stores the audit event with the change, or neither', async () => {
    const auditEvent = { type: 'integration.reauthorization_required', reason: 'invalid_grant' } as const;
    const dead: RefreshCommit = {
      commitId: 'dead',
      change: { status: 'error' },
      outcome: failedOutcome,
      auditEvent,
    };
    const lease = await acquired();
    await leases.commit(lease, dead);
    // Its answer may be lost: it is known again, and recorded once.
    await expect(leases.commit(lease, dead)).resolves.toBe('stored');
    const [event, ...more] = await refreshEvents(lease.integrationId);
    expect(more).toEqual([]);
    expect(event?.data()).toMatchObject({
      ...auditEvent,
      organizationId,
      actor: { type: 'system', name: 'refresh' },
    });
    expect(event?.get('expiresAt')).toBeInstanceOf(Timestamp);

    const late = await acquired();
    await integrations.markAsDisconnected(organizationId, late.integrationId);
    await leases.commit(late, dead);
    await expect(refreshEvents(late.integrationId)).resolves.toEqual([]);
  });

  describe('renewed', () => {
    it('lasts for its full time from then on, and a commit under it needs no read', async () => {
      const lease = await acquired();
      const renewed = await leases.renew({ ...lease, askedAtMs: lease.askedAtMs - 20_000 }, ttlMs);
      expect(renewed?.expiresAtMs).toBeGreaterThanOrEqual(lease.expiresAtMs + 20_000);
      const stored = await read(lease.integrationId);
      expect(stored.refreshLease?.expiresAt.toMillis()).toBe(renewed?.expiresAtMs);
      expect(renewed?.version).toEqual(stored.version);
    });

    it('never lasts longer than is certain, whatever the clock of the instance', async () => {
      const lease = await acquired();
      expect(leaseLeftMs(lease, lease.askedAtMs)).toBe(ttlMs);
      expect(leaseLeftMs(lease, lease.askedAtMs + ttlMs + 1)).toBe(-1);
      const fast = { ...lease, askedAtMs: lease.askedAtMs + hourMs };
      expect(leaseLeftMs(fast, fast.askedAtMs + 10_000)).toBe(ttlMs - 10_000);
    });

    it('is recognized when the answer to an earlier renewal was lost', async () => {
      const lease = await acquired();
      await leases.renew(lease, ttlMs);
      await expect(leases.renew(lease, ttlMs)).resolves.toMatchObject({ ownerId: 'me' });
    });

    it('survives a last use that was recorded meanwhile', async () => {
      const lease = await acquired();
      await integrations.update(organizationId, lease.integrationId, { lastUsedAt: Timestamp.now() });
      const renewed = await leases.renew(lease, ttlMs);
      expect(renewed?.version).toEqual((await read(lease.integrationId)).version);
    });

    it('is renewed after it has expired, when no instance has taken over', async () => {
      const lease = await acquired();
      const refreshLease = { ownerId: 'me', expiresAt: Timestamp.fromMillis(Date.now() - 1_000) };
      await firestore().collection('integrations').doc(lease.integrationId).update({ refreshLease });
      const renewed = await leases.renew(lease, ttlMs);
      expect(renewed?.expiresAtMs).toBeGreaterThan(Date.now());
    });

    it.each<[string, (lease: Lease) => Promise<unknown>]>([
      [
        'another instance',
        (lease) =>
          firestore()
            .collection('integrations')
            .doc(lease.integrationId)
            .update({ 'refreshLease.ownerId': 'other' }),
      ],
      ['its own commit', (lease) => leases.commit(lease, renewal(lease))],
      ['its own release', (lease) => leases.release(lease)],
      ['a disconnect', (lease) => integrations.markAsDisconnected(organizationId, lease.integrationId)],
      ['a deletion', ({ integrationId }) => integrations.delete(organizationId, integrationId)],
    ])('is not, after %s', async (_, overtake) => {
      const lease = await acquired();
      await overtake(lease);
      const before = await integrations.findById(organizationId, lease.integrationId);
      await expect(leases.renew(lease, ttlMs)).resolves.toBeNull();
      const after = await integrations.findById(organizationId, lease.integrationId);
      expect(after?.version).toEqual(before?.version);
    });
  });

  it('is released unused, and only by its owner', async () => {
    const lease = await acquired();
    await leases.release({ ...lease, ownerId: 'other', version: Timestamp.fromMillis(1) });
    expect((await read(lease.integrationId)).refreshLease).not.toBeNull();
    await leases.release(lease);
    expect(await read(lease.integrationId)).toMatchObject({ refreshLease: null, credentialVersion: 1 });
  });

  describe('that expired before the renewed credentials were committed', () => {
    /** The lease is over, and what came since is done with it. */
    async function overtaken(since: (lease: Lease) => Promise<unknown>): Promise<Lease> {
      const lease = await acquired();
      const refreshLease = { ownerId: lease.ownerId, expiresAt: Timestamp.fromMillis(Date.now() - 1) };
      await firestore().collection('integrations').doc(lease.integrationId).update({ refreshLease });
      await since(lease);
      return lease;
    }
    const takeOver = async ({ integrationId }: Lease) =>
      leaseOf(await others.acquire(organizationId, await read(integrationId), { ownerId: 'other', ttlMs }));

    it('stores them when no other instance took over', async () => {
      const lease = await overtaken(() => Promise.resolve());
      await expect(leases.commitRenewal(lease, renewal(lease))).resolves.toBe('stored');
      expect(await read(lease.integrationId)).toMatchObject({ credentialVersion: 2, refreshLease: null });
    });

    it('waits for the instance that took over, and stores them when that one got nothing', async () => {
      let other: Lease | undefined;
      const lease = await overtaken(async (own) => {
        other = await takeOver(own);
      });
      await expect(leases.commitRenewal(lease, renewal(lease))).resolves.toBe('leased_by_another');
      if (other) {
        await others.commit(other, {
          commitId: 'outage',
          change: { consecutiveFailures: 1 },
          outcome: failedOutcome,
        });
      }
      await expect(leases.commitRenewal(lease, renewal(lease))).resolves.toBe('stored');
    });

    it('does not wait for an instance that crashed with the lease', async () => {
      const lease = await overtaken(async (own) => {
        await takeOver(own);
        const refreshLease = { ownerId: 'other', expiresAt: Timestamp.fromMillis(Date.now() - 1) };
        await firestore().collection('integrations').doc(own.integrationId).update({ refreshLease });
      });
      await expect(leases.commitRenewal(lease, renewal(lease))).resolves.toBe('stored');
    });

    it('does not store them over newer credentials of another instance', async () => {
      const lease = await overtaken(async (own) => {
        const other = await takeOver(own);
        await others.commitRenewal(other, renewal(other, 'theirs'));
      });
      await expect(leases.commitRenewal(lease, renewal(lease))).resolves.toBe('superseded');
      expect((await read(lease.integrationId)).lastCommitId).toBe('theirs');
    });

    it('stores them over a mark of another instance only when the grant is confirmed to be alive', async () => {
      const lease = await overtaken(async ({ integrationId }) =>
        integrations.markAsError(organizationId, integrationId, 'refused'),
      );
      await expect(leases.commitRenewal(lease, renewal(lease))).resolves.toBe('already_marked_revoked');
      await expect(leases.commitRenewal(lease, renewal(lease), { confirmedAlive: true })).resolves.toBe(
        'stored',
      );
    });

    it('does not store them into an account that was deleted and connected again', async () => {
      const lease = await overtaken(async ({ integrationId }) => {
        await integrations.delete(organizationId, integrationId);
        const again = sampleIntegration(Date.now(), { accountId: `account-${accounts}` });
        expect((await integrations.create(organizationId, again, () => true)).id).toBe(integrationId);
      });
      await expect(leases.commitRenewal(lease, renewal(lease))).resolves.toBe('superseded');
      expect((await read(lease.integrationId)).credentialVersion).toBe(1);
    });
  });
});
