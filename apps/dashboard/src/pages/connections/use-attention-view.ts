import { useQuery } from '@tanstack/react-query';

/** What shows and mends problems, with the words for them: there is nothing to load while nothing is wrong. */
export function useAttentionView(isNeeded: boolean) {
  return useQuery({
    queryKey: ['words', 'problems'],
    enabled: isNeeded,
    queryFn: () => import('./attention.tsx'),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });
}
