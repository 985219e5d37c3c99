import { FileUp, SearchX, UserPlus, Users } from 'lucide-react';
import { useState } from 'react';
import { employeesText } from '#text/employees';
import { useCan } from '../../api/me.ts';
import { useServices } from '../../api/services.ts';
import { useEmployees, useFacets } from '../../employees/queries.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { formatCount } from '../../ui/format-count.ts';
import { LoadFailure } from '../../ui/load-failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';
import { SaveList } from '../../ui/save-list.tsx';
import { useAddressState } from '../../ui/use-address-state.ts';
import { AddDialog } from './add-dialog.tsx';
import { EmployeeTable } from './employee-table.tsx';
import { FilterBar } from './filter-bar.tsx';
import { type ListFilters, useListFilters } from './filters.ts';
import { OutdatedNotice } from './outdated-notice.tsx';
import { PersonDialog } from './person-dialog.tsx';
import './employees.css';

/** The directory: everybody, searched and filtered by the API, and one person's panel over it. */
export function EmployeesPage() {
  const list = useListFilters();
  const { get, set } = useAddressState();
  const { data: facets } = useFacets();
  const [adding, setAdding] = useState(false);
  const [outcome, setOutcome] = useState<string | null>(null);
  const person = get('person');
  const closePerson = (said: string | null): void => {
    set({ person: '' });
    setOutcome(said);
  };
  return (
    <>
      <PageHeading title={employeesText.title} actions={<Actions onAdd={() => setAdding(true)} />}>
        <p className="muted">{facets ? employeesText.total(formatCount(facets.total)) : '\u00a0'}</p>
      </PageHeading>
      <div className="employees">
        <div role="status">{outcome === null ? null : <Notice tone="good">{outcome}</Notice>}</div>
        <OutdatedNotice />
        {facets?.total === 0 && !list.isNarrowed ? null : <FilterBar {...list} />}
        <People {...list} />
      </div>
      {adding ? (
        <AddDialog
          onClose={(said) => {
            setAdding(false);
            setOutcome(said);
          }}
        />
      ) : null}
      {person === '' ? null : <PersonDialog key={person} id={person} onClose={closePerson} />}
    </>
  );
}

function Actions({ onAdd }: { onAdd: () => void }) {
  const can = useCan();
  const { klayim } = useServices();
  return (
    <>
      <SaveList
        operation="exportEmployees"
        label={employeesText.exportAll}
        fileName={employeesText.exportName}
        load={(call) => klayim.file('exportEmployees', call)}
      />
      {can('startEmployeeImport') ? (
        <ButtonLink href="/employees/import">
          <FileUp size={16} aria-hidden="true" />
          {employeesText.importFile}
        </ButtonLink>
      ) : null}
      {can('createEmployee') ? (
        <Button look="primary" onClick={onAdd}>
          <UserPlus size={16} aria-hidden="true" />
          {employeesText.add}
        </Button>
      ) : null}
    </>
  );
}

function People({ filters, isNarrowed, clear }: ListFilters) {
  const list = useEmployees(filters);
  const { data: facets } = useFacets();
  const employees = list.data?.pages.flatMap(({ items }) => items);
  if (!employees) {
    return list.error ? <LoadFailure error={list.error} onRetry={() => void list.refetch()} /> : <Loading />;
  }
  if (employees.length === 0) {
    return isNarrowed ? <NoMatch onClear={clear} /> : <Nobody />;
  }
  const total = list.hasNextPage ? (isNarrowed ? null : (facets?.total ?? null)) : employees.length;
  return (
    <>
      <EmployeeTable
        employees={employees}
        total={total}
        showPay={employees.some((employee) => employee.hourlyRateCents !== undefined)}
        hasMore={list.hasNextPage && !list.isFetching && !list.isFetchNextPageError}
        onNearEnd={() => void list.fetchNextPage()}
      />
      <p className="employees__more small muted">
        {list.isFetchingNextPage
          ? employeesText.loadingMore
          : list.hasNextPage
            ? employeesText.shown(formatCount(employees.length))
            : null}
      </p>
      {list.isFetchNextPageError ? (
        <LoadFailure error={list.error ?? new Error()} onRetry={() => void list.fetchNextPage()} />
      ) : null}
    </>
  );
}

function NoMatch({ onClear }: { onClear: () => void }) {
  return (
    <EmptyState
      icon={SearchX}
      title={employeesText.noMatch.title}
      action={<Button onClick={onClear}>{employeesText.filters.clear}</Button>}
    >
      {employeesText.noMatch.explanation}
    </EmptyState>
  );
}

function Nobody() {
  const mayAdd = useCan()('createEmployee');
  return (
    <EmptyState icon={Users} title={employeesText.none.title}>
      {mayAdd ? employeesText.none.canAdd : employeesText.none.cannotAdd}
    </EmptyState>
  );
}
