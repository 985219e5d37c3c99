import { type ReactNode, useId } from 'react';
import { LoadFailure } from '../../ui/load-failure.tsx';
import { Loading } from '../../ui/loading.tsx';

interface ReportProps<Data> {
  title: string;
  actions?: ReactNode;
  /** What it is made of, as a query has it. A report that fails takes no other with it. */
  query: { data: Data | undefined; error: Error | null; refetch: () => Promise<unknown> };
  children: (data: Data) => ReactNode;
}

/** One section of the page with its own loading and failure. */
export function Report<Data>({ title, actions, query, children }: ReportProps<Data>) {
  const id = useId();
  const { data, error, refetch } = query;
  return (
    <section className="report" aria-labelledby={id}>
      <div className="report__heading">
        <h2 id={id}>{title}</h2>
        {actions}
      </div>
      {data !== undefined ? (
        children(data)
      ) : error ? (
        <LoadFailure error={error} onRetry={() => void refetch()} />
      ) : (
        <Loading />
      )}
    </section>
  );
}
