import { importText } from '#text/import';
import { Button } from '../../ui/button.tsx';
import { formatCount } from '../../ui/format-count.ts';
import { LoadFailure } from '../../ui/load-failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Notice } from '../../ui/notice.tsx';
import { BeforeImport } from './before-import.tsx';
import { Counts } from './counts.tsx';
import { Faults } from './faults.tsx';
import { Preview } from './preview.tsx';
import { Progress, Stopped } from './progress.tsx';
import { useImport } from './queries.ts';
import type { SourceFile } from './rejected-rows-button.tsx';

interface TrialProps {
  id: string;
  source: SourceFile;
  starting: boolean;
  onStart: () => void;
}

const { start: text } = importText;

/** A file that is checked: what the import would do, and the button that does it. */
export function Trial({ id, source, starting, onStart }: TrialProps) {
  const { data, error, refetch } = useImport(id);
  if (!data) {
    return error ? <LoadFailure error={error} onRetry={() => void refetch()} /> : <Loading />;
  }
  if (data.status === 'failed') {
    return <Stopped code={data.error} />;
  }
  if (data.status !== 'completed') {
    return <Progress of={data} />;
  }
  const people = data.created + data.updated;
  return (
    <>
      <Counts of={data} />
      {people > 0 ? (
        <div>
          <Button look="primary" busy={starting} onClick={onStart}>
            {data.rejectedRows === 0
              ? text.all(formatCount(people))
              : text.rest(formatCount(people), formatCount(data.rejectedRows))}
          </Button>
        </div>
      ) : (
        <Notice tone={data.unchanged > 0 ? 'good' : 'warning'} role="status">
          {data.unchanged > 0 ? text.nothing : text.nobody}
        </Notice>
      )}
      {data.updated > 0 ? <BeforeImport /> : null}
      {data.faults > 0 ? <Faults of={data} source={source} /> : null}
      <Preview of={data} />
    </>
  );
}
