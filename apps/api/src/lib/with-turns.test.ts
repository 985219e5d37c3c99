import { expect, it } from 'vitest';
import { withTurns } from './with-turns.ts';

async function* numbers(count: number) {
  for (let each = 0; each < count; each += 1) yield each;
}

it('whoever works on many items leaves the event loop a turn behind each hundred', async () => {
  let turns = 0;
  let isOver = false;
  const turn = () => {
    turns += 1;
    if (!isOver) setImmediate(turn);
  };
  setImmediate(turn);
  const seen: number[] = [];
  for await (const item of withTurns(numbers(1_000), 100)) seen.push(item);
  isOver = true;
  expect(seen).toHaveLength(1_000);
  expect(seen[999]).toBe(999);
  expect(turns).toBeGreaterThanOrEqual(10);
});
