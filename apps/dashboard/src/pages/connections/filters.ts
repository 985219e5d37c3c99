import { useSearchParams } from 'wouter';
import type { ConnectionFilters } from '../../connections/queries.ts';

const statuses = ['connected', 'error', 'disconnected'] as const;
const actions = ['none', 'reauthorize', 'grant_scopes'] as const;
const orders = ['createdAt', 'expiresAt', 'lastUsedAt', 'account'] as const;

/** The list's filters. They are in the address, so that a page can be sent, kept and gone back to. */
export interface ListFilters {
  filters: ConnectionFilters;
  /** Sets one of them; empty for none. */
  set: (name: keyof ConnectionFilters, value: string) => void;
  clear: () => void;
  isNarrowed: boolean;
}

/** Reads and writes the filters in the address. A value that it does not know counts as none. */
export function useListFilters(): ListFilters {
  const [parameters, setParameters] = useSearchParams();
  const filters: ConnectionFilters = {
    search: (parameters.get('search') ?? '').trim().slice(0, 100),
    provider: (parameters.get('provider') || null) as ConnectionFilters['provider'],
    status: statuses.find((known) => known === parameters.get('status')) ?? null,
    requiredAction: actions.find((known) => known === parameters.get('requiredAction')) ?? null,
    sort: orders.find((known) => known === parameters.get('sort')) ?? 'createdAt',
  };
  return {
    filters,
    set: (name, value) =>
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
      ),
    clear: () => setParameters(new URLSearchParams(), { replace: true }),
    isNarrowed:
      filters.search !== '' || Boolean(filters.provider ?? filters.status ?? filters.requiredAction),
  };
}
