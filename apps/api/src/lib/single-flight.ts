/** Lets concurrent calls with the same key share one run. A run is forgotten as soon as it has ended. */
export function createSingleFlight<Result>() {
  const running = new Map<string, Promise<Result>>();
  return (key: string, run: () => Promise<Result>): Promise<Result> => {
    const shared = running.get(key);
    if (shared) {
      return shared;
    }
    const started = run().finally(() => running.delete(key));
    running.set(key, started);
    return started;
  };
}
