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
  roleIn,
  withMembership,
  withoutMembership,
} from './membership-claims.ts';

/** How old a lock may be for its owner to write, in milliseconds: well before another one takes it. */
const maxLockAgeMs = minuteMs;
/** How long a change waits for another one of the same person, in milliseconds. */
const maxWaitMs = 20_000;
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
      requireRoomFor(before, after);
      // A process may stand still for minutes, and go on.
      if (!isHeld()) {
        throw beingChanged();
      }
      // First: what is done again after a failure finds its claims written, and would end nothing.
      if (losesInItsOnlyOrganization(before, after)) {
        await accountClaims.endSessions(userId);
      }
      await accountClaims.write(userId, after);
    });
  }

  return {
    edit,

    /**
     * Has the claims say of one organization what its record says now, when a role there has been given or taken. Doing it
     * again is harmless, and completes what was interrupted.
     * @param given the role that the change gave; null when it took the membership. Nobody gets more than that or than they had,
     * whatever the record says: somebody else may be able to write to the database.
     * @param findRole reads the record; null: the person is no member.
     * @throws {AppError} too_many_organizations; identity_unavailable: do it again.
     */
    follow: (
      userId: string,
      { organizationId, given }: { organizationId: string; given: Role | null },
      findRole: () => Promise<Role | null>,
    ): Promise<void> =>
      edit(userId, async (claims) => {
        const role = await findRole();
        if (role === null) {
          return withoutMembership(claims, organizationId);
        }
        const most = highestOf([given, roleIn(membershipsIn(claims), organizationId)]);
        // Nothing was given, and somebody else has given a role since: that change has its own turn.
        if (most === null) {
          return claims;
        }
        return withMembership(claims, { organizationId, role: ranks[role] > ranks[most] ? most : role });
      }),

    /**
     * Gives who accepts an invitation its role, or a lower one that they have by now. Claims that name the organization
     * already stay as they are: a link that is used again gives nobody more.
     * @param findRole as of {@link follow}.
     * @throws {AppError} identity_unavailable: do it again.
     */
    async join(userId: string, offer: Membership, findRole: () => Promise<Role | null>): Promise<void> {
      const isIn = (claims: Claims) => roleIn(membershipsIn(claims), offer.organizationId) !== null;
      const present = await accountClaims.read(userId);
      // Without the lock, which somebody could hold from others by using their link again and again.
      if (present && isIn(present)) {
        return;
      }
      await edit(userId, async (claims) => {
        const role = await findRole();
        if (role === null || isIn(claims)) {
          return claims;
        }
        return withMembership(claims, ranks[role] < ranks[offer.role] ? { ...offer, role } : offer);
      });
    },

    /** @throws {AppError} too_many_organizations when the account does not hold one more; identity_unavailable */
    async requireRoom(userId: string, organizationId: string): Promise<void> {
      const claims = await accountClaims.read(userId);
      if (claims && !hasRoomFor(claims, organizationId)) {
        throw tooManyOrganizations();
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

function highestOf(roles: readonly (Role | null)[]): Role | null {
  return roles.reduce(
    (one, other) => (one !== null && (other === null || ranks[one] >= ranks[other]) ? one : other),
    null,
  );
}

/**
 * Whether a person has lost rights and belongs to no other organization. Sessions of somebody with several are left alone:
 * one organization must not sign people of another one out.
 */
function losesInItsOnlyOrganization(before: Claims, after: Claims): boolean {
  const [had, ...others] = membershipsIn(before);
  if (had === undefined || others.length > 0) {
    return false;
  }
  const role = roleIn(membershipsIn(after), had.organizationId);
  return role === null || ranks[role] < ranks[had.role];
}

/** @throws {AppError} too_many_organizations when claims that gain an organization leave no room for longer roles. */
function requireRoomFor(before: Claims, after: Claims): void {
  const gained = membershipsIn(after).filter((each) => !hasRoomFor(before, each.organizationId));
  if (gained.length > 0) {
    throw tooManyOrganizations();
  }
}

function tooManyOrganizations(): AppError {
  return new AppError('too_many_organizations', {
    detail: 'An account holds about twenty organizations. Leave one that you need no longer.',
  });
}
