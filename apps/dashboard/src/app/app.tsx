import { lazy, Suspense } from 'react';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import { shellText } from '#text/shell';
import { useMeQuery } from '../api/me.ts';
import { LoadFailure } from '../ui/load-failure.tsx';
import { Loading } from '../ui/loading.tsx';
import { PageHeading } from '../ui/page-heading.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { NotFound } from './not-found.tsx';
import { pages, pagesWithoutOrganization } from './pages.ts';
import { Shell } from './shell.tsx';
import { untilLoaded } from './until-loaded.ts';

/** A script of it that cannot be loaded must not take the page away. */
const Live = lazy(async () => ({ default: (await untilLoaded(() => import('../live/live.tsx'))).Live }));

/** Everything that a signed-in person sees. */
export function App() {
  const me = useMeQuery();
  const [path] = useLocation();
  const hasOrganization = me.data !== undefined && me.data.organizationId !== null;
  return (
    <Shell>
      {/* It must not hide a page while it is loaded. */}
      <Suspense fallback={null}>{me.data ? <Live me={me.data} /> : null}</Suspense>
      {/* A page that failed says nothing of the next one. */}
      <ErrorBoundary key={path}>
        {me.data ? (
          <Suspense fallback={<Loading />}>
            <Pages hasOrganization={hasOrganization} />
          </Suspense>
        ) : me.error ? (
          <>
            <PageHeading title={shellText.cannotStart.title} />
            <LoadFailure error={me.error} onRetry={() => void me.refetch()} />
          </>
        ) : (
          <Loading />
        )}
      </ErrorBoundary>
    </Shell>
  );
}

function Pages({ hasOrganization }: { hasOrganization: boolean }) {
  return (
    <Switch>
      {(hasOrganization ? pages : pagesWithoutOrganization).map(({ path, component }) => (
        <Route key={path} path={path} component={component} />
      ))}
      {hasOrganization ? (
        <Route path="/">
          <Redirect to="/connections" replace />
        </Route>
      ) : null}
      <Route>
        <NotFound />
      </Route>
    </Switch>
  );
}
