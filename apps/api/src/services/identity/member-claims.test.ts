import { describe, expect, it } from 'vitest';
import { signUp, testAccountClaims, testIdentity } from '../../../test/http/test-identity.ts';
import { useTestFirestore } from '../../../test/repositories/test-firestore.ts';
import { testRepositories } from '../../../test/test-repositories.ts';
import { minuteMs } from '../../lib/duration.ts';
import { createMemberClaims } from './member-claims.ts';
import { membershipsIn } from './membership-claims.ts';

const organizationId = 'claims';

describe('the claims of a member', () => {
  const { firestore } = useTestFirestore();
  let nowMs = Date.now();
  const clock = () => nowMs;
  const { claimsLockRepository } = testRepositories({ firestore, clock });
  const accountClaims = testAccountClaims();
  const sleep = async (ms: number): Promise<void> => {
    nowMs += ms;
  };
  const memberClaims = createMemberClaims({ accountClaims, claimsLockRepository, clock, sleep });
  const readClaims = (userId: string) => accountClaims.read(userId);

  it('follow the record, and what is done again changes nothing', async () => {
    signUp('follower', {});
    for (const role of ['owner', 'owner', 'member'] as const) {
      await memberClaims.follow('follower', { organizationId, given: role }, async () => role);
      expect(await readClaims('follower')).toEqual({ organizationId, role });
    }
    await memberClaims.follow('follower', { organizationId, given: null }, async () => null);
    expect(await readClaims('follower')).toEqual({});
    // Whose account is gone has nothing to lose.
    await memberClaims.follow('nobody-of-that-name', { organizationId, given: 'owner' }, async () => 'owner');
  });

  it('are what the record says when the change has its turn, not when it was asked for', async () => {
    signUp('turns', {});
    let role: 'owner' | 'member' = 'owner';
    expect(await claimsLockRepository.acquire('turns', 'first')).toBe(true);
    const waiting = memberClaims.follow('turns', { organizationId, given: 'owner' }, async () => role);
    role = 'member';
    await claimsLockRepository.release('turns', 'first');
    await waiting;
    expect(await readClaims('turns')).toEqual({ organizationId, role: 'member' });
  });

  it('are not written by who stood still until another one may have the lock', async () => {
    signUp('still', {});
    const late = memberClaims.follow('still', { organizationId, given: 'owner' }, async () => {
      nowMs += 2 * minuteMs;
      await memberClaims.follow('still', { organizationId, given: 'member' }, async () => 'member');
      return 'owner';
    });
    await expect(late).rejects.toMatchObject({ code: 'identity_unavailable' });
    expect(await readClaims('still')).toEqual({ organizationId, role: 'member' });
  });

  it('never follow a record further up than the change or the claims of before', async () => {
    signUp('raised', { organizationId, role: 'administrator' });
    const owner = async () => 'owner' as const;
    await memberClaims.follow('raised', { organizationId, given: 'member' }, owner);
    expect(await readClaims('raised')).toEqual({ organizationId, role: 'administrator' });
    await memberClaims.follow('raised', { organizationId, given: null }, owner);
    expect(await readClaims('raised')).toEqual({ organizationId, role: 'administrator' });
    await memberClaims.follow('raised', { organizationId: 'second', given: null }, owner);
    expect(await readClaims('raised')).toEqual({ organizationId, role: 'administrator' });
    await memberClaims.follow('raised', { organizationId: 'second', given: 'member' }, owner);
    expect(await readClaims('raised')).toMatchObject({ otherOrganizations: { second: 'member' } });
  });

  it('hold no organization without room for longer roles, whoever asks at the same moment', async () => {
    const idOf = (index: number) => `of-a-group-${String(index).padStart(40, '0')}`;
    signUp('crowded', {});
    const joins = Array.from({ length: 20 }, (_, index) =>
      memberClaims.join('crowded', { organizationId: idOf(index), role: 'member' }, async () => 'member'),
    );
    const refused = (await Promise.allSettled(joins)).filter(({ status }) => status === 'rejected');
    expect(refused.length).toBeGreaterThan(5);
    for (const { reason } of refused as PromiseRejectedResult[]) {
      expect(reason).toMatchObject({ code: 'too_many_organizations' });
    }
    const claims = await readClaims('crowded');
    expect(membershipsIn(claims ?? {})).toHaveLength(20 - refused.length);
    expect(JSON.stringify(claims).replaceAll('member', 'administrator').length).toBeLessThan(1_000);
  });

  it('of several organizations let somebody finish in each what they began there', async () => {
    const claims = { organizationId, role: 'member', otherOrganizations: { second: 'administrator' } };
    signUp('several', claims);
    const holds = (id: string) => testIdentity().stillHolds('several', id, ['owner', 'administrator']);
    expect(await Promise.all(['second', organizationId, 'third'].map(holds))).toEqual([true, false, false]);
  });
});
