/** Runs at once when it has not run for a time, and otherwise once at the end of that time. Failures are the caller's to tell. */
export function atMostEvery(ms: number, run: () => void | Promise<void>): () => void {
  let readyAtMs = 0;
  let isWaiting = false;
  const go = (): void => {
    isWaiting = false;
    readyAtMs = performance.now() + ms;
    void run();
  };
  return () => {
    const leftMs = readyAtMs - performance.now();
    if (leftMs <= 0 && !isWaiting) {
      go();
    } else if (!isWaiting) {
      isWaiting = true;
      window.setTimeout(go, leftMs);
    }
  };
}
