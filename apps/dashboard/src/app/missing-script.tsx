import { useEffect, useRef, useSyncExternalStore } from 'react';
import { shellText } from '#text/shell';
import { useServices } from '../api/services.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { PageHeading } from '../ui/page-heading.tsx';

/**
 * Shown in place of a page whose script cannot be loaded. Either nothing answers at all, and the page is loaded when something does; or
 * the script alone is gone, since a new version was deployed. The document is loaded again in both cases: some browsers do not ask a
 * second time for a script that they could not load.
 */
export function MissingScript() {
  const { klayim, availability } = useServices();
  const isAway = useSyncExternalStore(availability.subscribe, availability.isAway);
  const wasAway = useRef(false);
  useEffect(() => {
    // What it answers is nothing here; that it answers is what `availability` watches.
    klayim.call('getHealth', { retries: 0 }).catch(() => undefined);
  }, [klayim]);
  useEffect(() => {
    if (!isAway && wasAway.current) {
      location.reload();
    }
    wasAway.current = isAway;
  }, [isAway]);
  return (
    <>
      <PageHeading title={shellText.broken.notLoaded} />
      <Notice
        tone={isAway ? 'bad' : 'neutral'}
        role="alert"
        // While nothing answers, the browser would show its own page in place of this one.
        {...(!isAway && {
          actions: <Button onClick={() => location.reload()}>{shellText.broken.reload}</Button>,
        })}
      >
        {isAway ? shellText.failed.away : shellText.broken.newVersion}
      </Notice>
    </>
  );
}
