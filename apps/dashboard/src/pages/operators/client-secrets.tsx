import type { Schemas } from '@klayim/client';
import { operatorsText } from '#text/operators';
import { Badge } from '../../ui/badge.tsx';
import { DataList } from '../../ui/data-list.tsx';
import { formatCount } from '../../ui/format-count.ts';
import { useReport } from './queries.ts';
import { Report } from './report.tsx';

type Ends = Schemas['ClientSecretEnds'];

const { secrets: text, servers } = operatorsText;
/** As many days before the end operators are told first, and last but one. */
const soonDays = 30;
const nowDays = 7;

/** When our client secrets at the providers end. */
export function ClientSecrets() {
  return (
    <Report title={text.title} query={useReport('listClientSecretEnds')}>
      {({ items }) => (
        <>
          <DataList
            label={text.title}
            columns={Object.values(text.columns)}
            rows={items.map((ends) => ({
              id: ends.server,
              cells: [
                servers[ends.server] ?? ends.server,
                describeEnd(ends),
                <DaysLeft key="left" daysLeft={ends.daysLeft} />,
                ends.endsOn.map((date) => date ?? text.endless).join(', ') || text.unknown,
              ],
            }))}
          />
          <p className="small muted">{text.hint}</p>
        </>
      )}
    </Report>
  );
}

function describeEnd({ worksUntil, endsOn }: Ends): string {
  return worksUntil ?? (endsOn.length === 0 ? text.unknown : text.endless);
}

function DaysLeft({ daysLeft }: Pick<Ends, 'daysLeft'>) {
  if (daysLeft === null) {
    return operatorsText.none;
  }
  const tone = daysLeft <= nowDays ? 'bad' : daysLeft <= soonDays ? 'warning' : 'good';
  return <Badge tone={tone}>{formatCount(daysLeft)}</Badge>;
}
