import { describe, it } from 'vitest';
import { minuteMs } from '../../src/lib/duration.ts';
import { useRandomSchedules } from './interleaving-property.ts';

describe('any schedule of two instances, an administrator, faults and crashes', () => {
  const { run } = useRandomSchedules();

  it.each([1, 2, 3])(
    'loses nothing that arrived, and overwrites nothing (seed %i)',
    (seed) => run(seed, 25),
    minuteMs,
  );
});
