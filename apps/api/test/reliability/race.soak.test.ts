import { describe, it } from 'vitest';
import { minuteMs } from '../../src/lib/duration.ts';
import { useRace } from './race-fixture.ts';

describe('200 callers in four processes who want the same 20 expired tokens, for long', () => {
  const race = useRace();

  it(
    'cause one refresh for each expiry, and nothing else, 200 times in a row',
    async () => {
      await race.run(200);
    },
    30 * minuteMs,
  );
});
