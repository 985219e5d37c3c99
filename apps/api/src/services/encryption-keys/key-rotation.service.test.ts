import { Timestamp } from 'firebase-admin/firestore';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { recordingLogger } from '../../../test/recording-logger.ts';
import { refreshedOutcome } from '../../../test/refresh-outcomes.ts';
import { leaseOf } from '../../../test/repositories/acquired-lease.ts';
import { sampleIntegration } from '../../../test/repositories/sample-integration.ts';
import { useTestFirestore } from '../../../test/repositories/test-firestore.ts';
import { createTestKeys } from '../../../test/test-keys.ts';
import { testRepositories } from '../../../test/test-repositories.ts';
import { wireServices } from '../../../test/wired-services.ts';
import { hourMs, minuteMs } from '../../lib/duration.ts';
import type { Keyring } from '../../lib/keyring.ts';
import { collections } from '../../repositories/collections.ts';
import type { OAuthCredentials } from '../../repositories/integrations/integration-credentials.ts';
import type { Lease } from '../../repositories/integrations/refresh-lease.ts';
import { createKeyRotationService, type KeyRotationDependencies } from './key-rotation.service.ts';

const organizationId = 'northwind';
const secondLookMs = 20 * minuteMs;

describe('a key rotation', () => {
  const { firestore } = useTestFirestore();
  const { keyringOf } = createTestKeys(3);
  const { logger, lines } = recordingLogger();
  const everyKey = keyringOf(3, 2, 1);
  // Past the first look of a day, in which old keys are reported.
  let nowMs = Date.parse('2026-01-01T12:00:00Z');
  const clock = () => nowMs;
  const enqueued: string[] = [];

  afterEach(async () => {
    lines.length = 0;
    enqueued.length = 0;
    const names = [collections.integrations.name, collections.keyRotations.name];
    await Promise.all(names.map((name) => firestore().recursiveDelete(firestore().collection(name))));
  });

  const commonOf = (keyring: Keyring) => ({ firestore, clock, keyring: () => Promise.resolve(keyring) });
  const repositoryAt = (keyring: Keyring) => testRepositories(commonOf(keyring)).integrationRepository;
  const leases = testRepositories({ firestore, clock }).refreshLeaseRepository;

  function serviceAt(keyring: Keyring, change: Partial<KeyRotationDependencies> = {}) {
    return createKeyRotationService({
      ...wireServices({ ...commonOf(keyring), logger }),
      sleep: async (ms) => {
        nowMs += ms;
      },
      enqueueOperatorJob: async ({ job }) => enqueued.push(job),
      timing: { pageSize: 3 },
      ...change,
    });
  }

  const credentialsOf = (accountId: string): OAuthCredentials => ({
    accessToken: `access-${accountId}`,
    refreshToken: `refresh-${accountId}`,
  });
  async function connect(keyring: Keyring, accountId: string, organization = organizationId) {
    const account = sampleIntegration(nowMs, { accountId, credentials: credentialsOf(accountId) });
    const { id } = await repositoryAt(keyring).create(organization, account, () => true);
    return id;
  }
  async function read(id: string, organization = organizationId) {
    const stored = await repositoryAt(everyKey).findById(organization, id);
    if (!stored) {
      throw new Error('not found');
    }
    return stored;
  }
  const decrypted = async (id: string, keyring = everyKey) =>
    repositoryAt(keyring).getDecryptedCredentials(organizationId, await read(id));
  const renewed: OAuthCredentials = { accessToken: 'renewed', refreshToken: 'rotated' };
  async function renew(lease: Lease, keyring: Keyring) {
    const credentialVersion = lease.credentialVersion + 1;
    const owner = { ...(await read(lease.integrationId, lease.organizationId)), credentialVersion };
    const credentials = await repositoryAt(keyring).encryptCredentials(owner, renewed);
    const change = { credentials, credentialVersion };
    const commitId = `commit-of-${lease.ownerId}`;
    return leases.commitRenewal(lease, { commitId, change, outcome: refreshedOutcome });
  }
  const readKeyVersion = async (id: string) => (await read(id)).credentials?.keyVersion;
  const accountsOf = (count: number) => Array.from({ length: count }, (_, index) => `account-${index}`);

  it('moves the credentials of all organizations, of every older generation, and nothing else', async () => {
    const first = await connect(keyringOf(1), 'first');
    const foreign = await connect(keyringOf(1), 'foreign', 'fabrikam');
    const second = await connect(keyringOf(2, 1), 'second');
    const third = await connect(everyKey, 'third');
    const gone = await connect(keyringOf(1), 'gone');
    await repositoryAt(everyKey).markAsDisconnected(organizationId, gone);
    const before = await Promise.all([first, second, third, gone].map((id) => read(id)));

    const service = serviceAt(everyKey);
    await expect(service.startKeyRotation('olga')).resolves.toMatchObject({
      id: 'v3',
      status: 'running',
      startedBy: 'olga',
      total: 3,
      remaining: 3,
    });
    expect(enqueued).toEqual(['key_rotation']);
    await expect(service.work()).resolves.toBe('finished');
    await expect(service.getKeyRotation(null)).resolves.toMatchObject({
      status: 'finished',
      rotated: 3,
      deferred: 0,
      failed: 0,
      remaining: 0,
      finishedAt: new Date(nowMs).toISOString(),
    });

    const after = await Promise.all([first, second, third, gone].map((id) => read(id)));
    const unmoved = ({ credentials: _, version: __, readAtMs: ___, ...rest }: (typeof after)[number]) => rest;
    expect(after.map(unmoved)).toEqual(before.map(unmoved));
    // Nothing but the newest key is needed to read them.
    await expect(decrypted(first, keyringOf(3))).resolves.toEqual(credentialsOf('first'));
    await expect(decrypted(second, keyringOf(3))).resolves.toEqual(credentialsOf('second'));
    expect((await read(foreign, 'fabrikam')).credentials?.keyVersion).toBe(3);
    expect(after[2]).toMatchObject({ version: before[2]?.version });
    expect(after[3]).toMatchObject({ credentials: null, version: before[3]?.version });
    await expect(service.work()).resolves.toBe('idle');
  });

  it('works as long as one invocation may, and continues where it stopped', async () => {
    const ids = await Promise.all(accountsOf(8).map((account) => connect(keyringOf(1), account)));
    const calls: unknown[] = [];
    const common = commonOf(keyringOf(2, 1));
    const rotation = testRepositories(common).credentialRotationRepository;
    const service = serviceAt(keyringOf(2, 1), {
      timing: { pageSize: 3, budgetMs: 1_000 },
      credentialRotationRepository: {
        ...rotation,
        findOlderThan: (version, after, limit) => {
          nowMs += 600;
          calls.push(after);
          return rotation.findOlderThan(version, after, limit);
        },
      },
    });
    await service.startKeyRotation('olga');
    await expect(service.work()).resolves.toBe('unfinished');
    await expect(service.getKeyRotation(null)).resolves.toMatchObject({ rotated: 6, remaining: 2 });
    await expect(service.work()).resolves.toBe('finished');
    await expect(service.getKeyRotation(2)).resolves.toMatchObject({ rotated: 8, passes: 1, remaining: 0 });
    // Started once, and twice put back on the queue: by the start and by the share that was not enough.
    expect(enqueued).toHaveLength(2);
    const sorted = [...ids].sort();
    expect(calls[2]).toEqual({ keyVersion: 1, kind: 'credentials', id: sorted[5] });
    for (const id of ids) {
      await expect(readKeyVersion(id)).resolves.toBe(2);
    }
  });

  it('leaves a running refresh alone, and comes back when it has finished', async () => {
    const id = await connect(keyringOf(1), 'leased');
    const other = await connect(keyringOf(1), 'other');
    const lease = leaseOf(
      await leases.acquire(organizationId, await read(id), { ownerId: 'me', ttlMs: 30_000 }),
    );
    const seen: unknown[] = [];
    const service = serviceAt(keyringOf(2, 1), {
      sleep: async () => {
        seen.push(await readKeyVersion(id), await readKeyVersion(other));
        await leases.release(lease);
      },
    });
    await service.startKeyRotation('olga');
    await expect(service.work()).resolves.toBe('finished');
    expect(seen).toEqual([1, 2]);
    await expect(readKeyVersion(id)).resolves.toBe(2);
    await expect(service.getKeyRotation(null)).resolves.toMatchObject({ passes: 2, rotated: 2, deferred: 0 });
  });

  it('never costs a late refresh its token: its commit after the lease finds the same credentialVersion', async () => {
    const id = await connect(keyringOf(1), 'late');
    const lease = leaseOf(await leases.acquire(organizationId, await read(id), { ownerId: 'me', ttlMs: -1 }));
    const service = serviceAt(keyringOf(2, 1));
    await service.startKeyRotation('olga');
    await expect(service.work()).resolves.toBe('finished');
    await expect(readKeyVersion(id)).resolves.toBe(2);

    await expect(renew(lease, keyringOf(1))).resolves.toBe('stored');
    await expect(decrypted(id)).resolves.toEqual(renewed);
  });

  it.each<[string, (id: string) => Promise<unknown>]>([
    [
      'a refresh',
      async (id) => {
        const acquired = await leases.acquire(organizationId, await read(id), {
          ownerId: 'me',
          ttlMs: 30_000,
        });
        await renew(leaseOf(acquired), keyringOf(1));
      },
    ],
    [
      'the lease of a refresh',
      async (id) => leases.acquire(organizationId, await read(id), { ownerId: 'me', ttlMs: 30_000 }),
    ],
    ['a disconnect', (id) => repositoryAt(everyKey).markAsDisconnected(organizationId, id)],
    ['a reconnect', () => connect(everyKey, 'overtaken')],
    ['a deletion', (id) => repositoryAt(everyKey).delete(organizationId, id)],
    ['another rotation', async () => serviceAt(keyringOf(2, 1)).keepUp()],
  ])('gives way to %s that came between its reading and its writing', async (_name, overtake) => {
    const id = await connect(keyringOf(1), 'overtaken');
    const rotation = testRepositories(commonOf(keyringOf(2, 1))).credentialRotationRepository;
    const [stored] = await rotation.findOlderThan(2, null, 10);
    if (!stored) {
      throw new Error('nothing to rotate');
    }
    await overtake(id);
    const before = (await firestore().collection(collections.integrations.name).doc(id).get()).data();
    await expect(rotation.reencrypt(stored)).resolves.toBe('overtaken');
    expect((await firestore().collection(collections.integrations.name).doc(id).get()).data()).toEqual(
      before,
    );
  });

  it('finds what an instance with the old key has written meanwhile, and makes another pass', async () => {
    const ids = await Promise.all(accountsOf(4).map((account) => connect(keyringOf(1), account)));
    const common = commonOf(keyringOf(2, 1));
    const rotation = testRepositories(common).credentialRotationRepository;
    let pages = 0;
    const service = serviceAt(keyringOf(2, 1), {
      credentialRotationRepository: {
        ...rotation,
        findOlderThan: async (...input) => {
          pages += 1;
          if (pages === 2) {
            await connect(keyringOf(1), 'account-0');
          }
          if (pages === 2) {
            await connect(keyringOf(1), 'account-1');
          }
          if (pages === 2) {
            await connect(keyringOf(1), 'account-2');
          }
          return rotation.findOlderThan(...input);
        },
      },
    });
    await service.startKeyRotation('olga');
    await expect(service.work()).resolves.toBe('finished');
    for (const id of ids) {
      await expect(readKeyVersion(id)).resolves.toBe(2);
    }
  });

  it('names what it cannot decrypt, leaves it as it is, and finishes with the rest', async () => {
    const [damaged = '', moved = '', fine = ''] = await Promise.all(
      accountsOf(3).map((account) => connect(keyringOf(1), account)),
    );
    const { credentials } = await read(fine);
    await firestore().collection(collections.integrations.name).doc(moved).update({ credentials });
    const authTag = Buffer.alloc(16).toString('base64');
    await firestore()
      .collection(collections.integrations.name)
      .doc(damaged)
      .update({ 'credentials.authTag': authTag });

    const service = serviceAt(keyringOf(2, 1));
    await expect(service.keepUp()).resolves.toBe('finished');
    await expect(service.getKeyRotation(null)).resolves.toMatchObject({
      startedBy: 'schedule',
      status: 'finished',
      total: 3,
      rotated: 1,
      failed: 2,
      remaining: 2,
    });
    const named = lines.filter(({ event }) => event === 'key_rotation.record_failed');
    expect(new Map(named.map(({ integrationId, code }) => [integrationId, code]))).toEqual(
      new Map([
        [damaged, 'credentials_tampered'],
        [moved, 'credentials_moved'],
      ]),
    );
    expect(lines.find(({ event }) => event === 'key_rotation.finished')).toMatchObject({ level: 'error' });
    await expect(readKeyVersion(damaged)).resolves.toBe(1);

    // Not at every look, but once an hour it is tried again.
    nowMs += secondLookMs;
    await expect(service.keepUp()).resolves.toBe('idle');
    nowMs += hourMs;
    await expect(service.keepUp()).resolves.toBe('finished');
  });

  it('skips records whose key it does not have, and says so', async () => {
    await connect(keyringOf(1), 'old');
    const service = serviceAt(keyringOf(3, 2));
    await expect(service.keepUp()).resolves.toBe('finished');
    expect(lines).toContainEqual(expect.objectContaining({ code: 'encryption_key_unknown', keyVersion: 1 }));
  });

  it('has one worker at a time, until that one stops reporting', async () => {
    const ids = await Promise.all(accountsOf(7).map((account) => connect(keyringOf(1), account)));
    const common = commonOf(keyringOf(2, 1));
    const rotation = testRepositories(common).credentialRotationRepository;
    const rival = serviceAt(keyringOf(2, 1), { timing: { pageSize: 3, claimTtlMs: -1 } });
    const seen: unknown[] = [];
    const service = (claimTtlMs: number) =>
      serviceAt(keyringOf(2, 1), {
        timing: { pageSize: 3, claimTtlMs },
        credentialRotationRepository: {
          ...rotation,
          findOlderThan: async (...input) => {
            const page = await rotation.findOlderThan(...input);
            if (seen.length < 2) {
              seen.push(await rival.work());
            }
            return page;
          },
        },
      });
    await rival.startKeyRotation('olga');
    await expect(service(30_000).work()).resolves.toBe('finished');
    expect(seen).toEqual(['idle', 'idle']);

    // The same with a claim that nobody believes in: both work, each record is moved once.
    seen.length = 0;
    await Promise.all(accountsOf(7).map((account) => connect(keyringOf(1), account)));
    await rival.startKeyRotation('olga');
    await expect(service(-1).work()).resolves.toBe('unfinished');
    expect(seen).toEqual(['finished']);
    for (const id of ids) {
      await expect(decrypted(id, keyringOf(2))).resolves.toMatchObject({});
    }
    await expect(rival.getKeyRotation(null)).resolves.toMatchObject({ status: 'finished', rotated: 7 });
  });

  it('ignores a worker that was replaced after it had stopped reporting', async () => {
    await connect(keyringOf(1), 'first');
    await serviceAt(keyringOf(2, 1)).startKeyRotation('olga');
    const rotations = testRepositories({ firestore, clock }).keyRotationRepository;
    const dead = await rotations.claim(2, 'dead', -1);
    const heir = await rotations.claim(2, 'heir', 30_000);
    if (!dead || !heir) {
      throw new Error('not claimed');
    }
    await expect(rotations.save(dead, 'finish', 30_000)).resolves.toBe(false);
    const progress = { ...heir.progress, rotated: 5 };
    await expect(rotations.save({ ...heir, progress }, 'continue', 30_000)).resolves.toBe(true);
    await expect(rotations.find(2)).resolves.toMatchObject({ status: 'running', rotated: 5 });
  });

  it('is started once, whoever starts it, and ends when a newer key becomes current', async () => {
    await connect(keyringOf(1), 'first');
    const service = serviceAt(keyringOf(2, 1));
    const starts = await Promise.all(['olga', 'otto', 'oscar'].map((who) => service.startKeyRotation(who)));
    expect(new Set(starts.map(({ startedBy }) => startedBy)).size).toBe(1);
    await serviceAt(everyKey).startKeyRotation('olga');
    await expect(service.work()).resolves.toBe('idle');
    await expect(serviceAt(everyKey).getKeyRotation(2)).resolves.toMatchObject({ status: 'superseded' });
    await expect(serviceAt(everyKey).work()).resolves.toBe('finished');
    // An instance that was left behind moves nothing back.
    await expect(service.keepUp()).resolves.toBe('idle');
    await expect(service.getKeyRotation(1)).rejects.toMatchObject({ code: 'key_rotation_not_found' });
  });

  describe('by the schedule', () => {
    beforeEach(() => {
      nowMs = Date.parse('2026-05-01T00:05:00Z');
    });

    it('costs nothing when there is nothing to do', async () => {
      await connect(keyringOf(1), 'first');
      await expect(serviceAt(keyringOf(1)).keepUp()).resolves.toBe('idle');
      const rotations = await firestore().collection(collections.keyRotations.name).get();
      expect(rotations.size).toBe(0);
    });

    it('reports keys older than 90 days, once a day', async () => {
      const createdAt = Timestamp.fromDate(new Date('2026-01-01T00:00:00Z'));
      await firestore().doc('encryptionCanaries/v1').set({ createdAt });
      await serviceAt(keyringOf(1)).keepUp();
      nowMs += 15 * minuteMs;
      await serviceAt(keyringOf(1)).keepUp();
      const overdue = {
        event: 'encryption_key.overdue',
        level: 'warn',
        version: 1,
        state: 'current',
        ageDays: 120,
      };
      expect(lines.filter(({ event }) => event === 'encryption_key.overdue')).toEqual([
        expect.objectContaining(overdue),
      ]);
    });
  });
});
