import { isKlayimError } from '@klayim/client';
import { importText } from '#text/import';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { LoadFailure } from '../../ui/load-failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Counts } from './counts.tsx';
import { Faults } from './faults.tsx';
import { Preview } from './preview.tsx';
import { Progress, Stopped } from './progress.tsx';
import { useImport } from './queries.ts';
import type { SourceFile } from './rejected-rows-button.tsx';

const { done: text, earlier } = importText;

interface RunningImportProps {
  id: string;
  /** The file, where this page has it. */
  source: SourceFile | null;
  onAgain: () => void;
}

/** One import, from its start to its result. */
export function RunningImport({ id, source, onAgain }: RunningImportProps) {
  const { data, error, refetch } = useImport(id);
  const again = <Button onClick={onAgain}>{text.again}</Button>;
  if (isKlayimError(error) && error.status === 404) {
    return (
      <Notice tone="neutral" actions={again}>
        {earlier.gone}
      </Notice>
    );
  }
  if (!data) {
    return error ? <LoadFailure error={error} onRetry={() => void refetch()} /> : <Loading />;
  }
  if (data.status === 'failed') {
    return <Stopped code={data.error} actions={again} />;
  }
  if (data.status !== 'completed') {
    return <Progress of={data} />;
  }
  return (
    <>
      {data.dryRun ? (
        <div>{again}</div>
      ) : (
        <Notice
          tone={data.rejectedRows === 0 ? 'good' : 'warning'}
          role="status"
          title={data.rejectedRows === 0 ? text.title : text.partly}
          actions={
            <>
              <ButtonLink href="/employees">{text.see}</ButtonLink>
              {again}
            </>
          }
        />
      )}
      <Counts of={data} />
      {data.faults > 0 ? <Faults of={data} source={source} /> : null}
      {data.preview ? <Preview of={data} /> : null}
    </>
  );
}
