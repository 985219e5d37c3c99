/** How permits are shared between holders of different keys. */
export interface SemaphoreLimits {
  /** Permits in all, not counting those of slow holders. */
  total: number;
  /** A key can always have this many, if any are free. */
  share: number;
  /** A key may have more, up to half of all, while this many stay free for others. */
  reserve: number;
  /** A permit that is held for longer counts against its own key only: no other key waits for it. */
  slowAfterMs: number;
  /** Permits in all, slow holders included. */
  ceiling: number;
}

/** One permit: first a place in the queue, then the right to go on. */
export interface Permit {
  /**
   * Waits for the permit, at once when it is held already. Not to be called again before it has ended.
   * @param timeoutMs how long to wait. Default: no limit.
   * @returns false when the time is up. The place in the queue is kept until `release`.
   */
  acquire(timeoutMs?: number): Promise<boolean>;
  /** Gives the permit back, or leaves the queue. Calling it again does nothing. */
  release(): void;
}

interface Waiter {
  key: string;
  grant: (release: () => void) => void;
}

export type FairSemaphore = ReturnType<typeof createFairSemaphore>;

/**
 * A semaphore that several keys, organizations for example, share fairly. However many holders of one key hang, the
 * others find permits: each key has a share, and slow holders soon count against their own key only.
 */
export function createFairSemaphore(limits: SemaphoreLimits, clock: () => number) {
  /** When each permit in use was granted, by key. */
  const held = new Map<string, Set<{ sinceMs: number }>>();
  const waiting: Waiter[] = [];
  let wakeUp: { timer: NodeJS.Timeout; atMs: number } | undefined;

  /** How many permits are in use, and when the next quick holder becomes slow. */
  function countHeld(nowMs: number): { quick: number; all: number; slowAtMs: number } {
    let all = 0;
    let quick = 0;
    let slowAtMs = Number.POSITIVE_INFINITY;
    for (const permits of held.values()) {
      all += permits.size;
      for (const { sinceMs } of permits) {
        if (nowMs - sinceMs < limits.slowAfterMs) {
          quick += 1;
          slowAtMs = Math.min(slowAtMs, sinceMs + limits.slowAfterMs);
        }
      }
    }
    return { quick, all, slowAtMs };
  }

  function mayHaveMore(key: string, free: number): boolean {
    const own = held.get(key)?.size ?? 0;
    return own < limits.share || (own < limits.total / 2 && free > limits.reserve);
  }

  function hold(key: string, sinceMs: number): () => void {
    const permit = { sinceMs };
    const permits = held.get(key) ?? new Set();
    held.set(key, permits.add(permit));
    return () => {
      permits.delete(permit);
      if (permits.size === 0 && held.get(key) === permits) {
        held.delete(key);
      }
      serve();
    };
  }

  /** First come, first served, but a key that has its share does not block the others. */
  function serve(): void {
    if (waiting.length === 0) {
      return;
    }
    const nowMs = clock();
    const { quick, all, slowAtMs } = countHeld(nowMs);
    const full = new Set<string>();
    let left = Math.min(limits.total - quick, limits.ceiling - all);
    let free = limits.total - quick;
    for (let index = 0; index < waiting.length && left > 0; ) {
      const waiter = waiting[index];
      if (!waiter || full.has(waiter.key) || !mayHaveMore(waiter.key, free)) {
        if (waiter) {
          full.add(waiter.key);
        }
        index += 1;
        continue;
      }
      waiting.splice(index, 1);
      waiter.grant(hold(waiter.key, nowMs));
      left -= 1;
      free -= 1;
    }
    if (waiting.length > 0) {
      serveWhenSlow(nowMs, Math.min(slowAtMs, nowMs + limits.slowAfterMs));
    }
  }

  /** A holder that becomes slow makes room without calling anything: look again at that time. */
  function serveWhenSlow(nowMs: number, atMs: number): void {
    // To look too early costs less than a timer for each permit.
    if (wakeUp && wakeUp.atMs <= atMs) {
      return;
    }
    clearTimeout(wakeUp?.timer);
    const timer = setTimeout(() => {
      wakeUp = undefined;
      serve();
    }, atMs - nowMs);
    timer.unref();
    wakeUp = { timer, atMs };
  }

  function enqueue(key: string): { granted: Promise<true>; leave: () => void } {
    const { promise: granted, resolve } = Promise.withResolvers<true>();
    let giveBack: (() => void) | undefined;
    const waiter: Waiter = {
      key,
      grant(release) {
        giveBack = release;
        resolve(true);
      },
    };
    waiting.push(waiter);
    serve();
    return {
      granted,
      leave: () => (giveBack ? giveBack() : void waiting.splice(waiting.indexOf(waiter), 1)),
    };
  }

  return {
    /** A permit for a key. It takes its place in the queue with the first `acquire`. */
    permitFor(key: string): Permit {
      let place: ReturnType<typeof enqueue> | undefined;
      return {
        async acquire(timeoutMs) {
          place ??= enqueue(key);
          return timeoutMs === undefined ? place.granted : withinTime(place.granted, timeoutMs);
        },
        release() {
          place?.leave();
          place = undefined;
        },
      };
    },
  };
}

async function withinTime(granted: Promise<true>, timeoutMs: number): Promise<boolean> {
  const { promise: timeUp, resolve } = Promise.withResolvers<false>();
  const timer = setTimeout(() => resolve(false), timeoutMs);
  try {
    return await Promise.race([granted, timeUp]);
  } finally {
    clearTimeout(timer);
  }
}
