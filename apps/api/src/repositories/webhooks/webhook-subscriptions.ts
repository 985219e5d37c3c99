import type { WebhookEventType } from '@klayim/shared/types';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../../lib/clock.ts';

/** How long a process may rely on having read that an event has no subscriber, in milliseconds. */
export const maxUnwantedMs = 3_000;

/**
 * How long whoever subscribes an endpoint waits before it says so, in milliseconds: by then no process relies any more on
 * what it had read before. Longer than {@link maxUnwantedMs} by what timers and clocks are inexact.
 */
export const settleSubscriptionMs = maxUnwantedMs + 500;

/** Pairs of an organization and an event that a process remembers. */
const maxRemembered = 20_000;

/** What a process knows of who is subscribed. */
export type WebhookSubscriptions = ReturnType<typeof createWebhookSubscriptions>;

/**
 * Remembers for a few seconds which events nobody of an organization is subscribed to, so that many changes in a row ask
 * once. Only that is remembered: who is subscribed is asked each time, so that an endpoint that was disabled or deleted is
 * sent nothing more.
 */
export function createWebhookSubscriptions({ clock }: { clock: Clock }) {
  /** When it was asked for, in milliseconds. */
  const unwanted = new LRUCache<string, number>({ max: maxRemembered });
  const keyOf = (organizationId: string, type: WebhookEventType) => `${type} ${organizationId}`;

  function isUnwanted(organizationId: string, type: WebhookEventType): boolean {
    const askedAtMs = unwanted.get(keyOf(organizationId, type));
    const ageMs = askedAtMs === undefined ? Number.POSITIVE_INFINITY : clock() - askedAtMs;
    // A clock that was set back proves nothing.
    return ageMs >= 0 && ageMs < maxUnwantedMs;
  }

  return {
    /** The events that may have subscribers. */
    mayBeWanted: (organizationId: string, types: readonly WebhookEventType[]): WebhookEventType[] => [
      ...new Set(types.filter((type) => !isUnwanted(organizationId, type))),
    ],

    /** @param askedAtMs before the database was asked: what it answers may be that old. */
    rememberUnwanted(organizationId: string, types: readonly WebhookEventType[], askedAtMs: number): void {
      for (const type of types) {
        unwanted.set(keyOf(organizationId, type), askedAtMs);
      }
    },

    /** These events have a new subscriber: this process reads the subscriptions again at once. */
    forget(organizationId: string, types: readonly WebhookEventType[]): void {
      for (const type of types) {
        unwanted.delete(keyOf(organizationId, type));
      }
    },
  };
}
