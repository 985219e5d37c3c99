import { describe, it } from 'vitest';
import { useRandomSchedules } from './interleaving-property.ts';

describe('any schedule of two instances, an administrator, faults and crashes, many more of them', () => {
  const { run } = useRandomSchedules();

  it.each([4, 5, 6, 7])('loses nothing that arrived, and overwrites nothing (seed %i)', (seed) =>
    run(seed, 250),
  );
});
