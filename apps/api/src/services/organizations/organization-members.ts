import type { Auth } from 'firebase-admin/auth';
import type { MemberClaims } from '../identity/member-claims.ts';
import { membershipsIn, roleIn } from '../identity/membership-claims.ts';

const usersPerPage = 1_000;

/** The people and backend callers of an organization, as Firebase Auth knows them. */
export interface OrganizationMembers {
  /**
   * Takes the claims of the organization from everyone who has them, and ends the sessions of who belongs to no other. ID
   * tokens that were issued before are refused within a minute. The accounts themselves stay: they may be of use elsewhere.
   * @returns how many had access.
   */
  takeAccessFrom(organizationId: string, onProgress?: (done: number) => void): Promise<number>;
}

/** Members by Firebase Auth, which can only be looked through as a whole: a thousand users with each call. */
export function createOrganizationMembers({
  auth,
  memberClaims,
}: {
  auth: () => Auth;
  memberClaims: Pick<MemberClaims, 'follow'>;
}): OrganizationMembers {
  return {
    async takeAccessFrom(organizationId, onProgress = () => undefined) {
      let done = 0;
      let pageToken: string | undefined;
      do {
        const page = await auth().listUsers(usersPerPage, pageToken);
        for (const { uid, customClaims } of page.users) {
          if (roleIn(membershipsIn(customClaims ?? {}), organizationId) === null) {
            continue;
          }
          await memberClaims.follow(uid, { organizationId, given: null }, async () => null);
          done += 1;
          onProgress(done);
        }
        pageToken = page.pageToken;
      } while (pageToken);
      return done;
    },
  };
}
