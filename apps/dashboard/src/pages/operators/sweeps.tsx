import type { Schemas } from '@klayim/client';
import { operatorsText } from '#text/operators';
import { FailureNotice } from '../../connections/fix-button.tsx';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { DataList } from '../../ui/data-list.tsx';
import { formatCount } from '../../ui/format-count.ts';
import { Notice } from '../../ui/notice.tsx';
import { Time } from '../../ui/time.tsx';
import { useStartSweep, useSweeps } from './queries.ts';
import { Report } from './report.tsx';

type Sweep = Schemas['SweepRun'];

const { sweeps: text } = operatorsText;
const tones: Record<Sweep['status'], Tone> = { queued: 'neutral', finished: 'good', failed: 'bad' };
/** Of the fifty that the API has. */
const shown = 10;

/** What the last sweeps found and did, and one more on request. */
export function Sweeps() {
  const start = useStartSweep();
  return (
    <Report
      title={text.title}
      query={useSweeps()}
      actions={
        <Button busy={start.isPending} onClick={() => start.mutate()}>
          {text.start}
        </Button>
      }
    >
      {(sweeps) => (
        <>
          <p className="muted">{text.lead}</p>
          <div role="status">{start.isSuccess ? <Notice tone="good">{text.started}</Notice> : null}</div>
          {start.error ? <FailureNotice error={start.error} /> : null}
          {sweeps.length === 0 ? (
            <p>{text.none}</p>
          ) : (
            <DataList
              label={text.title}
              columns={Object.values(text.columns)}
              rows={sweeps.slice(0, shown).map((sweep) => ({ id: sweep.id, cells: cellsOf(sweep) }))}
            />
          )}
        </>
      )}
    </Report>
  );
}

function cellsOf({ requestedAt, status, summary, failure }: Sweep) {
  const count = (value: number | undefined): string =>
    value === undefined || value === null
      ? failure === null
        ? text.pending
        : operatorsText.none
      : formatCount(value);
  return [
    <Time key="at" at={requestedAt} />,
    <span key="status">
      <Badge tone={tones[status]}>{text.statuses[status]}</Badge>{' '}
      {failure === null ? null : <code className="small">{failure}</code>}
    </span>,
    count(summary?.due),
    count(summary?.refreshed),
    count(summary?.failed),
  ];
}
