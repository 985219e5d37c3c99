import type { Schemas } from '@klayim/client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useServices } from '../../api/services.ts';
import type { SaveJob } from '../../ui/save-button.tsx';
import { type ActivityFilters, queryOf } from './filters.ts';

const pageSize = 50;
/** How often the number of what has been saved is said. */
const sayEvery = 500;

/** What happened and fits, newest first, page by page. */
export function useActivity(filters: ActivityFilters) {
  const { klayim } = useServices();
  return useInfiniteQuery({
    queryKey: ['activity', filters],
    queryFn: ({ pageParam, signal }) =>
      klayim.call('listAuditEvents', {
        query: { limit: pageSize, ...queryOf(filters), ...(pageParam !== null && { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: (previous) => previous,
  });
}

/** Asks for all that fits as a file of one event a line. */
export function useSaveLines(filters: ActivityFilters) {
  const { klayim } = useServices();
  return async ({ signal, onCount }: SaveJob): Promise<Blob> => {
    const lines: string[] = [];
    for await (const event of klayim.lines('exportAuditEvents', { query: queryOf(filters), signal })) {
      lines.push(`${JSON.stringify(event satisfies Schemas['AuditEvent'])}\n`);
      if (lines.length % sayEvery === 0) {
        onCount(lines.length);
      }
    }
    onCount(lines.length);
    return new Blob(lines, { type: 'application/x-ndjson' });
  };
}
