import { describe, expect, it } from 'vitest';
import { isGoalMet, lostGoals, ratioOf } from './ratio.ts';
import type { Figure } from './results.schema.ts';

const figure: Figure = {
  id: 'figure',
  title: 'Figure',
  unit: 'ms',
  ours: { label: 'ours', samples: [12, 22, 66] },
  floor: { label: 'floor', samples: [10, 20, 30] },
  goal: { bound: 'at most', value: 1.15 },
};

describe('ratios', () => {
  it('are taken round by round, so that a slow round of the machine is none of ours', () => {
    const { median, lowerQuartile, upperQuartile } = ratioOf(figure);
    expect([median, lowerQuartile, upperQuartile].map((value) => Number(value.toFixed(3)))).toEqual([
      1.2, 1.15, 1.7,
    ]);
  });

  it.each([
    ['at most', 1.2, true],
    ['at most', 1.19, false],
    ['at least', 1.2, true],
    ['at least', 1.21, false],
  ] as const)('a median of 1.2 against %s %d', (bound, value, met) => {
    expect(isGoalMet({ ...figure, goal: { bound, value } })).toBe(met);
  });

  it('a figure without a floor is held against its goal itself', () => {
    expect(ratioOf({ ...figure, floor: null }).median).toBe(22);
  });

  it('a goal that was met is lost when it is missed, one with a reason for not being met is not', () => {
    const missed = { bound: 'at most', value: 1 } as const;
    const open = { ...missed, notMetBecause: 'the provider is slow' };
    const figures = [
      { ...figure, goal: missed },
      { ...figure, goal: open },
      figure,
      { ...figure, goal: null },
    ];
    expect(lostGoals(figures)).toEqual([
      expect.objectContaining({ goal: missed }),
      expect.objectContaining({ goal: figure.goal }),
    ]);
  });

  it('without a goal nothing is met or missed', () => {
    expect(isGoalMet({ ...figure, goal: null })).toBeNull();
  });
});
