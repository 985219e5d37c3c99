import { commonText } from '#text/common';
import { operatorsText } from '#text/operators';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { DataList } from '../../ui/data-list.tsx';
import { formatCount } from '../../ui/format-count.ts';
import { useOrganizations } from './queries.ts';
import { Report } from './report.tsx';

const { organizations: text } = operatorsText;

/** The organizations, with how many connections and people each has. */
export function Organizations() {
  const query = useOrganizations();
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  return (
    <Report title={text.title} query={query}>
      {({ pages }) => {
        const organizations = pages.flatMap(({ items }) => items);
        return organizations.length === 0 ? (
          <p>{text.none}</p>
        ) : (
          <>
            <DataList
              label={text.title}
              columns={Object.values(text.columns)}
              rows={organizations.map(({ id, name, connections, connectionsInNeed, members }) => ({
                id,
                cells: [
                  <span key="name">
                    {name} <code className="small muted">{id}</code>
                  </span>,
                  formatCount(connections),
                  <Badge key="need" tone={connectionsInNeed === 0 ? 'neutral' : 'warning'}>
                    {formatCount(connectionsInNeed)}
                  </Badge>,
                  formatCount(members),
                ],
              }))}
            />
            {hasNextPage ? (
              <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
                {commonText.loadMore}
              </Button>
            ) : null}
          </>
        );
      }}
    </Report>
  );
}
