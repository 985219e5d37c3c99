import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useServices } from '../api/services.ts';
import { createChangeApplier } from './apply-changes.ts';
import { createFollower } from './follow-changes.ts';
import { openChanges } from './open-changes.ts';

/** Keeps what is shown up to date while the page is visible; shows nothing itself. */
export function LiveChanges() {
  const { klayim, session } = useServices();
  const queryClient = useQueryClient();
  useEffect(() => {
    const applier = createChangeApplier({ klayim, queryClient, session });
    const follow = createFollower({
      open: (after, signal) => openChanges(klayim, after, signal),
      onChanges: applier.apply,
      onGap: applier.readEverything,
      onSilence: applier.poll,
      pause,
      now: Date.now,
      random: Math.random,
    });
    let running: AbortController | undefined;
    const update = (): void => {
      if (document.visibilityState === 'hidden') {
        running?.abort();
        running = undefined;
      } else if (!running) {
        running = new AbortController();
        void follow(running.signal);
      }
    };
    update();
    document.addEventListener('visibilitychange', update);
    return () => {
      document.removeEventListener('visibilitychange', update);
      running?.abort();
    };
  }, [klayim, queryClient, session]);
  return null;
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      window.clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = window.setTimeout(end, ms);
    signal.addEventListener('abort', end);
  });
}
