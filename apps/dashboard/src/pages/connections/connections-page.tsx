import type { Schemas } from '@klayim/client';
import { Cable, Plus, SearchX } from 'lucide-react';
import { commonText } from '#text/common';
import { connectionsText } from '#text/connections';
import { useCan } from '../../api/me.ts';
import { describeHealth } from '../../connections/connection-health.ts';
import { useConnections } from '../../connections/queries.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { LoadFailure } from '../../ui/load-failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';
import { AttentionList } from './attention-list.tsx';
import { ConnectionRows } from './connection-rows.tsx';
import { FilterBar } from './filter-bar.tsx';
import { useListFilters } from './filters.ts';
import './connections.css';

const everything = { provider: null, status: null };

/** What is connected, with what needs somebody on top. */
export function ConnectionsPage() {
  const can = useCan();
  const all = useConnections(everything);
  const connections = all.data?.pages.flatMap(({ items }) => items);
  const working = connections?.filter(isWorking).length ?? 0;
  const attention = connections?.filter(needsAttention) ?? [];
  return (
    <>
      <PageHeading
        title={connectionsText.title}
        actions={
          can('startAuthorization') && connections?.length ? (
            <ButtonLink href="/connections/new" look="primary">
              <Plus size={16} aria-hidden="true" />
              {connectionsText.connect}
            </ButtonLink>
          ) : undefined
        }
      >
        <p className="muted">{connections ? connectionsText.counts(attention.length, working) : '\u00a0'}</p>
      </PageHeading>
      {connections ? (
        connections.length === 0 ? (
          <NothingConnected />
        ) : (
          <div className="connections">
            <AttentionList connections={attention} />
            <AllAccounts />
          </div>
        )
      ) : all.error ? (
        <LoadFailure error={all.error} onRetry={() => void all.refetch()} />
      ) : (
        <Loading />
      )}
    </>
  );
}

function isWorking(connection: Schemas['Integration']): boolean {
  return connection.status === 'connected' && !needsAttention(connection);
}

function needsAttention(connection: Schemas['Integration']): boolean {
  return describeHealth(connection).problem?.needsAttention === true;
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
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useConnections({
    provider: filters.provider,
    status: filters.status,
  });
  const search = filters.search.trim().toLowerCase();
  const shown = data?.pages
    .flatMap(({ items }) => items)
    .filter(({ accountEmail }) => accountEmail.toLowerCase().includes(search));
  return (
    <section className="connections__all" aria-labelledby="all-accounts">
      <h2 id="all-accounts">{connectionsText.all}</h2>
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
