import { Timestamp } from 'firebase-admin/firestore';
import { describe, expect, it } from 'vitest';
import { createIntegrationRepository } from './integration.repository.ts';
import { createRefreshLeaseRepository, type HeldLease } from './refresh-lease.repository.ts';
import { newTestKeyring, sampleIntegration } from './testing/sample-integration.ts';
import { useTestFirestore } from './testing/test-firestore.ts';

const organizationId = 'northwind';
const ttlMs = 30_000;

describe('the refresh lease', () => {
  const { firestore, secondClient } = useTestFirestore();
  const keyring = newTestKeyring();
  const clock = () => Date.now();
  const integrations = createIntegrationRepository({
    firestore,
    keyring: () => Promise.resolve(keyring),
    clock,
  });
  const leases = createRefreshLeaseRepository({ firestore, clock });
  const others = createRefreshLeaseRepository({ firestore: secondClient, clock });
  let accounts = 0;

  async function connected() {
    accounts += 1;
    const account = sampleIntegration(Date.now(), { accountId: `account-${accounts}` });
    const { id } = await integrations.create(organizationId, account, () => false);
    return read(id);
  }
  async function read(id: string) {
    const stored = await integrations.findById(organizationId, id);
    if (!stored) throw new Error('not found');
    return stored;
  }
  async function acquired(ownerId = 'me'): Promise<HeldLease> {
    const lease = await leases.acquire(organizationId, await connected(), { ownerId, ttlMs });
    if (!lease) throw new Error('not acquired');
    return lease;
  }
  const renewal = (lease: HeldLease) => ({ credentialVersion: lease.credentialVersion + 1, refreshCount: 1 });
  const refreshEvents = async (integrationId: string) => {
    const { docs } = await firestore()
      .collection('auditEvents')
      .where('subject.id', '==', integrationId)
      .get();
    return docs.filter((event) => event.get('actor.name') === 'refresh');
  };

  it('is given to one of many who read the same version', async () => {
    const stored = await connected();
    const tries = Array.from({ length: 20 }, (_, index) =>
      (index % 2 ? leases : others).acquire(organizationId, stored, { ownerId: `owner-${index}`, ttlMs }),
    );
    const held = (await Promise.all(tries)).filter((lease) => lease !== null);
    expect(held).toHaveLength(1);
    const { refreshLease } = await read(stored.id);
    expect(refreshLease?.ownerId).toBe(held[0]?.ownerId);
    expect(refreshLease?.expiresAt.toMillis()).toBe(stored.readAtMs + ttlMs);
  });

  it('commits the outcome and gives the lease back at once', async () => {
    const lease = await acquired();
    await expect(leases.commit(lease, renewal(lease))).resolves.toBe(true);
    expect(await read(lease.integrationId)).toMatchObject({
      refreshLease: null,
      credentialVersion: 2,
      refreshCount: 1,
    });
  });

  it('commits although a harmless write came between', async () => {
    const lease = await acquired();
    await integrations.update(organizationId, lease.integrationId, { lastUsedAt: Timestamp.now() });
    await expect(leases.commit(lease, renewal(lease))).resolves.toBe(true);
    expect((await read(lease.integrationId)).credentialVersion).toBe(2);
  });

  it.each<[string, (lease: HeldLease) => Promise<unknown>]>([
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
    ['its own earlier commit', (lease) => leases.commit(lease, renewal(lease))],
  ])('is worth nothing after %s', async (_name, overtake) => {
    const lease = await acquired();
    await overtake(lease);
    const before = await integrations.findById(organizationId, lease.integrationId);
    await expect(leases.commit(lease, { ...renewal(lease), refreshCount: 99 })).resolves.toBe(false);
    const after = await integrations.findById(organizationId, lease.integrationId);
    expect(after && { ...after, readAtMs: 0, askedAtMs: 0 }).toEqual(
      before && { ...before, readAtMs: 0, askedAtMs: 0 },
    );
  });

  it('is no key to another organization', async () => {
    const lease = await acquired();
    await integrations.update(organizationId, lease.integrationId, { lastUsedAt: Timestamp.now() });
    await expect(leases.commit({ ...lease, organizationId: 'foreign' }, renewal(lease))).resolves.toBe(false);
  });

  it('records what happened with the change, or neither', async () => {
    const record = { type: 'integration.reauthorization_required', reason: 'invalid_grant' } as const;
    const lease = await acquired();
    await leases.commit(lease, { status: 'error' }, record);
    const [event, ...more] = await refreshEvents(lease.integrationId);
    expect(more).toEqual([]);
    expect(event?.data()).toMatchObject({
      ...record,
      organizationId,
      actor: { type: 'system', name: 'refresh' },
    });
    expect(event?.get('expiresAt')).toBeInstanceOf(Timestamp);

    const late = await acquired();
    await integrations.markAsDisconnected(organizationId, late.integrationId);
    await leases.commit(late, { status: 'error' }, record);
    await expect(refreshEvents(late.integrationId)).resolves.toEqual([]);
  });
});
