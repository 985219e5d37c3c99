import { operatorsText } from '#text/operators';
import { DataList } from '../../ui/data-list.tsx';
import { formatCount } from '../../ui/format-count.ts';
import { useReport } from './queries.ts';
import { Report } from './report.tsx';

const { unlisted: text } = operatorsText;

/** What providers say that the tables of reasons lack. */
export function UnlistedErrors() {
  return (
    <Report title={text.title} query={useReport('listUnlistedErrors')}>
      {({ items, complete }) =>
        items.length === 0 ? (
          <p>{text.none}</p>
        ) : (
          <>
            <DataList
              label={text.title}
              columns={Object.values(text.columns)}
              rows={items.map(({ provider, providerError, subtype, providerCodes, reason, connections }) => {
                const error = [providerError, subtype, ...providerCodes].filter(Boolean).join(' · ');
                return {
                  id: `${provider} ${error}`,
                  cells: [
                    <code key="error">{error}</code>,
                    provider,
                    <code key="reason">{reason ?? operatorsText.none}</code>,
                    formatCount(connections),
                  ],
                };
              })}
            />
            {complete ? null : <p className="small muted">{text.incomplete}</p>}
          </>
        )
      }
    </Report>
  );
}
