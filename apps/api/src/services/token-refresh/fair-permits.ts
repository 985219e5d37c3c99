/** How permits are shared. */
export interface PermitLimits {
  /** Permits in all, those of slow holders left out. */
  total: number;
  /** An organization can always have so many, if any are free. */
  share: number;
  /** It may have more, up to half of all, while so many are free for others. */
  reserve: number;
  /** Who holds a permit for longer counts against its organization only: nobody else waits for it. */
  slowAfterMs: number;
  /** Permits in all, slow holders included. */
  ceiling: number;
}

/** Gives a permit back; further calls do nothing. */
export type Release = () => void;

interface Waiter {
  organizationId: string;
  grant: (release: Release) => void;
}

export type FairPermits = ReturnType<typeof createFairPermits>;

/**
 * A semaphore that organizations share. However many calls of one organization hang, the others find permits: an
 * organization has a share, and slow holders soon stop counting against anybody but their own organization.
 */
export function createFairPermits(limits: PermitLimits, clock: () => number) {
  /** When each permit in use was given, by organization. */
  const held = new Map<string, Set<{ sinceMs: number }>>();
  const waiting: Waiter[] = [];
  let wakeUp: NodeJS.Timeout | undefined;

  function counts(): { quick: number; all: number } {
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

  function mayHave(organizationId: string): boolean {
    const own = held.get(organizationId)?.size ?? 0;
    const { quick, all } = counts();
    const free = limits.total - quick;
    if (free <= 0 || all >= limits.ceiling) {
      return false;
    }
    return own < limits.share || (own < limits.total / 2 && free > limits.reserve);
  }

  function take(organizationId: string): Release {
    const permit = { sinceMs: clock() };
    const permits = held.get(organizationId) ?? new Set();
    held.set(organizationId, permits.add(permit));
    return () => {
      if (!permits.delete(permit)) {
        return;
      }
      if (permits.size === 0 && held.get(organizationId) === permits) {
        held.delete(organizationId);
      }
      serve();
    };
  }

  /** The longest waiting first, but nobody waits behind an organization that has its share. */
  function serve(): void {
    const full = new Set<string>();
    for (let index = 0; index < waiting.length; ) {
      const waiter = waiting[index];
      if (!waiter || full.has(waiter.organizationId) || !mayHave(waiter.organizationId)) {
        if (waiter) {
          full.add(waiter.organizationId);
        }
        index += 1;
        continue;
      }
      waiting.splice(index, 1);
      waiter.grant(take(waiter.organizationId));
    }
    wakeLater();
  }

  /** A holder that becomes slow makes room, and calls nobody. */
  function wakeLater(): void {
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

  return {
    /** A permit, as soon as the organization may have one; null when it has waited for `timeoutMs`. */
    acquire(organizationId: string, timeoutMs?: number): Promise<Release | null> {
      return new Promise((resolve) => {
        let timer: NodeJS.Timeout | undefined;
        const waiter: Waiter = {
          organizationId,
          grant(release) {
            clearTimeout(timer);
            resolve(release);
          },
        };
        waiting.push(waiter);
        serve();
        if (timeoutMs === undefined || !waiting.includes(waiter)) {
          return;
        }
        timer = setTimeout(() => {
          waiting.splice(waiting.indexOf(waiter), 1);
          resolve(null);
        }, timeoutMs);
      });
    },
  };
}
