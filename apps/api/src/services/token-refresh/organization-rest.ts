import type { Clock } from '../../lib/clock.ts';

/** So many connections of one organization must fail in a row before the sweep leaves its others for later. */
const connectionsForRest = 5;
const restMs = 30_000;

/**
 * Which organizations a sweep leaves alone for a while: each of their connections hangs or fails, and waiting for one
 * after the other would only keep a batch, and its place on the queue, from others. It concerns nobody else, and no
 * caller who asks for a token.
 */
export function createOrganizationRest(clock: Clock) {
  const failed = new Map<string, Set<string>>();
  const restsUntilMs = new Map<string, number>();

  return {
    isResting(key: string): boolean {
      const untilMs = restsUntilMs.get(key);
      if (untilMs === undefined) {
        return false;
      }
      if (clock() < untilMs) {
        return true;
      }
      restsUntilMs.delete(key);
      return false;
    },

    succeeded(key: string): void {
      failed.delete(key);
      restsUntilMs.delete(key);
    },

    failed(key: string, integrationId: string): void {
      const connections = (failed.get(key) ?? new Set()).add(integrationId);
      failed.set(key, connections);
      if (connections.size < connectionsForRest) {
        return;
      }
      failed.delete(key);
      restsUntilMs.set(key, clock() + restMs);
    },
  };
}
