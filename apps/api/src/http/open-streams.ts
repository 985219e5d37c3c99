import type { Response } from 'express';
import { AppError } from '../errors/app-error.ts';
import type { Caller, Operator, Person } from '../services/identity/identity.ts';
import type { Route } from './route.ts';

/** Streams of one route that a caller, and an organization, may hold open at once on one instance. */
export const openStreamLimits = { caller: 3, organization: 10 };
/** A stream lasts for a minute at most: a caller who comes back a few times finds room. */
const retryAfterMs = 10_000;

/**
 * Counts the streams that are open on this instance. Each takes one of the instance's places for concurrent requests, which
 * callers of all organizations share.
 */
export type OpenStreams = ReturnType<typeof createOpenStreams>;

export function createOpenStreams(limits: typeof openStreamLimits = openStreamLimits) {
  const open = new Map<string, number>();

  function add(key: string, change: 1 | -1): void {
    const count = (open.get(key) ?? 0) + change;
    if (count === 0) {
      open.delete(key);
    } else {
      open.set(key, count);
    }
  }

  return {
    /**
     * Counts a request of a route that streams, until its response closes, however it ends. Does nothing for other routes.
     * @throws {AppError} rate_limited when the caller or the organization holds as many streams as they may.
     */
    enter(route: Route, caller: Caller | Operator | Person | undefined, response: Response): void {
      // Of a response that is closed, no event would follow.
      if (!caller || !isStreamed(route) || response.closed) {
        return;
      }
      const organizationId = 'organizationId' in caller ? caller.organizationId : null;
      const ofCaller = JSON.stringify([route.path, organizationId, caller.userId]);
      const ofOrganization = JSON.stringify([route.path, organizationId]);
      refuseAbove(open.get(ofCaller), limits.caller, 'you');
      // Operators are no organization's.
      if (organizationId !== null) {
        refuseAbove(open.get(ofOrganization), limits.organization, 'your organization');
      }
      const keys = [ofCaller, ofOrganization];
      for (const key of keys) {
        add(key, 1);
      }
      response.once('close', () => {
        for (const key of keys) {
          add(key, -1);
        }
      });
    },
    /** Streams that are open, once for their caller and once for their organization. */
    get count(): number {
      return [...open.values()].reduce((sum, count) => sum + count, 0);
    },
  };
}

function isStreamed({ responses }: Route): boolean {
  return Object.values(responses).some(({ stream }) => stream !== undefined);
}

function refuseAbove(count: number | undefined, limit: number, whose: string): void {
  if ((count ?? 0) < limit) {
    return;
  }
  const detail = `At most ${limit} of these streams may be open at once for ${whose}: close one first.`;
  throw new AppError('rate_limited', { detail, retryAfterMs });
}
