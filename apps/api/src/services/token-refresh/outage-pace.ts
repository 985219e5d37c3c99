import type { Clock } from '../../lib/clock.ts';
import { hourMs, minuteMs } from '../../lib/duration.ts';

/** One probe at most is sent in this time, in milliseconds. */
export const probeIntervalMs = 1_000;
/** An organization that asked to probe within this time may still come back for its turn. */
const askedForMs = 2_000;
/** A time without any success that is taken for an outage. */
const outageMs = 3_000;
/** How long the end of an outage is remembered; connections cool down for no longer than this. */
const rememberedForMs = minuteMs;

/** A failure is remembered for this long unless it happens again, and no more of them than this. */
const failingForMs = 2 * hourMs;
const maxFailing = 10_000;

export type OutagePace = ReturnType<typeof createOutagePace>;

/**
 * How often a provider that fails is asked by one process, and when it has recovered. One probe a second, whichever
 * connection it is for; the organizations that ask take turns, so that none of them can use up the probes of others. The
 * first success ends the waiting of all connections that had failed before it.
 *
 * What fails for one organization only is its own affair: it ends with a success of that organization.
 */
export function createOutagePace(clock: Clock) {
  /** Organizations that have failed since their last success, and when last; the latest comes last. */
  const failing = new Map<string, number>();
  const turns = new Map<string, { askedAtMs: number; probedAtMs: number }>();
  const endedAtMs = new Map<string, number>();
  let endedForAllAtMs = 0;
  let lastSuccessAtMs = 0;
  let nextProbeAtMs = 0;

  function forgetOld(): void {
    const nowMs = clock();
    for (const [organizationId, { askedAtMs, probedAtMs }] of turns) {
      if (Math.max(askedAtMs, probedAtMs) < nowMs - rememberedForMs) {
        turns.delete(organizationId);
      }
    }
    for (const [organizationId, atMs] of endedAtMs) {
      if (atMs < nowMs - rememberedForMs) {
        endedAtMs.delete(organizationId);
      }
    }
  }

  function isBehind(organizationId: string): boolean {
    const nowMs = clock();
    const ownMs = turns.get(organizationId)?.probedAtMs ?? 0;
    return [...turns].some(
      ([id, { askedAtMs, probedAtMs }]) =>
        id !== organizationId && nowMs - askedAtMs < askedForMs && probedAtMs < ownMs,
    );
  }

  return {
    /** Whether the provider is known to work for an organization, as far as this process has seen. */
    isWell: (organizationId: string): boolean => lastSuccessAtMs > 0 && !failing.has(organizationId),

    /** Connections of the organization that failed before this time need not cool down; 0 for none. */
    outageEndedAtMs: (organizationId: string): number =>
      Math.max(endedForAllAtMs, endedAtMs.get(organizationId) ?? 0),

    /** How long until the next probe, in milliseconds. */
    untilNextProbeMs: (): number => Math.max(0, nextProbeAtMs - clock()),

    /**
     * Takes the next probe.
     * @returns 0 when it was taken; otherwise when to ask again, in milliseconds from now.
     */
    takeProbe(organizationId: string): number {
      const nowMs = clock();
      const probedAtMs = turns.get(organizationId)?.probedAtMs ?? 0;
      if (nowMs < nextProbeAtMs || isBehind(organizationId)) {
        turns.set(organizationId, { askedAtMs: nowMs, probedAtMs });
        return Math.max(nextProbeAtMs - nowMs, probeIntervalMs / 4);
      }
      forgetOld();
      turns.set(organizationId, { askedAtMs: 0, probedAtMs: nowMs });
      nextProbeAtMs = nowMs + probeIntervalMs;
      return 0;
    },

    /** Remembered until it succeeds, or is tried no more: no connection backs off for longer than an hour. */
    failed(organizationId: string): void {
      const nowMs = clock();
      failing.delete(organizationId);
      failing.set(organizationId, nowMs);
      for (const [id, atMs] of failing) {
        if (failing.size <= maxFailing && nowMs - atMs < failingForMs) {
          break;
        }
        failing.delete(id);
      }
    },

    /** How many organizations are remembered as failing. */
    failingCount: () => failing.size,

    succeeded(organizationId: string): void {
      const nowMs = clock();
      const wasOut = failing.size > 1 && nowMs - lastSuccessAtMs >= outageMs;
      lastSuccessAtMs = nowMs;
      if (wasOut) {
        endedForAllAtMs = nowMs;
        failing.clear();
      } else if (failing.delete(organizationId)) {
        endedAtMs.set(organizationId, nowMs);
      }
    },
  };
}
