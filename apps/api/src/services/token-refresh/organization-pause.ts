import type { Clock } from '../../lib/clock.ts';

/** How many connections of one organization must fail in a row before the sweep leaves its others for later. */
const connectionsForPause = 5;
const pauseMs = 30_000;

/**
 * Which organizations a sweep pauses, because one of their connections after the other hangs or fails: waiting for each
 * would keep a batch, and its place on the queue, from others. It concerns no other organization, and no caller who asks
 * for a token.
 */
export function createOrganizationPause(clock: Clock) {
  const failing = new Map<string, Set<string>>();
  const pausedUntilMs = new Map<string, number>();

  return {
    isPaused(key: string): boolean {
      const untilMs = pausedUntilMs.get(key);
      if (untilMs === undefined) {
        return false;
      }
      if (clock() < untilMs) {
        return true;
      }
      pausedUntilMs.delete(key);
      return false;
    },

    succeeded(key: string): void {
      failing.delete(key);
      pausedUntilMs.delete(key);
    },

    failed(key: string, integrationId: string): void {
      const connections = (failing.get(key) ?? new Set()).add(integrationId);
      failing.set(key, connections);
      if (connections.size < connectionsForPause) {
        return;
      }
      failing.delete(key);
      pausedUntilMs.set(key, clock() + pauseMs);
    },
  };
}
