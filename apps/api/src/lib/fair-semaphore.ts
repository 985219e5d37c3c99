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
  let wakeUp: NodeJS.Timeout | undefined;

  function countHeld(): { quick: number; all: number } {
    let all = 0;
    let quick = 0;
    for (const permits of held.values()) {
      all += permits.size;
      for (const { sinceMs } of permits) {
        if (clock() - sinceMs < limits.slowAfterMs) {
          quick += 1;
        }
      }
    }
    return { quick, all };
  }

  function mayHaveMore(key: string): boolean {
    const own = held.get(key)?.size ?? 0;
    const { quick, all } = countHeld();
    const free = limits.total - quick;
    if (free <= 0 || all >= limits.ceiling) {
      return false;
    }
    return own < limits.share || (own < limits.total / 2 && free > limits.reserve);
  }

  function hold(key: string): () => void {
    const permit = { sinceMs: clock() };
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
    const full = new Set<string>();
    for (let index = 0; index < waiting.length; ) {
      const waiter = waiting[index];
      if (!waiter || full.has(waiter.key) || !mayHaveMore(waiter.key)) {
        if (waiter) {
          full.add(waiter.key);
        }
        index += 1;
        continue;
      }
      waiting.splice(index, 1);
      waiter.grant(hold(waiter.key));
    }
    serveWhenSlow();
  }

  /** A holder that becomes slow makes room without calling anything: look again at that time. */
  function serveWhenSlow(): void {
    clearTimeout(wakeUp);
    const slowInMs = [...held.values()]
      .flatMap((permits) => [...permits].map(({ sinceMs }) => sinceMs + limits.slowAfterMs - clock()))
      .filter((ms) => ms > 0);
    if (waiting.length === 0 || slowInMs.length === 0) {
      return;
    }
    wakeUp = setTimeout(serve, Math.min(...slowInMs));
    wakeUp.unref();
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
