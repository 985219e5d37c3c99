/**
 * Runs something once, later.
 * @param ms milliseconds from now.
 * @returns what cancels it.
 */
export type RunAfter = (ms: number, run: () => void) => () => void;

/** By the process's own timers, which do not keep it alive. */
export const runAfter: RunAfter = (ms, run) => {
  const timer = setTimeout(run, ms);
  timer.unref();
  return () => clearTimeout(timer);
};
