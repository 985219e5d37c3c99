import { describe, it } from 'vitest';
import { minuteMs } from '../../src/lib/duration.ts';
import { useRace } from './race-fixture.ts';

describe('200 callers in four processes who want the same 20 expired tokens', () => {
  const race = useRace();

  it(
    'cause one refresh for each expiry, and nothing else, three times in a row',
    async () => {
      await race.run(3);
    },
    2 * minuteMs,
  );
});
