import { operatorsText } from '#text/operators';
import { DataList } from '../../ui/data-list.tsx';
import { formatCount } from '../../ui/format-count.ts';
import { Notice } from '../../ui/notice.tsx';
import { Time } from '../../ui/time.tsx';
import { useReport } from './queries.ts';
import { Report } from './report.tsx';

const { queues: text } = operatorsText;

/** How much work waits, and what of it is late. */
export function Queues() {
  return (
    <Report title={text.title} query={useReport('countQueues')}>
      {({ items }) => (
        <>
          {items.some(({ overdue }) => overdue > 0) ? (
            <Notice tone="warning">{text.late}</Notice>
          ) : (
            <Notice tone="good">{text.well}</Notice>
          )}
          <DataList
            label={text.title}
            columns={Object.values(text.columns)}
            rows={items.map(({ queue, waiting, overdue, overdueSince }) => ({
              id: queue,
              cells: [
                text.names[queue],
                formatCount(waiting),
                formatCount(overdue),
                overdueSince === null ? operatorsText.none : <Time key="since" at={overdueSince} />,
              ],
            }))}
          />
        </>
      )}
    </Report>
  );
}
