import type { KlayimClient, Schemas } from '@klayim/client';
import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import { connectionKeys } from '../connections/queries.ts';
import { atMostEvery } from './at-most-every.ts';
import type { Change } from './follow-changes.ts';

type Integration = Schemas['Integration'];
type ListedPages = InfiniteData<Schemas['IntegrationPage'], string | null>;

/** More changes at once are not read one by one. */
const maxReadOneByOne = 5;
/** However much changes, the numbers are not read more often. */
const numbersAgainMs = 4000;

/**
 * Reads connections again that have changed. A refresh changes a connection every hour and nothing that lists order or count:
 * one that is shown is read alone, and the numbers and lists only when its state is another, or it is not shown.
 */
export function createConnectionReader(klayim: KlayimClient, queryClient: QueryClient) {
  let listsToo = false;

  const readNumbers = atMostEvery(numbersAgainMs, async () => {
    const before = queryClient.getQueryState(connectionKeys.summary)?.data;
    await queryClient.invalidateQueries({ queryKey: connectionKeys.summary });
    // The same numbers are the same object.
    const isChanged = before !== queryClient.getQueryState(connectionKeys.summary)?.data;
    if (listsToo || isChanged) {
      listsToo = false;
      void queryClient.invalidateQueries({ queryKey: connectionKeys.attention });
      void queryClient.invalidateQueries({ queryKey: connectionKeys.lists });
    }
  });

  function readLists(): void {
    listsToo = true;
    readNumbers();
  }

  function shownOnes(): Map<string, Integration> {
    const lists = queryClient.getQueriesData<ListedPages>({ queryKey: connectionKeys.lists });
    const listed = lists.flatMap(([, list]) => list?.pages.flatMap(({ items }) => items) ?? []);
    const attention = queryClient.getQueriesData<Integration[]>({ queryKey: connectionKeys.attention });
    const inNeed = attention.flatMap(([, found]) => found ?? []);
    return new Map([...listed, ...inNeed].map((one) => [one.id, one]));
  }

  function show(integration: Integration): void {
    const replace = (items: Integration[]) =>
      items.map((item) => (item.id === integration.id ? integration : item));
    queryClient.setQueryData(connectionKeys.one(integration.id), integration);
    queryClient.setQueriesData<ListedPages>(
      { queryKey: connectionKeys.lists },
      (list) =>
        list && { ...list, pages: list.pages.map((page) => ({ ...page, items: replace(page.items) })) },
    );
    queryClient.setQueriesData<Integration[]>(
      { queryKey: connectionKeys.attention },
      (found) => found && replace(found),
    );
  }

  async function readOne(id: string, shown: Integration | undefined): Promise<void> {
    const key = connectionKeys.one(id);
    const known = shown ?? queryClient.getQueryData<Integration>(key);
    // How it is used and what happened to it, where that is shown.
    void queryClient.invalidateQueries({
      queryKey: key,
      predicate: ({ queryKey }) => queryKey.length > key.length,
    });
    if (!known) {
      readNumbers();
      return;
    }
    try {
      const integration = await klayim.call('getIntegration', { path: { id } });
      show(integration);
      if (integration.status !== known.status || integration.requiredAction !== known.requiredAction) {
        readLists();
      }
    } catch {
      // Whatever is wrong, reading the page's own data says it.
      void queryClient.invalidateQueries({ queryKey: key });
      readLists();
    }
  }

  return {
    apply(changes: readonly Change[]): void {
      const shown = shownOnes();
      const ids = [...new Set(changes.filter(({ deleted }) => !deleted).map(({ id }) => id))];
      for (const { id } of changes.filter(({ deleted }) => deleted)) {
        void queryClient.invalidateQueries({ queryKey: connectionKeys.one(id), exact: true });
        readLists();
      }
      if (ids.length > maxReadOneByOne) {
        void queryClient.invalidateQueries({ queryKey: [...connectionKeys.all, 'one'] });
        readLists();
        return;
      }
      for (const id of ids) {
        void readOne(id, shown.get(id));
      }
    },
    readNumbers,
    /** Asks for what nothing tells of. */
    poll(): void {
      readNumbers();
      void queryClient.invalidateQueries({ queryKey: [...connectionKeys.all, 'one'] });
    },
  };
}
