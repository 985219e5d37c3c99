/** What is said of samples: their middle, and how far the middle half of them spreads. */
export interface Summary {
  median: number;
  lowerQuartile: number;
  upperQuartile: number;
}

/**
 * Summarizes samples.
 * @throws {RangeError} when there are none.
 */
export function summarize(samples: readonly number[]): Summary {
  return {
    median: quantile(samples, 0.5),
    lowerQuartile: quantile(samples, 0.25),
    upperQuartile: quantile(samples, 0.75),
  };
}

/**
 * A quantile by linear interpolation between the two nearest samples.
 * @param share from 0, the least, to 1, the greatest.
 * @throws {RangeError} when there are no samples.
 */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)];
  const above = sorted[Math.ceil(place)];
  if (below === undefined || above === undefined) {
    throw new RangeError('There are no samples.');
  }
  return below + (above - below) * (place - Math.floor(place));
}
