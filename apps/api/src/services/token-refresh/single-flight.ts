/** Lets concurrent calls for the same key share one run. A run that has ended, in whatever way, is forgotten. */
export function createSingleFlight<Result>() {
  const flights = new Map<string, Promise<Result>>();
  return (key: string, run: () => Promise<Result>): Promise<Result> => {
    const underWay = flights.get(key);
    if (underWay) {
      return underWay;
    }
    const flight = run().finally(() => flights.delete(key));
    flights.set(key, flight);
    return flight;
  };
}
