import { operatorsText } from '#text/operators';
import { Badge } from '../../ui/badge.tsx';
import { Notice } from '../../ui/notice.tsx';
import { RecordItem, Records } from '../../ui/records.tsx';
import { useReport } from './queries.ts';
import { Report } from './report.tsx';

const { incidents: text, servers } = operatorsText;

/** What fails at providers now, and for whom. */
export function Incidents() {
  return (
    <Report title={text.title} query={useReport('listIncidents')}>
      {({ items }) =>
        items.length === 0 ? (
          <Notice tone="good">{text.none}</Notice>
        ) : (
          <Records label={text.title}>
            {items.map(({ server, failure, incident, organizations }) => (
              <RecordItem
                key={`${server} ${failure}`}
                title={
                  <>
                    {servers[server] ?? server} {text.failures[failure]}
                    <Badge tone={incident ? 'bad' : 'warning'}>
                      {incident ? text.incident : text.suspected}
                    </Badge>
                  </>
                }
              >
                <p className="small muted">
                  {text.met} {organizations.join(', ')}
                </p>
              </RecordItem>
            ))}
          </Records>
        )
      }
    </Report>
  );
}
