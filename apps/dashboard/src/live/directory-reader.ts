import type { KlayimClient } from '@klayim/client';
import type { QueryClient } from '@tanstack/react-query';
import { removeFromLists, showInLists } from '../employees/actions.ts';
import { type EmployeePages, employeeKeys, readEmployee } from '../employees/queries.ts';
import { atMostEvery } from './at-most-every.ts';
import type { Change } from './follow-changes.ts';

/** However much changes, such as by an import, the list is not read more often. */
const againMs = 5000;

/**
 * Keeps the directory that is shown up to date: somebody who is in the list is read alone. Anything else reads the list again as long
 * as it is one page; of a longer one the page says that it is out of date, since reading it again would lose the place in it.
 */
export function createDirectoryReader(klayim: KlayimClient, queryClient: QueryClient) {
  const loaded = () => queryClient.getQueryCache().findAll({ queryKey: employeeKeys.lists });

  const readAgain = atMostEvery(againMs, () => {
    void queryClient.invalidateQueries({ queryKey: employeeKeys.facets });
    for (const query of loaded()) {
      const pages = (query.state.data as EmployeePages | undefined)?.pages.length ?? 0;
      if (!query.isActive()) {
        queryClient.removeQueries({ queryKey: query.queryKey, exact: true });
      } else if (pages > 1) {
        queryClient.setQueryData(employeeKeys.outdated, true);
      } else {
        query.fetch().catch(() => undefined);
      }
    }
  });

  function isLoaded(id: string): boolean {
    return loaded().some((query) =>
      (query.state.data as EmployeePages | undefined)?.pages.some(({ items }) =>
        items.some((item) => item.id === id),
      ),
    );
  }

  async function readOne(id: string): Promise<void> {
    try {
      showInLists(queryClient, await readEmployee(klayim, id));
    } catch {
      readAgain();
    }
  }

  return {
    apply(changes: readonly Change[]): void {
      for (const { id, deleted } of changes) {
        if (!isLoaded(id)) {
          readAgain();
        } else if (deleted) {
          removeFromLists(queryClient, id);
        } else {
          void readOne(id);
        }
      }
      if (changes.length > 0) {
        void queryClient.invalidateQueries({ queryKey: employeeKeys.facets });
      }
    },
    readAgain,
  };
}
