import type { EmployeeFilters } from '../../employees/queries.ts';
import { useAddressState } from '../../ui/use-address-state.ts';

const statuses = ['fullTime', 'partTime', 'contractor', 'inactive'] as const;
const sources = ['bamboohr', 'finch', 'manual', 'csv'] as const;
const sorts = ['name', 'nameDescending', 'email', 'createdAt', 'updatedAt'] as const;

/** The list's filters, which are in the address. */
export interface ListFilters {
  filters: EmployeeFilters;
  /** Sets one of them; empty for none. */
  set: (name: keyof EmployeeFilters, value: string) => void;
  clear: () => void;
  isNarrowed: boolean;
}

const maxSearchLength = 100;
const none = { search: '', department: '', role: '', status: '', source: '' };

/** Reads and writes the filters in the address. A value that it does not know counts as none. */
export function useListFilters(): ListFilters {
  const { get, set } = useAddressState();
  const filters: EmployeeFilters = {
    search: get('search').trim().slice(0, maxSearchLength),
    department: get('department'),
    role: get('role'),
    status: statuses.find((known) => known === get('status')) ?? '',
    source: sources.find((known) => known === get('source')) ?? '',
    sort: sorts.find((known) => known === get('sort')) ?? 'name',
  };
  return {
    filters,
    set: (name, value) => set({ [name]: value }),
    clear: () => set(none),
    isNarrowed: Object.keys(none).some((name) => filters[name as keyof typeof none] !== ''),
  };
}
