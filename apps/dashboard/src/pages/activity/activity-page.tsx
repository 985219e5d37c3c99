import { Download, History, SearchX } from 'lucide-react';
import { activityText } from '#text/activity';
import { commonText } from '#text/common';
import { useCan } from '../../api/me.ts';
import { FailureNotice } from '../../connections/fix-button.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { formatCount } from '../../ui/format-count.ts';
import { LoadFailure } from '../../ui/load-failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';
import { EventList } from './event-list.tsx';
import { ActivityFilterBar } from './filter-bar.tsx';
import { type ActivityFilters, useActivityFilters } from './filters.ts';
import { useActivity, useExport } from './queries.ts';
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
      <ActivityFilterBar {...list} />
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
  const { mutate, isPending, data, error, count } = useExport(filters);
  const { export: text } = activityText;
  return useCan()('exportAuditEvents') ? (
    <div className="activity__export">
      <Button busy={isPending} onClick={() => mutate()}>
        <Download size={16} aria-hidden="true" />
        {text.start}
      </Button>
      <span role="status" className="small muted">
        {isPending
          ? text.running(formatCount(count))
          : data === undefined
            ? null
            : text.done(formatCount(data))}
      </span>
      {error ? <FailureNotice error={error} /> : null}
    </div>
  ) : null;
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
