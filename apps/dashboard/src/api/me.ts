import type { OperationId, Schemas } from '@klayim/client';
import { useQuery } from '@tanstack/react-query';
import { minuteMs } from '../duration.ts';
import { useServices } from './services.ts';

/** Who is signed in. Undefined until it is known. */
export function useMe(): Schemas['Me'] | undefined {
  return useMeQuery().data;
}

/** The same with its state, for the shell that waits for it. */
export function useMeQuery() {
  const { klayim } = useServices();
  return useQuery({
    queryKey: ['me'],
    queryFn: ({ signal }) => klayim.call('getMe', { signal }),
    staleTime: minuteMs,
    refetchInterval: minuteMs,
  });
}

/** Whether the signed-in person may call an operation: pages show and hide by it, and the API decides. */
export function useCan(): (operationId: OperationId) => boolean {
  const permissions = useMe()?.permissions ?? [];
  return (operationId) => permissions.includes(operationId);
}
