import type { KlayimClient, Schemas } from '@klayim/client';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useServices } from '../api/services.ts';
import { minuteMs } from '../duration.ts';

type Integration = Schemas['Integration'];

/** What narrows and orders the list: all of it is in the address of the page. */
export interface ConnectionFilters {
  provider: Schemas['IntegrationProvider'] | null;
  status: Integration['status'] | null;
  /** What would mend it. */
  requiredAction: Integration['requiredAction'] | null;
  /** The beginning of an account's address, in any case. */
  search: string;
  /** Of no effect beside a search, which sorts by address. */
  sort: 'createdAt' | 'expiresAt' | 'lastUsedAt' | 'account';
}

/** Keys of everything that is read of connections: `invalidateQueries({ queryKey: connectionKeys.all })` reads it all again. */
export const connectionKeys = {
  all: ['connections'] as const,
  summary: ['connections', 'summary'] as const,
  attention: ['connections', 'attention'] as const,
  lists: ['connections', 'list'] as const,
  one: (id: string) => ['connections', 'one', id] as const,
};

/** Changes are told as they happen. What is not told, such as the last sweep and last uses, is as old as this at most. */
const readAgainMs = 5 * minuteMs;
/** That an incident has ended by itself is not told. */
const incidentAgainMs = 30_000;
const pageSize = 50;
const historyLength = 20;
const maxAttention = 100;
const providersStaleMs = 5 * minuteMs;

/** How the connections of the organization are, in numbers. */
export function useSummary() {
  const { klayim } = useServices();
  return useQuery({
    queryKey: connectionKeys.summary,
    queryFn: ({ signal }) => klayim.call('getIntegrationSummary', { signal }),
    refetchInterval: ({ state: { data } }) => (data?.incidents.length ? incidentAgainMs : readAgainMs),
  });
}

/** What somebody has to act on: broken connections first, then those that lack something. */
const attentionKinds = [
  { status: 'error' },
  { status: 'connected', requiredAction: 'reauthorize' },
  { status: 'connected', requiredAction: 'grant_scopes' },
] as const;

/**
 * Connections that somebody has to act on.
 * @param counts of the summary: only the kinds that there are any of are asked for. Undefined while they are not known.
 */
export function useAttention(counts: Schemas['IntegrationSummary']['counts'] | undefined) {
  const { klayim } = useServices();
  const kinds = attentionKinds.filter((kind) =>
    counts?.some(
      ({ status, requiredAction }) =>
        status === kind.status && (!('requiredAction' in kind) || requiredAction === kind.requiredAction),
    ),
  );
  return useQuery({
    queryKey: [...connectionKeys.attention, kinds],
    enabled: counts !== undefined,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const found: Integration[] = [];
      for (const kind of kinds) {
        const query = { ...kind, limit: maxAttention };
        found.push(...(await klayim.call('listIntegrations', { query, signal })).items);
      }
      return found;
    },
    refetchInterval: readAgainMs,
  });
}

/** Connections that fit, page by page. */
export function useConnections(filters: ConnectionFilters) {
  const { klayim } = useServices();
  return useInfiniteQuery({
    queryKey: [...connectionKeys.lists, filters],
    queryFn: ({ pageParam, signal }) => readPage(klayim, filters, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: readAgainMs,
    placeholderData: keepPreviousData,
  });
}

function readPage(
  klayim: KlayimClient,
  { provider, status, requiredAction, search, sort }: ConnectionFilters,
  cursor: string | null,
  signal: AbortSignal,
) {
  return klayim.call('listIntegrations', {
    query: {
      limit: pageSize,
      ...(provider && { provider }),
      ...(status && { status }),
      ...(requiredAction && { requiredAction }),
      ...(search === '' ? { sort } : { accountPrefix: search }),
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
    refetchInterval: readAgainMs,
  });
}

/** How the last refreshes ended, and what the audit trail says. Only for who may read the trail. */
export function useHistory(id: string) {
  const { klayim } = useServices();
  return useQuery({
    queryKey: [...connectionKeys.one(id), 'history'],
    queryFn: ({ signal }) =>
      klayim.call('getIntegrationHistory', { path: { id }, query: { limit: historyLength }, signal }),
    refetchInterval: readAgainMs,
  });
}

/** Who was given tokens of a connection in the last week. */
export function useTokenUse(id: string) {
  const { klayim } = useServices();
  return useQuery({
    queryKey: [...connectionKeys.one(id), 'token-use'],
    queryFn: ({ signal }) => klayim.call('listTokenUse', { path: { id }, query: { days: 7 }, signal }),
    refetchInterval: readAgainMs,
  });
}

/** What accounts can be connected at. */
export function useProviders() {
  const { klayim } = useServices();
  return useQuery({
    queryKey: ['providers'],
    queryFn: async ({ signal }) => (await klayim.call('listProviders', { signal })).items,
    staleTime: providersStaleMs,
  });
}

/** A provider's name for people. */
export function useProviderName(): (provider: string) => string {
  const { data = [] } = useProviders();
  return (provider) => data.find((one) => one.provider === provider)?.displayName ?? provider;
}
