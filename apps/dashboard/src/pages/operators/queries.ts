import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useServices } from '../../api/services.ts';

const readAgainMs = 30_000;
const pageSize = 25;
const sweepsKey = ['operators', 'sweeps'] as const;

type Report =
  | 'countQueues'
  | 'listIncidents'
  | 'listClientSecretEnds'
  | 'getEncryptionKeys'
  | 'listUnlistedErrors';

/** One of the reports that are an answer each, read again every 30 seconds. */
export function useReport<Id extends Report>(operationId: Id) {
  const { klayim } = useServices();
  return useQuery({
    queryKey: ['operators', operationId],
    queryFn: ({ signal }) =>
      klayim.call(operationId as Report, { signal }) as ReturnType<typeof klayim.call<Id>>,
    refetchInterval: readAgainMs,
  });
}

/** The last sweeps, newest first. */
export function useSweeps() {
  const { klayim } = useServices();
  return useQuery({
    queryKey: sweepsKey,
    queryFn: async ({ signal }) => (await klayim.call('listSweeps', { signal })).items,
    refetchInterval: readAgainMs,
  });
}

/** Has a sweep run now. */
export function useStartSweep() {
  const { klayim } = useServices();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => klayim.call('startSweep'),
    onSettled: () => queryClient.invalidateQueries({ queryKey: sweepsKey }),
  });
}

/** The organizations by id, page by page. Each costs three counts: they are not read again by themselves. */
export function useOrganizations() {
  const { klayim } = useServices();
  return useInfiniteQuery({
    queryKey: ['operators', 'organizations'],
    queryFn: ({ pageParam, signal }) =>
      klayim.call('listOrganizations', {
        query: { limit: pageSize, ...(pageParam !== null && { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchOnWindowFocus: false,
  });
}
