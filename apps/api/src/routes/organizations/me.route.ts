import { meSchema } from '@klayim/shared/schemas';
import { isPermitted } from '../../http/authorize.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import type { MembersService } from '../../services/organizations/members.service.ts';
import type { OrganizationSettingsService } from '../../services/organizations/organization-settings.service.ts';
import { meExample } from '../examples/me.example.ts';
import { membershipParams } from '../route-input.ts';

/** What the route of the signed-in person needs. */
export interface MeRouteDependencies {
  membersService: Pick<MembersService, 'noteSeen' | 'leave'>;
  organizationSettingsService: Pick<OrganizationSettingsService, 'getOrganization'>;
  /** Every route of the API, this one included: what a person may do is read from their access. */
  allRoutes: () => readonly Route[];
}

/** Who is signed in, and the way out of an organization. */
export function meRoutes({
  membersService,
  organizationSettingsService,
  allRoutes,
}: MeRouteDependencies): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/me',
      access: 'signedIn',
      operationId: 'getMe',
      tag: 'You',
      summary: 'See who you are, which organizations you belong to and what you may do',
      description:
        'Somebody without an organization has an empty list of organizations: they need an invitation, which an owner makes. `permissions` names the operations of this document that the API lets you call; a page shows and hides by it. Two documents read, one more for each further organization, none without any.',
      errors: [],
      rateLimit: 'read',
      responses: {
        200: { description: 'Who is signed in', schema: meSchema, example: meExample },
      },
      handler: async ({ caller }) => {
        const { userId, email, isEmailVerified, name, membership, memberships, isOperator } = caller;
        await membersService.noteSeen(caller);
        const organizations = await Promise.all(
          memberships.map(async ({ organizationId, role }) => {
            const { id, name: ofOrganization } =
              await organizationSettingsService.getOrganization(organizationId);
            return { id, name: ofOrganization, role };
          }),
        );
        return {
          status: 200,
          body: {
            userId,
            email,
            emailVerified: isEmailVerified,
            name,
            organizationId: membership?.organizationId ?? null,
            organizations: organizations.sort((one, other) => one.name.localeCompare(other.name)),
            platformOperator: isOperator,
            permissions: allRoutes()
              .filter(({ access }) => access !== 'public' && isPermitted(access, caller))
              .map(({ operationId }) => operationId)
              .sort(),
          },
        };
      },
    }),

    defineRoute({
      method: 'delete',
      path: '/me/organizations/:organizationId',
      access: 'signedIn',
      operationId: 'leaveOrganization',
      tag: 'You',
      summary: 'Leave an organization',
      description:
        'You have no access to it any more, within a minute; with a new ID token (`getIdToken(true)`) at once. What you connected stays connected. Its last owner cannot leave.',
      errors: ['last_owner', 'organization_deleted'],
      rateLimit: 'write',
      params: membershipParams,
      responses: { 204: { description: 'You do not belong to it any more' } },
      handler: async ({ params, caller, request }) => {
        const from = { ipAddress: request.ipAddress, requestId: request.id };
        await membersService.leave(params.organizationId, caller, from);
        return { status: 204 };
      },
    }),
  ];
}
