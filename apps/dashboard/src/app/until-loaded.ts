import { minuteMs } from '../duration.ts';

const firstPauseMs = 5000;
const maxPauseMs = 5 * minuteMs;

/** Loads a script, again and again until it is there: after 5 s, 10 s, up to every five minutes. */
export async function untilLoaded<Script>(
  load: () => Promise<Script>,
  pause: (ms: number) => Promise<unknown> = (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
): Promise<Script> {
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, maxPauseMs)) {
    try {
      return await load();
    } catch {
      await pause(pauseMs);
    }
  }
}
