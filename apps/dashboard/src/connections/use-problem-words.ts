import { useQuery } from '@tanstack/react-query';

/** What puts problems into words: there is nothing to load while nothing is wrong. */
export function useProblemWords(isNeeded: boolean) {
  return useQuery({
    queryKey: ['words', 'problems'],
    enabled: isNeeded,
    queryFn: () => import('./connection-problem.ts'),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });
}
