/** Whether the API answers, told by the page's own calls and by looking again while it does not. */
export interface Availability {
  /** `fetch`, watched: give it to the client. */
  fetch: typeof fetch;
  isAway: () => boolean;
  /** Calls back on every change. @returns what ends that. */
  subscribe: (listener: () => void) => () => void;
  /** Looks now rather than at the end of the pause. */
  lookNow: () => void;
}

interface Effects {
  fetch: typeof fetch;
  /** Answers when the API is well. */
  healthUrl: string;
  /** Aborts after so many milliseconds: `AbortSignal.timeout`. */
  timeout: (ms: number) => AbortSignal;
  setTimeout: (run: () => void, delayMs: number) => number;
  clearTimeout: (timer: number | undefined) => void;
}

const firstPauseMs = 2000;
const maxPauseMs = 15_000;
/** A look that has no answer by then has failed: a server that hangs may never give one. */
const lookTimeoutMs = 10_000;

/**
 * The API counts as away when no answer comes, none in time, or one of something in front of it. It is looked for again after 2 s,
 * 3 s, 4.5 s, up to every 15 s.
 */
export function createAvailability(effects: Effects): Availability {
  const listeners = new Set<() => void>();
  let away = false;
  let pauseMs = firstPauseMs;
  let timer: number | undefined;

  function set(isAway: boolean): void {
    if (isAway === away) {
      return;
    }
    away = isAway;
    effects.clearTimeout(timer);
    if (away) {
      pauseMs = firstPauseMs;
      timer = effects.setTimeout(look, pauseMs);
    }
    for (const listener of listeners) {
      listener();
    }
  }

  async function look(): Promise<void> {
    effects.clearTimeout(timer);
    const answers = await effects.fetch(effects.healthUrl, { signal: effects.timeout(lookTimeoutMs) }).then(
      (response) => response.ok && isJson(response),
      () => false,
    );
    if (answers) {
      set(false);
    } else if (away) {
      pauseMs = Math.min(pauseMs * 1.5, maxPauseMs);
      effects.clearTimeout(timer);
      timer = effects.setTimeout(look, pauseMs);
    }
  }

  return {
    async fetch(...request) {
      try {
        const response = await effects.fetch(...request);
        set(isOfSomethingElse(response));
        return response;
      } catch (error) {
        // A call that the page itself gave up says nothing about the API.
        if (!(error instanceof DOMException && error.name === 'AbortError')) {
          set(true);
        }
        throw error;
      }
    },
    isAway: () => away,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    lookNow() {
      if (away) {
        void look();
      }
    },
  };
}

/** The API tells of its faults in JSON, and never answers pages or lines of text, as what stands in front of it does. */
function isOfSomethingElse(response: Response): boolean {
  return response.status >= 500 ? !isJson(response) : /^text\/(?:html|plain)\b/i.test(typeOf(response));
}

function isJson(response: Response): boolean {
  return /^application\/(?:problem\+)?json\b/i.test(typeOf(response));
}

function typeOf(response: Response): string {
  return response.headers.get('content-type') ?? '';
}
