import { meSchema } from '@klayim/shared/schemas';
import { isPermitted } from '../../http/authorize.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import type { MembersService } from '../../services/organizations/members.service.ts';
import type { OrganizationSettingsService } from '../../services/organizations/organization-settings.service.ts';
import { meExample } from '../examples/me.example.ts';

/** What the route of the signed-in person needs. */
export interface MeRouteDependencies {
  membersService: Pick<MembersService, 'noteSeen'>;
  organizationSettingsService: Pick<OrganizationSettingsService, 'getOrganization'>;
  /** Every route of the API, this one included: what a person may do is read from their access. */
  allRoutes: () => readonly Route[];
}

/** Who is signed in. */
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
      summary: 'See who you are, which organization you belong to and what you may do',
      description:
        'Somebody without an organization has an empty list of organizations: they need an invitation, which an owner makes. `permissions` names the operations of this document that the API lets you call; a page shows and hides by it. Two documents read, none without an organization.',
      errors: [],
      rateLimit: 'read',
      responses: {
        200: { description: 'Who is signed in', schema: meSchema, example: meExample },
      },
      handler: async ({ caller }) => {
        const { userId, email, isEmailVerified, name, membership, isOperator } = caller;
        await membersService.noteSeen(caller);
        const organization =
          membership && (await organizationSettingsService.getOrganization(membership.organizationId));
        return {
          status: 200,
          body: {
            userId,
            email,
            emailVerified: isEmailVerified,
            name,
            organizations:
              membership && organization
                ? [{ id: organization.id, name: organization.name, role: membership.role }]
                : [],
            platformOperator: isOperator,
            permissions: allRoutes()
              .filter(({ access }) => access !== 'public' && isPermitted(access, caller))
              .map(({ operationId }) => operationId)
              .sort(),
          },
        };
      },
    }),
  ];
}
