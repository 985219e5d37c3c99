import type { OperationId, Schemas } from '@klayim/client';
import { useQuery } from '@tanstack/react-query';
import { minuteMs } from '../duration.ts';
import { useServices } from './services.ts';

/** Who is signed in. Undefined until it is known. */
export function useMe(): Schemas['Me'] | undefined {
  return useMeQuery().data;
}

/** The organization that the page is for; undefined for who belongs to none, or not to the one that was chosen. */
export function organizationOf({
  organizationId,
  organizations,
}: Schemas['Me']): Schemas['Me']['organizations'][number] | undefined {
  return organizations.find(({ id }) => id === organizationId);
}

/** The same with its state, for the shell that waits for it. */
export function useMeQuery() {
  const { klayim, organization } = useServices();
  return useQuery({
    queryKey: ['me'],
    queryFn: async ({ signal }) => {
      let me = await klayim.call('getMe', { signal });
      // What was chosen days ago may be an organization that they have left since.
      if (me.organizationId === null && organization.forget()) {
        me = await klayim.call('getMe', { signal });
      }
      // Somebody who has left their first organization has to name the one that is left.
      const [only, ...others] = me.organizations;
      if (me.organizationId === null && organization.id() === null && only && others.length === 0) {
        organization.keep(only.id, false);
        me = await klayim.call('getMe', { signal });
      }
      if (me.organizationId !== null) {
        organization.keep(me.organizationId, me.organizations.length > 1);
      }
      return me;
    },
    staleTime: minuteMs,
    refetchInterval: minuteMs,
  });
}

/** Whether the signed-in person may call an operation: pages show and hide by it, and the API decides. */
export function useCan(): (operationId: OperationId) => boolean {
  const permissions = useMe()?.permissions ?? [];
  return (operationId) => permissions.includes(operationId);
}
