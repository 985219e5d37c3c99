import type { KlayimClient, Schemas } from '@klayim/client';
import { type InfiniteData, skipToken, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useServices } from '../api/services.ts';

type Employee = Schemas['Employee'];

/** What narrows and orders the directory: all of it is in the address of the page. */
export interface EmployeeFilters {
  /** How the name begins, or the email when there is an @ in it. */
  search: string;
  department: string;
  role: string;
  status: Employee['employmentStatus'] | '';
  source: Employee['sourceType'] | '';
  /** Of no effect beside a search or a filter: the API has these by name. */
  sort: 'name' | 'nameDescending' | 'email' | 'createdAt' | 'updatedAt';
}

/** The loaded part of the directory. */
export type EmployeePages = InfiniteData<Schemas['EmployeePage'], string | null>;

/** Keys of everything that is read of employees. */
export const employeeKeys = {
  all: ['employees'] as const,
  lists: ['employees', 'list'] as const,
  facets: ['employees', 'facets'] as const,
  /** Whether a list that is shown lacks what others have changed. */
  outdated: ['employees', 'outdated'] as const,
  one: (id: string) => ['employees', 'one', id] as const,
};

const pageSize = 100;

/**
 * The people who fit, a hundred more each time. Pages that are loaded are not read again, since there may be a thousand of them:
 * what is changed here is changed in them, and anything else starts the list over.
 */
export function useEmployees(filters: EmployeeFilters) {
  const { klayim } = useServices();
  return useInfiniteQuery({
    queryKey: [...employeeKeys.lists, filters],
    queryFn: ({ pageParam, signal }) => readPage(klayim, filters, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    staleTime: ({ state }) => (state.data ? 'static' : 0),
    placeholderData: (previous) => previous,
  });
}

function readPage(
  klayim: KlayimClient,
  filters: EmployeeFilters,
  cursor: string | null,
  signal: AbortSignal,
) {
  return klayim.call('listEmployees', {
    query: { limit: pageSize, ...queryOf(filters), ...(cursor !== null && { cursor }) },
    signal,
  });
}

/** The API's own parameters: emails are searched without filters, and orders are of the whole directory. */
function queryOf({ search, department, role, status, source, sort }: EmployeeFilters) {
  if (search.includes('@')) {
    return { emailPrefix: search };
  }
  const narrowed = {
    ...(search !== '' && { namePrefix: search }),
    ...(department !== '' && { department }),
    ...(role !== '' && { role }),
    ...(status !== '' && { status }),
    ...(source !== '' && { sourceType: source }),
  };
  return Object.keys(narrowed).length > 0 ? narrowed : orders[sort];
}

const orders = {
  name: {},
  nameDescending: { sort: 'name', order: 'desc' },
  email: { sort: 'email' },
  createdAt: { sort: 'createdAt', order: 'desc' },
  updatedAt: { sort: 'updatedAt', order: 'desc' },
} as const satisfies Record<EmployeeFilters['sort'], object>;

/** Departments and roles with their counts, and how many people there are. */
export function useFacets() {
  const { klayim } = useServices();
  return useQuery({
    queryKey: employeeKeys.facets,
    queryFn: ({ signal }) => klayim.call('getEmployeeFacets', { signal }),
    placeholderData: (previous) => previous,
  });
}

/** Whether others have changed the directory, and the list that is shown is too long to be read again without being asked. */
export function useIsOutdated(): boolean {
  return useQuery<boolean>({ queryKey: employeeKeys.outdated, queryFn: skipToken }).data ?? false;
}

/** One person, as they are stored now. */
export function useEmployee(id: string) {
  const { klayim } = useServices();
  return useQuery({
    queryKey: employeeKeys.one(id),
    queryFn: ({ signal }) => readEmployee(klayim, id, signal),
    // A form is filled from it: what is typed must not be exchanged under the fingers.
    staleTime: ({ state }) => (state.data ? 'static' : 0),
    gcTime: 0,
  });
}

/** Reads one person, whatever is known already. */
export async function readEmployee(
  klayim: KlayimClient,
  id: string,
  signal?: AbortSignal,
): Promise<Employee> {
  const employee = await klayim.call('getEmployee', { path: { id }, ...(signal && { signal }) });
  if (!employee) {
    throw new Error('The API answered "not modified" without being asked for it.');
  }
  return employee;
}
