import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import { shellText } from '#text/shell';
import { useServices } from '../api/services.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';

/** Says that the API does not answer, for as long as it does not; then everything shown is read again. */
export function AwayBanner() {
  const { availability } = useServices();
  const queryClient = useQueryClient();
  const isAway = useSyncExternalStore(availability.subscribe, availability.isAway);
  const isOnline = useSyncExternalStore(subscribeToOnline, () => navigator.onLine);
  useEffect(() => {
    if (isOnline) {
      availability.lookNow();
    }
  }, [availability, isOnline]);
  useEffect(() => {
    if (!isAway) {
      return;
    }
    return () => void queryClient.invalidateQueries();
  }, [isAway, queryClient]);
  return (
    <div role="status" className={isAway || !isOnline ? 'shell__banner' : undefined}>
      {isOnline ? null : <Notice tone="warning">{shellText.away.offline}</Notice>}
      {isOnline && isAway ? (
        <Notice
          tone="warning"
          actions={<Button onClick={availability.lookNow}>{shellText.away.tryNow}</Button>}
        >
          {shellText.away.title}
        </Notice>
      ) : null}
    </div>
  );
}

function subscribeToOnline(listener: () => void): () => void {
  window.addEventListener('online', listener);
  window.addEventListener('offline', listener);
  return () => {
    window.removeEventListener('online', listener);
    window.removeEventListener('offline', listener);
  };
}
