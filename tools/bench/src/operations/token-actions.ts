import { minuteMs } from '@klayim/api/lib/duration';
import { Timestamp } from 'firebase-admin/firestore';
import type { Action } from './action.ts';

const tenMinutesMs = 10 * minuteMs;
const crowd = 50;

/** Getting tokens, by code of this codebase. */
export const tokenActions: readonly Action[] = [
  {
    action: 'getValidToken, fresh',
    minimum: { reads: 1, writes: 0 },
    because: 'The document says whether the token may still be given out.',
    async prepare({ connect, tokenRefreshService }, organizationId) {
      const id = await connect(organizationId);
      return () => tokenRefreshService.getValidToken(organizationId, id);
    },
  },
  {
    action: 'getValidToken, fresh, first use in five minutes',
    minimum: { reads: 1, writes: 1 },
    because: 'The time of the last use is noted, at most once in five minutes.',
    async prepare({ connect, change, tokenRefreshService }, organizationId) {
      const id = await connect(organizationId);
      await change(id, { lastUsedAt: Timestamp.fromMillis(Date.now() - tenMinutesMs) });
      return () => tokenRefreshService.getValidToken(organizationId, id);
    },
  },
  {
    action: 'getValidToken, expired, Google',
    minimum: { reads: 1, writes: 2 },
    because: 'A lease before the provider is asked, so that one instance asks; then the new credentials.',
    async prepare({ connect, expire, tokenRefreshService }, organizationId) {
      const id = await connect(organizationId);
      await expire(id);
      return () => tokenRefreshService.getValidToken(organizationId, id);
    },
  },
  {
    action: 'getValidToken, expired, Microsoft',
    minimum: { reads: 1, writes: 2 },
    because: 'The same.',
    async prepare({ connect, expire, tokenRefreshService }, organizationId) {
      const id = await connect(organizationId, 'microsoft_calendar');
      await expire(id);
      return () => tokenRefreshService.getValidToken(organizationId, id);
    },
  },
  {
    action: `getValidToken, expired, ${crowd} callers at once`,
    minimum: { reads: 1, writes: 2 },
    because: 'One reading for all of them, begun when all had called: an older one might miss a disconnect.',
    async prepare({ connect, expire, tokenRefreshService }, organizationId) {
      const id = await connect(organizationId);
      await expire(id);
      return () =>
        Promise.all(
          Array.from({ length: crowd }, () => tokenRefreshService.getValidToken(organizationId, id)),
        );
    },
  },
  {
    action: 'getValidToken, expired, the provider does not answer',
    minimum: { reads: 1, writes: 2 },
    because: 'The lease; then the failure, with when to try again.',
    async prepare({ connect, expire, servers, tokenRefreshService }, organizationId) {
      const id = await connect(organizationId);
      await expire(id);
      servers.google.control.failNext(3, '500');
      return () => rejection(tokenRefreshService.getValidToken(organizationId, id));
    },
  },
  {
    action: 'getValidToken, expired, the grant is dead',
    minimum: { reads: 1, writes: 3 },
    because: 'The lease; then the failure and its audit event together.',
    async prepare({ connect, expire, servers, tokenRefreshService }, organizationId) {
      const id = await connect(organizationId);
      await expire(id);
      servers.google.control.failNext(1, 'invalid_grant');
      return () => rejection(tokenRefreshService.getValidToken(organizationId, id));
    },
  },
];

/** Waits for a failure that is part of the action. */
async function rejection(failing: Promise<unknown>): Promise<void> {
  const failed = await failing.then(
    () => false,
    () => true,
  );
  if (!failed) {
    throw new Error('This was to fail.');
  }
}
