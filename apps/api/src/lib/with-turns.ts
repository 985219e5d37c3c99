import { setImmediate as nextTurn } from 'node:timers/promises';

/**
 * Passes items on, and gives the event loop a turn behind each `every` of them: items that are there already would
 * otherwise be worked on in one piece, while timers and other requests wait.
 */
export async function* withTurns<Item>(items: AsyncIterable<Item>, every: number): AsyncGenerator<Item> {
  let passed = 0;
  for await (const item of items) {
    yield item;
    passed += 1;
    if (passed % every === 0) await nextTurn();
  }
}
