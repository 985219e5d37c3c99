import type { Schemas } from '@klayim/client';
import { useSearchParams } from 'wouter';
import type { ConnectionFilters } from '../../connections/queries.ts';

const statuses = ['connected', 'error', 'disconnected'] as const;

/** The filters of the list. They are in the address, so that a page can be sent, kept and gone back to. */
export interface ListFilters extends ConnectionFilters {
  /** Part of an account's address, in lower case. */
  search: string;
}

/** Reads and writes the filters in the address. A value that it does not know counts as none. */
export function useListFilters() {
  const [parameters, setParameters] = useSearchParams();
  const status = parameters.get('status');
  const filters: ListFilters = {
    search: parameters.get('search') ?? '',
    provider: (parameters.get('provider') as Schemas['IntegrationProvider'] | null) || null,
    status: statuses.find((known) => known === status) ?? null,
  };
  const set = (name: keyof ListFilters, value: string): void =>
    setParameters(
      (current) => {
        const next = new URLSearchParams(current);
        if (value === '') {
          next.delete(name);
        } else {
          next.set(name, value);
        }
        return next;
      },
      { replace: true },
    );
  return {
    filters,
    set,
    clear: () => setParameters(new URLSearchParams(), { replace: true }),
    isNarrowed: filters.search !== '' || filters.provider !== null || filters.status !== null,
  };
}
