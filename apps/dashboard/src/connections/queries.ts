import type { KlayimClient, Schemas } from '@klayim/client';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useServices } from '../api/services.ts';

type Integration = Schemas['Integration'];

/** What narrows the list: all of it is in the address of the page. */
export interface ConnectionFilters {
  provider: Schemas['IntegrationProvider'] | null;
  status: Integration['status'] | null;
}

/** Keys of everything that is read of connections: `invalidateQueries({ queryKey: connectionKeys.all })` reads it all again. */
export const connectionKeys = {
  all: ['connections'] as const,
  list: (filters: ConnectionFilters) => ['connections', 'list', filters] as const,
  one: (id: string) => ['connections', 'one', id] as const,
};

/** A change of status shows within this time. */
const lookAgainMs = 4000;
const pageSize = 100;
const minuteMs = 60_000;

/** Connections that fit, page by page, newest first. */
export function useConnections(filters: ConnectionFilters) {
  const { klayim } = useServices();
  return useInfiniteQuery({
    queryKey: connectionKeys.list(filters),
    queryFn: ({ pageParam, signal }) => readPage(klayim, filters, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: lookAgainMs,
    placeholderData: (previous) => previous,
  });
}

function readPage(
  klayim: KlayimClient,
  { provider, status }: ConnectionFilters,
  cursor: string | null,
  signal: AbortSignal,
) {
  return klayim.call('listIntegrations', {
    query: {
      limit: pageSize,
      ...(provider && { provider }),
      ...(status && { status }),
      ...(cursor && { cursor }),
    },
    signal,
  });
}

/** One connection. */
export function useConnection(id: string) {
  const { klayim } = useServices();
  return useQuery({
    queryKey: connectionKeys.one(id),
    queryFn: ({ signal }) => klayim.call('getIntegration', { path: { id }, signal }),
    refetchInterval: lookAgainMs,
  });
}

/** What accounts can be connected at. */
export function useProviders() {
  const { klayim } = useServices();
  return useQuery({
    queryKey: ['providers'],
    queryFn: async ({ signal }) => (await klayim.call('listProviders', { signal })).items,
    staleTime: 5 * minuteMs,
  });
}

/** A provider's name for people. */
export function useProviderName(): (provider: string) => string {
  const { data = [] } = useProviders();
  return (provider) => data.find((one) => one.provider === provider)?.displayName ?? provider;
}
