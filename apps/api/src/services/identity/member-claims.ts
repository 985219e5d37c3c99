import { randomUUID } from 'node:crypto';
import type { Role } from '@klayim/shared/types';
import { AppError } from '../../errors/app-error.ts';
import type { Clock } from '../../lib/clock.ts';
import { minuteMs } from '../../lib/duration.ts';
import type { ClaimsLockRepository } from '../../repositories/platform/claims-lock.repository.ts';
import type { AccountClaims } from './account-claims.ts';
import {
  type Claims,
  hasRoomFor,
  type Membership,
  membershipsIn,
  withMembership,
  withoutMembership,
} from './membership-claims.ts';

/** How old a lock may be for its owner to write, in milliseconds: well before another one takes it. */
const maxLockAgeMs = minuteMs;
/** How long a change waits for another one of the same person, in milliseconds. */
const maxWaitMs = 5_000;
const pauseMs = 100;

export interface MemberClaimsDependencies {
  accountClaims: AccountClaims;
  claimsLockRepository: ClaimsLockRepository;
  clock: Clock;
  sleep: (ms: number) => Promise<void>;
}

export type MemberClaims = ReturnType<typeof createMemberClaims>;

/**
 * The custom claims that make a person a member: what the API and the security rules believe. Firebase Auth has no
 * transactions, so one change of a person's claims waits for the other.
 */
export function createMemberClaims({
  accountClaims,
  claimsLockRepository,
  clock,
  sleep,
}: MemberClaimsDependencies) {
  /** @param run asks before it writes whether the lock is still its own. */
  async function alone(userId: string, run: (isHeld: () => boolean) => Promise<void>): Promise<void> {
    const ownerId = randomUUID();
    const untilMs = clock() + maxWaitMs;
    let triedAtMs = clock();
    while (!(await claimsLockRepository.acquire(userId, ownerId))) {
      if (clock() >= untilMs) {
        throw beingChanged();
      }
      await sleep(pauseMs);
      triedAtMs = clock();
    }
    try {
      await run(() => clock() - triedAtMs < maxLockAgeMs);
    } finally {
      // A lock that cannot be released ends by itself; what was done stands.
      await claimsLockRepository.release(userId, ownerId).catch(() => undefined);
    }
  }

  /** Changes an account's claims; of an account that is gone, nothing. */
  async function edit(userId: string, change: (claims: Claims) => Promise<Claims>): Promise<void> {
    await alone(userId, async (isHeld) => {
      const before = await accountClaims.read(userId);
      if (before === null) {
        return;
      }
      const after = await change(before);
      if (JSON.stringify(after) === JSON.stringify(before)) {
        return;
      }
      // A process may stand still for minutes, and go on.
      if (!isHeld()) {
        throw beingChanged();
      }
      await accountClaims.write(userId, after);
      if (losesAllThatItHad(before, after)) {
        await accountClaims.endSessions(userId);
      }
    });
  }

  return {
    edit,

    /**
     * Has the claims say of one organization what its record says now. Doing it again is harmless, and completes what was
     * interrupted.
     * @param findRole reads the record; null: the person is no member.
     * @throws {AppError} identity_unavailable: do it again.
     */
    follow: (userId: string, organizationId: string, findRole: () => Promise<Role | null>): Promise<void> =>
      edit(userId, async (claims) => {
        const role = await findRole();
        return role === null
          ? withoutMembership(claims, organizationId)
          : withMembership(claims, { organizationId, role });
      }),

    /**
     * Gives who accepts an invitation its role, or a lower one that they have by now. Claims that name the organization
     * already stay as they are: a link that is used again gives nobody more.
     * @param findRole as of {@link follow}.
     * @throws {AppError} identity_unavailable: do it again.
     */
    join: (userId: string, offer: Membership, findRole: () => Promise<Role | null>): Promise<void> =>
      edit(userId, async (claims) => {
        const role = await findRole();
        if (role === null || hasRoleIn(claims, offer.organizationId)) {
          return claims;
        }
        return withMembership(claims, ranks[role] < ranks[offer.role] ? { ...offer, role } : offer);
      }),

    /** @throws {AppError} too_many_organizations when the account does not hold one more; identity_unavailable */
    async requireRoom(userId: string, organizationId: string): Promise<void> {
      const claims = await accountClaims.read(userId);
      if (claims && !hasRoomFor(claims, organizationId)) {
        throw new AppError('too_many_organizations', {
          detail: 'An account holds about twenty organizations. Leave one that you need no longer.',
        });
      }
    },
  };
}

function beingChanged(): AppError {
  return new AppError('identity_unavailable', {
    detail: 'The access of this person is being changed by another request. Try again.',
  });
}

const ranks: Readonly<Record<Role, number>> = { service: 0, member: 1, administrator: 2, owner: 3 };

/**
 * Whether a person has lost something and belongs to no other organization. Sessions of somebody with several are left
 * alone: one organization must not sign people of another one out.
 */
function losesAllThatItHad(before: Claims, after: Claims): boolean {
  const [had, ...others] = membershipsIn(before);
  return had !== undefined && others.length === 0 && rankIn(after, had) < ranks[had.role];
}

function hasRoleIn(claims: Claims, organizationId: string): boolean {
  return membershipsIn(claims).some((each) => each.organizationId === organizationId);
}

function rankIn(claims: Claims, { organizationId }: Membership): number {
  const role = membershipsIn(claims).find((each) => each.organizationId === organizationId)?.role;
  return role ? ranks[role] : -1;
}
