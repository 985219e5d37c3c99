import { describe, expect, it } from 'vitest';
import { signUp, testAccountClaims, testIdentity } from '../../../test/http/test-identity.ts';
import { useTestFirestore } from '../../../test/repositories/test-firestore.ts';
import { testRepositories } from '../../../test/test-repositories.ts';
import { minuteMs } from '../../lib/duration.ts';
import { createMemberClaims } from './member-claims.ts';

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
      await memberClaims.follow('follower', organizationId, async () => role);
      expect(await readClaims('follower')).toEqual({ organizationId, role });
    }
    await memberClaims.follow('follower', organizationId, async () => null);
    expect(await readClaims('follower')).toEqual({});
    // Whose account is gone has nothing to lose.
    await memberClaims.follow('nobody-of-that-name', organizationId, async () => 'owner');
  });

  it('are what the record says when the change has its turn, not when it was asked for', async () => {
    signUp('turns', {});
    let role: 'owner' | 'member' = 'owner';
    expect(await claimsLockRepository.acquire('turns', 'first')).toBe(true);
    const waiting = memberClaims.follow('turns', organizationId, async () => role);
    role = 'member';
    await claimsLockRepository.release('turns', 'first');
    await waiting;
    expect(await readClaims('turns')).toEqual({ organizationId, role: 'member' });
  });

  it('are not written by who stood still until another one may have the lock', async () => {
    signUp('still', {});
    const late = memberClaims.follow('still', organizationId, async () => {
      nowMs += 2 * minuteMs;
      await memberClaims.follow('still', organizationId, async () => 'member');
      return 'owner';
    });
    await expect(late).rejects.toMatchObject({ code: 'identity_unavailable' });
    expect(await readClaims('still')).toEqual({ organizationId, role: 'member' });
  });

  it('of several organizations let somebody finish in each what they began there', async () => {
    const claims = { organizationId, role: 'member', otherOrganizations: { second: 'administrator' } };
    signUp('several', claims);
    const holds = (id: string) => testIdentity().stillHolds('several', id, ['owner', 'administrator']);
    expect(await Promise.all(['second', organizationId, 'third'].map(holds))).toEqual([true, false, false]);
  });
});
