import type { Schemas } from '@klayim/client';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMe } from '../../api/me.ts';
import { useServices } from '../../api/services.ts';

export type Member = Schemas['Member'];
export type Invitation = Schemas['Invitation'];
export type PersonRole = Schemas['MemberPatch']['role'];

const membersKey = ['members'] as const;
const listKey = ['members', 'list'] as const;
const invitationsKey = ['members', 'invitations'] as const;
const pageSize = 100;

/** The people of the organization by address, page by page. */
export function useMembers() {
  const { klayim } = useServices();
  return useInfiniteQuery({
    queryKey: listKey,
    queryFn: ({ pageParam, signal }) =>
      klayim.call('listMembers', {
        query: { limit: pageSize, ...(pageParam !== null && { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
}

/** The invitations that can still be accepted, for owners. */
export function useInvitations() {
  const { klayim } = useServices();
  return useQuery({
    queryKey: invitationsKey,
    queryFn: async ({ signal }) => (await klayim.call('listInvitations', { signal })).items,
  });
}

/** Gives somebody another role. Owners who take their own have to sign in again: at once, since the page shows what they no longer may. */
export function useChangeRole(userId: string) {
  const { klayim, session } = useServices();
  const readAgain = useReadAgain();
  return useMutation({
    mutationFn: async (role: PersonRole) => {
      await klayim.call('changeMemberRole', { path: { userId }, body: { role } });
      if (userId === session.userId) {
        await session.leave('roleChanged');
      }
    },
    onSettled: readAgain,
  });
}

/** Takes somebody's access away. @param onRemoved is called before the list is read again, which no longer has them. */
export function useRemoveMember(userId: string, onRemoved: () => void) {
  const { klayim } = useServices();
  const readAgain = useReadAgain();
  return useMutation({
    mutationFn: async () => {
      await klayim.call('removeMember', { path: { userId } });
      onRemoved();
    },
    onSettled: readAgain,
  });
}

/** Leaves the organization, for another one of the person or for the sign-in page. */
export function useLeaveOrganization() {
  const { klayim, session, organization } = useServices();
  const me = useMe();
  return useMutation({
    mutationFn: async () => {
      const organizationId = me?.organizationId;
      if (!me || !organizationId) {
        return;
      }
      await klayim.call('leaveOrganization', { path: { organizationId } });
      if (me.organizations.length > 1) {
        // For a new token the API looks at once what the person belongs to.
        await session.idToken({ forceRefresh: true });
        organization.open(null);
      } else {
        await session.leave('left');
      }
    },
  });
}

interface Wanted {
  role: PersonRole;
  email?: string;
}

/** Makes an invitation. @param onToken is given the token of its link, which no cache is to hold. */
export function useInvite(onToken: (token: string) => void) {
  const { klayim } = useServices();
  const readAgain = useReadAgain();
  return useMutation({
    mutationFn: async (body: Wanted) => {
      const { token } = await klayim.call('createInvitation', { body });
      onToken(token);
    },
    onSettled: readAgain,
  });
}

/** Takes an invitation back. @param onRevoked is called before the list is read again, which no longer has it. */
export function useRevokeInvitation(id: string, onRevoked: () => void) {
  const { klayim } = useServices();
  const readAgain = useReadAgain();
  return useMutation({
    mutationFn: async () => {
      await klayim.call('revokeInvitation', { path: { id } });
      onRevoked();
    },
    onSettled: readAgain,
  });
}

function useReadAgain(): () => Promise<void> {
  const queryClient = useQueryClient();
  return async () => {
    await Promise.all([membersKey, ['me']].map((queryKey) => queryClient.invalidateQueries({ queryKey })));
  };
}
