import { isKlayimError, type KlayimClient, type Schemas } from '@klayim/client';
import {
  type QueryClient,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useEffect } from 'react';
import { useServices } from '../../api/services.ts';
import { minuteMs } from '../../duration.ts';
import { startListsAnew } from '../../employees/actions.ts';
import { type ImportSettings, isOver, queryOf } from './settings.ts';

type Import = Schemas['EmployeeImport'];

const importKeys = {
  list: ['imports', 'list'] as const,
  one: (id: string) => ['imports', 'one', id] as const,
  faults: (id: string) => ['imports', 'faults', id] as const,
};

/** A large file on a slow line. */
const uploadTimeoutMs = 5 * minuteMs;
/** Behind the event stream, for where something on the way holds it back. */
const lookAgainMs = 5000;
/** Between two streams, when one could not be had. */
const streamPauseMs = 2000;

interface StartedFile {
  file: File;
  settings: ImportSettings;
  /** Every row is judged and nothing is written. */
  dryRun: boolean;
}

/** Sends a file: to be checked, or to be imported. */
export function useStartImport() {
  const { klayim } = useServices();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ file, settings, dryRun }: StartedFile) =>
      klayim.call('startEmployeeImport', {
        query: queryOf(settings, dryRun),
        body: file,
        timeoutMs: uploadTimeoutMs,
      }),
    onSuccess: (started) => {
      queryClient.setQueryData(importKeys.one(started.id), started);
    },
  });
}

/** One import, followed by the events of the API until it is over. */
export function useImport(id: string) {
  const { klayim } = useServices();
  const queryClient = useQueryClient();
  const query = useQuery({
    queryKey: importKeys.one(id),
    queryFn: ({ signal }) => klayim.call('getEmployeeImport', { path: { id }, signal }),
    refetchInterval: ({ state: { data } }) => (data && isOver(data) ? false : lookAgainMs),
  });
  const running = query.data !== undefined && !isOver(query.data);
  useEffect(() => {
    if (!running) {
      return;
    }
    const controller = new AbortController();
    void follow(klayim, queryClient, id, controller.signal);
    return () => controller.abort();
  }, [klayim, queryClient, id, running]);
  const finished = query.data?.status === 'completed' && !query.data.dryRun;
  const status = query.data?.status;
  useEffect(() => {
    if (finished) {
      void startListsAnew(queryClient);
    }
    if (status !== undefined) {
      void queryClient.invalidateQueries({ queryKey: importKeys.list });
    }
  }, [finished, status, queryClient]);
  return query;
}

/** Shows each event until the import is over. A stream lasts a minute at most, and is begun again. */
async function follow(
  klayim: KlayimClient,
  queryClient: QueryClient,
  id: string,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      for await (const { data } of klayim.events('followEmployeeImport', { path: { id }, signal })) {
        queryClient.setQueryData<Import>(importKeys.one(id), (known) => newerOf(known, data));
      }
    } catch (error) {
      // It is asked for, too: what the stream does not tell is not lost.
      if (isKlayimError(error) && error.status === 404) {
        return;
      }
    }
    if (!signal.aborted) {
      await new Promise((resolve) => window.setTimeout(resolve, streamPauseMs));
    }
  }
}

/** An event that was held back on the way must not undo what is known. */
function newerOf(known: Import | undefined, told: Import): Import {
  return known && known.updatedAt > told.updatedAt ? known : told;
}

/** What is wrong with rows, page by page. */
export function useFaults(id: string) {
  const { klayim } = useServices();
  return useInfiniteQuery({
    queryKey: importKeys.faults(id),
    queryFn: ({ pageParam, signal }) =>
      klayim.call('listEmployeeImportFaults', {
        path: { id },
        query: { limit: 100, ...(pageParam !== null && { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
}

/** The imports of the last 30 days, newest first. */
export function useImports() {
  const { klayim } = useServices();
  return useInfiniteQuery({
    queryKey: importKeys.list,
    queryFn: ({ pageParam, signal }) =>
      klayim.call('listEmployeeImports', {
        query: { limit: 20, ...(pageParam !== null && { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
}
