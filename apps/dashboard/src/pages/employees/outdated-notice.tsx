import { useQueryClient } from '@tanstack/react-query';
import { employeesText } from '#text/employees';
import { startListsAnew } from '../../employees/actions.ts';
import { useIsOutdated } from '../../employees/queries.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';

/** Says that others have changed the directory, and reads it again on request: the place in a long list would be lost. */
export function OutdatedNotice() {
  const queryClient = useQueryClient();
  const isOutdated = useIsOutdated();
  return (
    <div role="status">
      {isOutdated ? (
        <Notice
          tone="neutral"
          actions={
            <Button onClick={() => void startListsAnew(queryClient)}>{employeesText.outdated.show}</Button>
          }
        >
          {employeesText.outdated.title}
        </Notice>
      ) : null}
    </div>
  );
}
