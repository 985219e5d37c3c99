import type { Schemas } from '@klayim/client';
import { commonText } from '#text/common';
import { importText } from '#text/import';
import { useServices } from '../../api/services.ts';
import { Button } from '../../ui/button.tsx';
import { formatCount } from '../../ui/format-count.ts';
import { LoadFailure } from '../../ui/load-failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { SaveList } from '../../ui/save-list.tsx';
import { useFaults } from './queries.ts';
import { RejectedRowsButton, type SourceFile } from './rejected-rows-button.tsx';
import { settingsNamedIn } from './settings.ts';

const { faults: text } = importText;

interface FaultsProps {
  of: Schemas['EmployeeImport'];
  source: SourceFile | null;
}

/** What is wrong, line by line, and which setting settles it for the whole file. */
export function Faults({ of, source }: FaultsProps) {
  const { id, omittedFaults } = of;
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useFaults(id);
  const { klayim } = useServices();
  const faults = data?.pages.flatMap(({ items }) => items);
  return (
    <section className="import__part" aria-labelledby="faults">
      <h2 id="faults">{text.title}</h2>
      <p className="muted">{text.lead}</p>
      <div className="import__actions">
        <RejectedRowsButton of={of} source={source} />
        <SaveList
          operation="exportEmployeeImportFaults"
          label={text.download}
          fileName={text.downloadName}
          load={(call) => klayim.file('exportEmployeeImportFaults', { path: { id }, ...call })}
        />
      </div>
      {faults ? (
        <FaultTable faults={faults} />
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
      {omittedFaults > 0 && !hasNextPage ? (
        <p className="muted">{text.omitted(formatCount(omittedFaults))}</p>
      ) : null}
    </section>
  );
}

function FaultTable({ faults }: { faults: readonly Schemas['EmployeeImportFault'][] }) {
  return (
    <table className="import-table">
      <caption className="visually-hidden">{text.title}</caption>
      <thead>
        <tr>
          <th scope="col">{text.line}</th>
          <th scope="col">{text.column}</th>
          <th scope="col">{text.reason}</th>
        </tr>
      </thead>
      <tbody>
        {faults.map(({ line, column, reason }) => (
          <tr key={`${line} ${column} ${reason}`}>
            <th scope="row">{line}</th>
            <td>{column ?? <span className="muted">{text.wholeRow}</span>}</td>
            <td>
              {reason}
              <Settles reason={reason} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Settles({ reason }: { reason: string }) {
  const settings = settingsNamedIn(reason);
  return settings.length === 0 ? null : <p className="small muted">{text.settles(settings.join('”, “'))}</p>;
}
