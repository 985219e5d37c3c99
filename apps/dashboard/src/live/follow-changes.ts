import type { Schemas } from '@klayim/client';

/** That a record has changed: what it is and its id. */
export type Change = Schemas['OrganizationChange'];

/** What following needs from outside. */
export interface FollowEffects {
  /** One answer of the API: it ends with the first changes, or by itself within a minute. */
  open: (after: string | undefined, signal: AbortSignal) => AsyncIterable<Change>;
  /** Changes that were not known before. */
  onChanges: (changes: readonly Change[]) => void;
  /** What changed in the meantime is unknown: everything shown may be out of date. */
  onGap: () => void;
  /** Changes are not told at the moment: what is shown has to be asked for. Called again and again. */
  onSilence: () => void;
  /** Resolves after so many milliseconds, or at once when the signal aborts. */
  pause: (ms: number, signal: AbortSignal) => Promise<void>;
  /** The time in milliseconds. */
  now: () => number;
  /** Between 0 and 1. */
  random: () => number;
}

/** Between two answers, so that many changes are few requests. */
const betweenMs = 1000;
const maxPauseMs = 15_000;
/** The API begins an answer with the last two minutes; a page that was away longer has missed something. */
const overlapMs = 90_000;
const maxKnown = 500;

/**
 * Follows what changes in the organization, one request after the other, each ended by the API itself. When they fail, the pause
 * between them doubles up to 15 seconds, and each failure has the page ask for what it shows.
 * @returns follows until the signal aborts; to be called again, it remembers where it was.
 */
export function createFollower(effects: FollowEffects): (signal: AbortSignal) => Promise<void> {
  const known = new Set<string>();
  let position: string | undefined;
  let heardAtMs = effects.now();

  /** @returns whether it is new: two instances of the API tell the same change at two positions. */
  function remember({ kind, id, version, at }: Change): boolean {
    const key = `${kind} ${id} ${version ?? at}`;
    const isNew = !known.has(key);
    known.add(key);
    for (const oldest of known.size > maxKnown ? [...known].slice(0, 1) : []) {
      known.delete(oldest);
    }
    return isNew;
  }

  async function readAnswer(signal: AbortSignal): Promise<{ told: number; fresh: number }> {
    const fresh: Change[] = [];
    let told = 0;
    try {
      for await (const change of effects.open(position, signal)) {
        told += 1;
        position = change.position;
        if (remember(change)) {
          fresh.push(change);
        }
      }
    } finally {
      if (fresh.length > 0) {
        effects.onChanges(fresh);
      }
    }
    return { told, fresh: fresh.length };
  }

  return async (signal) => {
    let failures = 0;
    let repeated = 0;
    while (!signal.aborted) {
      if (effects.now() - heardAtMs > overlapMs) {
        effects.onGap();
      }
      try {
        const { told, fresh } = await readAnswer(signal);
        heardAtMs = effects.now();
        failures = 0;
        repeated = told > 0 && fresh === 0 ? Math.min(repeated + 1, 2) : 0;
        await effects.pause(betweenMs * 2 ** repeated, signal);
      } catch {
        if (signal.aborted) {
          return;
        }
        failures += 1;
        // The lists are asked for: nothing is missed but what the summary does not tell.
        heardAtMs = effects.now();
        effects.onSilence();
        const pauseMs = Math.min(betweenMs * 2 ** failures, maxPauseMs);
        await effects.pause(pauseMs * (0.5 + effects.random() / 2), signal);
      }
    }
  };
}
