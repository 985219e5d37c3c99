import {
  createInvitationSchema,
  invitationListSchema,
  issuedInvitationSchema,
  memberListQuerySchema,
  memberPageSchema,
  memberPatchSchema,
  memberSchema,
} from '@klayim/shared/schemas';
import { defineRoute, type Route } from '../../http/route.ts';
import type { MembersService } from '../../services/organizations/members.service.ts';
import { invitationExample, issuedInvitationExample, memberExample } from '../examples/member.example.ts';
import { invitationParams, memberParams, owners, people } from '../route-input.ts';

/** What the routes about people need. */
export interface MembersRouteDependencies {
  membersService: MembersService;
}

const changeErrors = ['last_owner'] as const;

/** Members and invitations of the caller's organization. */
export function membersRoutes({ membersService }: MembersRouteDependencies): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/organization/members',
      access: people,
      operationId: 'listMembers',
      tag: 'Organization',
      summary: 'List the people of your organization, by address',
      description:
        'Who has a role and has not signed in since they got it by the command `grant` comes when they do.',
      errors: ['invalid_cursor'],
      rateLimit: 'read',
      query: memberListQuerySchema,
      responses: {
        200: {
          description: 'One page',
          schema: memberPageSchema,
          example: { items: [memberExample], nextCursor: null },
        },
      },
      handler: async ({ query, caller }) => ({
        status: 200,
        body: await membersService.listMembers(caller.organizationId, query),
      }),
    }),

    defineRoute({
      method: 'patch',
      path: '/organization/members/:userId',
      access: owners,
      operationId: 'changeMemberRole',
      tag: 'Organization',
      summary: "Change somebody's role",
      description: 'It counts within a minute. Who loses rights by it must sign in again.',
      errors: changeErrors,
      rateLimit: 'write',
      repeat: 'harmless',
      params: memberParams,
      body: memberPatchSchema,
      bodyExample: { role: 'administrator' },
      responses: { 200: { description: 'The member', schema: memberSchema, example: memberExample } },
      handler: async ({ params, body, caller, actor }) => {
        const by = { actor, changedBy: caller.userId };
        return {
          status: 200,
          body: await membersService.changeRole(caller.organizationId, params.userId, body.role, by),
        };
      },
    }),

    defineRoute({
      method: 'delete',
      path: '/organization/members/:userId',
      access: owners,
      operationId: 'removeMember',
      tag: 'Organization',
      summary: "Take somebody's access away, within a minute",
      description: 'Their account stays: it may be of use elsewhere. The last owner cannot be removed.',
      errors: changeErrors,
      rateLimit: 'write',
      params: memberParams,
      responses: { 204: { description: 'They have no access any more' } },
      handler: async ({ params, caller, actor }) => {
        const by = { actor, changedBy: caller.userId };
        await membersService.removeMember(caller.organizationId, params.userId, by);
        return { status: 204 };
      },
    }),

    defineRoute({
      method: 'get',
      path: '/organization/invitations',
      access: owners,
      operationId: 'listInvitations',
      tag: 'Organization',
      summary: 'List the invitations that can still be accepted, newest first',
      errors: [],
      rateLimit: 'read',
      responses: {
        200: {
          description: 'At most 50',
          schema: invitationListSchema,
          example: { items: [invitationExample] },
        },
      },
      handler: async ({ caller }) => ({
        status: 200,
        body: { items: await membersService.listInvitations(caller.organizationId) },
      }),
    }),

    defineRoute({
      method: 'post',
      path: '/organization/invitations',
      access: owners,
      operationId: 'createInvitation',
      tag: 'Organization',
      summary: 'Make a link that lets somebody join, once, for seven days',
      description: 'Only a digest of its token is kept. An organization has at most 50 open invitations.',
      errors: ['too_many_invitations'],
      rateLimit: 'write',
      repeat: 'never',
      body: createInvitationSchema,
      bodyExample: { role: 'member', email: 'grace@northwind.example' },
      responses: {
        201: {
          description: 'The invitation, and the token of its link',
          schema: issuedInvitationSchema,
          example: issuedInvitationExample,
        },
      },
      handler: async ({ body, caller, actor }) => {
        const by = { actor, changedBy: caller.userId };
        return { status: 201, body: await membersService.invite(caller.organizationId, body, by) };
      },
    }),

    defineRoute({
      method: 'delete',
      path: '/organization/invitations/:id',
      access: owners,
      operationId: 'revokeInvitation',
      tag: 'Organization',
      summary: 'Take an invitation back: its link does not work any more',
      errors: [],
      rateLimit: 'write',
      params: invitationParams,
      responses: { 204: { description: 'It is gone' } },
      handler: async ({ params, caller, actor }) => {
        await membersService.revokeInvitation(caller.organizationId, params.id, actor);
        return { status: 204 };
      },
    }),
  ];
}
