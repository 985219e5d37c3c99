import {
  acceptedInvitationSchema,
  acceptInvitationSchema,
  invitationOfferSchema,
  lookUpInvitationSchema,
} from '@klayim/shared/schemas';
import { defineRoute, type Route } from '../../http/route.ts';
import type { MembersService } from '../../services/organizations/members.service.ts';
import { invitationOfferExample, issuedInvitationExample } from '../examples/member.example.ts';

/** What the routes of invited people need. */
export interface InvitationsRouteDependencies {
  membersService: Pick<MembersService, 'lookUp' | 'accept'>;
}

const { token } = issuedInvitationExample;

/** Routes for a person who has an invitation link. */
export function invitationsRoutes({ membersService }: InvitationsRouteDependencies): Route[] {
  return [
    defineRoute({
      method: 'post',
      path: '/invitations/look-up',
      access: 'signedIn',
      operationId: 'lookUpInvitation',
      tag: 'You',
      summary: 'See what an invitation offers, before you accept it',
      errors: ['invitation_not_found'],
      rateLimit: 'write',
      repeat: 'harmless',
      body: lookUpInvitationSchema,
      bodyExample: { token },
      responses: {
        200: { description: 'The offer', schema: invitationOfferSchema, example: invitationOfferExample },
      },
      handler: async ({ body }) => ({ status: 200, body: await membersService.lookUp(body.token) }),
    }),

    defineRoute({
      method: 'post',
      path: '/invitations/accept',
      access: 'signedIn',
      operationId: 'acceptInvitation',
      tag: 'You',
      summary: 'Join the organization that has invited you',
      description:
        'Get a new ID token afterwards (`getIdToken(true)`): it counts at once. Who belongs to another organization stays in it, and names the one that a request is for in `X-Organization-Id`.',
      errors: [
        'invitation_not_found',
        'invitation_of_another_address',
        'already_member',
        'too_many_organizations',
        'organization_deleted',
      ],
      rateLimit: 'write',
      repeat: 'harmless',
      body: acceptInvitationSchema,
      bodyExample: { token },
      responses: {
        200: {
          description: 'What you belong to now',
          schema: acceptedInvitationSchema,
          example: { organizationId: 'northwind', role: 'member' },
        },
      },
      handler: async ({ body, caller, request }) => {
        const from = { ipAddress: request.ipAddress, requestId: request.id };
        return { status: 200, body: await membersService.accept(body.token, caller, from) };
      },
    }),
  ];
}
