import { createHash } from 'node:crypto';
import { type Firestore, Timestamp } from 'firebase-admin/firestore';
import { hourMs } from '../../lib/duration.ts';
import { untilUncontended } from '../../lib/optimistic.ts';
import { collections } from '../collections.ts';
import { typedCollection } from '../typed-collection.ts';

/** `rateLimits/{id}` as stored. */
export interface RateLimitDocument {
  organizationId: string | null;
  used: number;
  expiresAt: Timestamp;
}

const rateLimits = typedCollection<RateLimitDocument>(collections.rateLimits);

/** A window is kept a little longer than it is open: instances' clocks differ. */
const retentionMs = hourMs;

/** One window of one quota. */
export interface QuotaWindow {
  /** What is limited, and for which caller or organization. */
  key: string;
  /** The organization that the quota belongs to; null for callers without a login. */
  organizationId: string | null;
  limit: number;
  endsAtMs: number;
}

/** What was taken out of a window, and how much of it is used since. */
export interface TakenHits {
  granted: number;
  used: number;
}

export type RateLimitRepository = ReturnType<typeof createRateLimitRepository>;

/** Windows of quotas that all instances share. Who calls stands in them as a digest only. */
export function createRateLimitRepository({ firestore }: { firestore: () => Firestore }) {
  return {
    /** Takes up to `hits` out of a window: fewer, or none, when it has no more. One read, and one write if any is granted. */
    async takeHits(window: QuotaWindow, hits: number): Promise<TakenHits> {
      const reference = rateLimits(firestore()).doc(idOf(window));
      // No transaction: its client waits a second before it tries again, and a request is waiting here.
      return untilUncontended(async () => {
        const snapshot = await reference.get();
        const before = snapshot.data()?.used ?? 0;
        const granted = Math.max(0, Math.min(hits, window.limit - before));
        const used = before + granted;
        if (granted > 0 && snapshot.updateTime) {
          await reference.update({ used }, { lastUpdateTime: snapshot.updateTime });
        } else if (granted > 0) {
          const { organizationId, endsAtMs } = window;
          const expiresAt = Timestamp.fromMillis(endsAtMs + retentionMs);
          await reference.create({ organizationId, used, expiresAt });
        }
        return { granted, used };
      });
    },
  };
}

function idOf({ key, organizationId, endsAtMs }: QuotaWindow): string {
  return createHash('sha256')
    .update(JSON.stringify([organizationId, key, endsAtMs]))
    .digest('base64url');
}
