import { minuteMs } from '@klayim/api/lib/duration';
import { describe, expect, it } from 'vitest';
import { simulateBlame } from './blame.ts';
import { blameScenariosFor } from './blame-scenarios.ts';

const scenarios = Object.entries(blameScenariosFor(400)).map(([title, scenario]) => ({ title, scenario }));

describe('blame has an owner, by the real circuit breakers', () => {
  it.each(scenarios.filter(({ scenario }) => !scenario.incident))(
    '$title: nobody else has a call less, and the operator is not told',
    async ({ scenario }) => {
      const { calls, failed, alarms } = await simulateBlame(scenario);
      expect(calls).toBeGreaterThan(200);
      expect(failed).toBe(0);
      expect(alarms).toEqual([]);
    },
  );

  it.each(scenarios.filter(({ scenario }) => scenario.incident))(
    '$title: one alarm within two minutes, and all are well two minutes after it is over',
    async ({ scenario }) => {
      const { failed, alarms } = await simulateBlame(scenario);
      expect(alarms).toHaveLength(1);
      expect(alarms[0]?.atMs).toBeGreaterThanOrEqual(scenario.incident?.fromMs ?? 0);
      expect(alarms[0]?.atMs).toBeLessThan((scenario.incident?.fromMs ?? 0) + 2 * minuteMs);
      expect(failed).toBe(0);
    },
  );
});
