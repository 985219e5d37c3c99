import { History, SearchX } from 'lucide-react';
import { activityText } from '#text/activity';
import { commonText } from '#text/common';
import { useCan } from '../../api/me.ts';
import { useServices } from '../../api/services.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { LoadFailure } from '../../ui/load-failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';
import { SaveButton } from '../../ui/save-button.tsx';
import { SaveList } from '../../ui/save-list.tsx';
import { EventList } from './event-list.tsx';
import { ActivityFilterBar } from './filter-bar.tsx';
import { type ActivityFilters, queryOf, useActivityFilters } from './filters.ts';
import { useActivity, useSaveLines } from './queries.ts';
import './activity.css';

/** What happened in the organization, searched and saved. */
export function ActivityPage() {
  const may = useCan()('listAuditEvents');
  return (
    <>
      <PageHeading title={activityText.title}>
        <p className="muted">{activityText.lead}</p>
      </PageHeading>
      {may ? <Activity /> : <Notice tone="neutral">{activityText.mayNot}</Notice>}
    </>
  );
}

function Activity() {
  const list = useActivityFilters();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useActivity(list.filters);
  const events = data?.pages.flatMap(({ items }) => items);
  return (
    <div className="activity">
      <ActivityFilterBar {...list} events={events ?? []} />
      <Export filters={list.filters} />
      {events ? (
        events.length > 0 ? (
          <EventList events={events} onActor={(id) => list.set('actor', id)} />
        ) : (
          <Nothing isNarrowed={list.isNarrowed} onClear={list.clear} />
        )
      ) : error ? (
        <LoadFailure error={error} onRetry={() => void refetch()} />
      ) : (
        <Loading />
      )}
      {hasNextPage ? (
        <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {commonText.loadMore}
        </Button>
      ) : null}
    </div>
  );
}

function Export({ filters }: { filters: ActivityFilters }) {
  const { klayim } = useServices();
  const saveLines = useSaveLines(filters);
  const { export: text } = activityText;
  return (
    <div className="activity__export">
      <SaveList
        operation="exportAuditEventsAsCsv"
        fileName={text.csvName}
        load={(call) => klayim.file('exportAuditEventsAsCsv', { query: queryOf(filters), ...call })}
      />
      {useCan()('exportAuditEvents') ? (
        <SaveButton label={text.asLines} fileName={text.linesName} load={saveLines} />
      ) : null}
    </div>
  );
}

function Nothing({ isNarrowed, onClear }: { isNarrowed: boolean; onClear: () => void }) {
  const { none, noMatch, filters } = activityText;
  return isNarrowed ? (
    <EmptyState
      icon={SearchX}
      title={noMatch.title}
      action={<Button onClick={onClear}>{filters.clear}</Button>}
    >
      {noMatch.explanation}
    </EmptyState>
  ) : (
    <EmptyState icon={History} title={none.title}>
      {none.explanation}
    </EmptyState>
  );
}
