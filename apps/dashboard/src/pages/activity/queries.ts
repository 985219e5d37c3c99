import type { Schemas } from '@klayim/client';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { activityText } from '#text/activity';
import { useServices } from '../../api/services.ts';
import { saveFile } from '../../ui/save-file.ts';
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

/** Saves all that fits as a file of one event a line. It ends when the page is left. */
export function useExport(filters: ActivityFilters) {
  const { klayim } = useServices();
  const [count, setCount] = useState(0);
  const running = useRef<AbortController>(null);
  useEffect(() => () => running.current?.abort(), []);
  const mutation = useMutation({
    mutationFn: async () => {
      const controller = new AbortController();
      running.current = controller;
      const { signal } = controller;
      const lines: string[] = [];
      setCount(0);
      for await (const event of klayim.lines('exportAuditEvents', { query: queryOf(filters), signal })) {
        lines.push(`${JSON.stringify(event satisfies Schemas['AuditEvent'])}\n`);
        if (lines.length % sayEvery === 0) {
          setCount(lines.length);
        }
      }
      setCount(lines.length);
      saveFile(activityText.export.fileName, new Blob(lines, { type: 'application/x-ndjson' }));
      return lines.length;
    },
  });
  return { ...mutation, count };
}
