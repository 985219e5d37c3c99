import { isKlayimError, type Schemas } from '@klayim/client';
import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import { useServices } from '../api/services.ts';
import { type EmployeePages, employeeKeys, readEmployee } from './queries.ts';

type Employee = Schemas['Employee'];

/** A change that was not saved, since the record is another by now. */
export class ConflictError extends Error {
  /** The record as it is stored now. */
  readonly stored: Employee;

  constructor(stored: Employee) {
    super('The record has changed meanwhile.');
    this.stored = stored;
  }
}

/** Adds a person. */
export function useCreateEmployee() {
  const { klayim } = useServices();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: Schemas['NewEmployee']) => klayim.call('createEmployee', { body }),
    onSuccess: () => startListsAnew(queryClient),
  });
}

interface Change {
  id: string;
  /** The version that was changed. */
  version: string;
  patch: Schemas['EmployeePatch'];
}

/** Changes a person. It fails with a {@link ConflictError} when somebody else was faster. */
export function useUpdateEmployee() {
  const { klayim } = useServices();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({ id, version, patch }: Change) => {
      try {
        return await klayim.call('updateEmployee', {
          path: { id },
          headers: { 'If-Match': `"${version}"` },
          body: patch,
        });
      } catch (error) {
        throw isKlayimError(error, 'precondition_failed')
          ? new ConflictError(await readEmployee(klayim, id))
          : error;
      }
    },
    onSuccess: (employee) => showStored(queryClient, employee),
    onError: (error) => {
      if (error instanceof ConflictError) {
        showInLists(queryClient, error.stored);
      }
    },
  });
}

/**
 * Removes a person for good.
 * @param onDeleted is called even when the page learns of it first, and shows the person no more.
 */
export function useDeleteEmployee(onDeleted: () => void) {
  const { klayim } = useServices();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => klayim.call('deleteEmployee', { path: { id } }),
    onSuccess: (_none, id) => {
      onDeleted();
      removeFromLists(queryClient, id);
      queryClient.removeQueries({ queryKey: employeeKeys.one(id) });
      return queryClient.invalidateQueries({ queryKey: employeeKeys.facets });
    },
  });
}

/** Reads the lists from their beginning, after more has changed than can be told. */
export async function startListsAnew(queryClient: QueryClient): Promise<void> {
  queryClient.setQueryData(employeeKeys.outdated, false);
  await Promise.all([
    queryClient.resetQueries({ queryKey: employeeKeys.lists }),
    queryClient.invalidateQueries({ queryKey: employeeKeys.facets }),
  ]);
}

/** Shows a record as it is stored, without another reading of the list. */
export function showStored(queryClient: QueryClient, employee: Employee): void {
  showInLists(queryClient, employee);
  queryClient.setQueryData(employeeKeys.one(employee.id), employee);
  void queryClient.invalidateQueries({ queryKey: employeeKeys.facets });
}

/** Shows a record in the loaded lists, where it is in them. */
export function showInLists(queryClient: QueryClient, employee: Employee): void {
  changeLists(queryClient, (items) => items.map((item) => (item.id === employee.id ? employee : item)));
}

/** Takes a record out of the loaded lists. */
export function removeFromLists(queryClient: QueryClient, id: string): void {
  changeLists(queryClient, (items) => items.filter((item) => item.id !== id));
}

function changeLists(queryClient: QueryClient, change: (items: Employee[]) => Employee[]): void {
  queryClient.setQueriesData<EmployeePages>(
    { queryKey: employeeKeys.lists },
    (list) => list && { ...list, pages: list.pages.map((page) => ({ ...page, items: change(page.items) })) },
  );
}
