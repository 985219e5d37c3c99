import type { Schemas } from '@klayim/client';
import { Cable, Plus, SearchX } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { Redirect, useSearchParams } from 'wouter';
import { commonText } from '#text/common';
import { connectionsText } from '#text/connections';
import { useCan } from '../../api/me.ts';
import { untilLoaded } from '../../app/until-loaded.ts';
import { useAttention, useConnections, useSummary } from '../../connections/queries.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { LoadFailure } from '../../ui/load-failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';
import { ConnectionRows } from './connection-rows.tsx';
import { FilterBar } from './filter-bar.tsx';
import { useListFilters } from './filters.ts';
import { useAttentionView } from './use-attention-view.ts';
import './connections.css';

/** A script of it that cannot be loaded must not take the list away. */
const ExportConnections = lazy(async () => ({
  default: (await untilLoaded(() => import('./export-connections.tsx'))).ExportConnections,
}));

/** What is connected, with what needs somebody on top. Mails link to one connection by `?integrationId=`. */
export function ConnectionsPage() {
  const [parameters] = useSearchParams();
  const mailed = parameters.get('integrationId');
  return mailed === null ? (
    <Overview />
  ) : (
    <Redirect to={`/connections/${encodeURIComponent(mailed)}`} replace />
  );
}

function Overview() {
  const can = useCan();
  const { data: summary, error, refetch } = useSummary();
  const attention = useAttention(summary?.counts);
  const view = useAttentionView(
    summary !== undefined && (summary.counts.some(isInNeed) || summary.incidents.length > 0),
  );
  const needsView = summary?.incidents.length !== 0 || attention.data?.length !== 0;
  const failure = error ?? attention.error ?? view.error;
  return (
    <>
      <PageHeading
        title={connectionsText.title}
        actions={
          can('startAuthorization') && summary?.total ? (
            <ButtonLink href="/connections/new" look="primary">
              <Plus size={16} aria-hidden="true" />
              {connectionsText.connect}
            </ButtonLink>
          ) : undefined
        }
      >
        <p className="muted">{summary ? describeCounts(summary) : '\u00a0'}</p>
      </PageHeading>
      {summary && (summary.total === 0 || (attention.data && (view.data || !needsView))) ? (
        summary.total === 0 ? (
          <NothingConnected />
        ) : (
          <div className="connections">
            {view.data ? (
              <view.data.Attention incidents={summary.incidents} connections={attention.data ?? []} />
            ) : null}
            <AllAccounts />
          </div>
        )
      ) : failure ? (
        <LoadFailure
          error={failure}
          onRetry={() => {
            void refetch();
            void attention.refetch();
            if (view.error) {
              void view.refetch();
            }
          }}
        />
      ) : (
        <Loading />
      )}
    </>
  );
}

function isInNeed({ status, requiredAction }: Schemas['IntegrationSummary']['counts'][number]): boolean {
  return status === 'error' || (status === 'connected' && requiredAction !== 'none');
}

function describeCounts({ counts }: Schemas['IntegrationSummary']): string {
  const sum = (fits: (kind: (typeof counts)[number]) => boolean): number =>
    counts.filter(fits).reduce((total, { count }) => total + count, 0);
  return connectionsText.counts(
    sum(isInNeed),
    sum(({ status, requiredAction }) => status === 'connected' && requiredAction === 'none'),
  );
}

function NothingConnected() {
  const may = useCan()('startAuthorization');
  return (
    <EmptyState
      icon={Cable}
      title={connectionsText.none.title}
      action={
        may ? (
          <ButtonLink href="/connections/new" look="primary">
            {connectionsText.connect}
          </ButtonLink>
        ) : undefined
      }
    >
      {may ? connectionsText.none.canConnect : connectionsText.none.cannotConnect}
    </EmptyState>
  );
}

function AllAccounts() {
  const list = useListFilters();
  const { filters, isNarrowed, clear } = list;
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useConnections(filters);
  const shown = data?.pages.flatMap(({ items }) => items);
  return (
    <section className="connections__all" aria-labelledby="all-accounts">
      <div className="connections__heading">
        <h2 id="all-accounts">{connectionsText.all}</h2>
        <Suspense fallback={null}>
          <ExportConnections />
        </Suspense>
      </div>
      <FilterBar {...list} />
      {shown ? (
        shown.length === 0 && isNarrowed ? (
          <EmptyState
            icon={SearchX}
            title={connectionsText.noMatch.title}
            action={<Button onClick={clear}>{connectionsText.filters.clear}</Button>}
          >
            {connectionsText.noMatch.explanation}
          </EmptyState>
        ) : (
          <ConnectionRows connections={shown} />
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
    </section>
  );
}
