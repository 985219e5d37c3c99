import { expect, it } from 'vitest';
import { largestOf, scaleTop } from './plot.ts';

it.each([
  [0, 1],
  [1, 1],
  [2, 2],
  [3, 5],
  [7, 10],
  [10, 10],
  [11, 20],
  [499, 500],
  [5001, 10_000],
])('a plot whose highest bar is %d reaches up to %d', (largest, top) => {
  expect(scaleTop(largest)).toBe(top);
});

it('a bar is as high as all of its parts', () => {
  const series = [
    { name: 'a', tone: 'good', values: [1, 5] },
    { name: 'b', tone: 'bad', values: [3] },
  ] as const;
  expect(largestOf({ unit: 'Day', labels: ['one', 'two'], series })).toBe(5);
  expect(largestOf({ unit: 'Day', labels: [], series: [] })).toBe(0);
});
