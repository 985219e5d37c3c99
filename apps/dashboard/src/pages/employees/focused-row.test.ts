import { describe, expect, it } from 'vitest';
import { withFocusedRow } from './focused-row.ts';

describe('The rows that are in the page', () => {
  it.each([
    { title: 'no row has the focus', near: [4, 5, 6], focused: -1, count: 100, expected: [4, 5, 6] },
    {
      title: 'the focus was scrolled away upwards',
      near: [40, 41],
      focused: 3,
      count: 100,
      expected: [2, 3, 4, 40, 41],
    },
    {
      title: 'the focus was scrolled away downwards',
      near: [0, 1],
      focused: 98,
      count: 100,
      expected: [0, 1, 97, 98, 99],
    },
    { title: 'the focus is in the window', near: [4, 5, 6], focused: 5, count: 100, expected: [4, 5, 6] },
    { title: 'the first row has it', near: [9], focused: 0, count: 10, expected: [0, 1, 9] },
    { title: 'the last row has it', near: [0], focused: 9, count: 10, expected: [0, 8, 9] },
    { title: 'the only row has it', near: [0], focused: 0, count: 1, expected: [0] },
  ])('$title', ({ near, focused, count, expected }) => {
    expect(withFocusedRow(near, focused, count)).toEqual(expected);
  });
});
