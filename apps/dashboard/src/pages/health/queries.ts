import { useQuery } from '@tanstack/react-query';
import { useServices } from '../../api/services.ts';
import { connectionKeys } from '../../connections/queries.ts';
import { minuteMs } from '../../duration.ts';

const trendsAgainMs = 5 * minuteMs;

/** Refreshes of the last hours and days, and what ends in the next. */
export function useTrends() {
  const { klayim } = useServices();
  return useQuery({
    queryKey: [...connectionKeys.all, 'trends'],
    queryFn: ({ signal }) => klayim.call('getIntegrationTrends', { signal }),
    staleTime: trendsAgainMs,
    refetchInterval: trendsAgainMs,
  });
}
