import type { Schemas } from '@klayim/client';
import { Link } from 'wouter';
import { commonText } from '#text/common';
import { importText } from '#text/import';
import { useServices } from '../../api/services.ts';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { formatCount } from '../../ui/format-count.ts';
import { LoadFailure } from '../../ui/load-failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { SaveList } from '../../ui/save-list.tsx';
import { Time } from '../../ui/time.tsx';
import { useImports } from './queries.ts';

const { earlier: text } = importText;
const tones: Record<Schemas['EmployeeImportSummary']['status'], Tone> = {
  queued: 'neutral',
  running: 'neutral',
  completed: 'good',
  failed: 'bad',
};

/** The imports that the API still knows, newest first. @param shown the one that the page shows: it is marked. */
export function EarlierImports({ shown }: { shown: string }) {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useImports();
  const { klayim } = useServices();
  const imports = data?.pages.flatMap(({ items }) => items);
  return (
    <section className="import__part" aria-labelledby="earlier">
      <h2 id="earlier">{text.title}</h2>
      {imports?.length ? (
        <SaveList
          operation="exportEmployeeImports"
          fileName={text.fileName}
          load={(call) => klayim.file('exportEmployeeImports', call)}
        />
      ) : null}
      {imports ? (
        imports.length === 0 ? (
          <p className="muted">{text.none}</p>
        ) : (
          <ul className="import__earlier">
            {imports.map((one) => (
              <EarlierImport key={one.id} one={one} isShown={one.id === shown} />
            ))}
          </ul>
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

function EarlierImport({ one, isShown }: { one: Schemas['EmployeeImportSummary']; isShown: boolean }) {
  const { id, dryRun, status, rows, created, updated, rejectedRows, createdAt } = one;
  const summary = (dryRun ? text.plannedSummary : text.summary)(
    formatCount(created),
    formatCount(updated),
    formatCount(rejectedRows),
  );
  return (
    <li className="import__one">
      <Link href={`/employees/import?import=${id}`} aria-current={isShown ? 'true' : undefined}>
        {dryRun ? text.dryRun : text.import} · <Time at={createdAt} />
      </Link>
      <Badge tone={tones[status]}>{text.status[status]}</Badge>
      <span className="small muted">
        {text.rows(formatCount(rows))}: {summary}
      </span>
    </li>
  );
}
