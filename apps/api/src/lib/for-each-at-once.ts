/**
 * Runs an action on every item, so many at once, and takes no item before it is needed: whoever makes them is at most
 * that far ahead.
 * @throws what an action or the making of an item threw, and takes no more items then.
 */
export async function forEachAtOnce<Item>(
  items: AsyncIterable<Item>,
  atOnce: number,
  action: (item: Item) => Promise<void>,
): Promise<void> {
  const iterator = items[Symbol.asyncIterator]();
  let failed = false;
  async function work(): Promise<void> {
    while (!failed) {
      const next = await iterator.next();
      if (next.done) {
        return;
      }
      await action(next.value);
    }
  }
  try {
    await Promise.all(Array.from({ length: atOnce }, work));
  } catch (error) {
    failed = true;
    throw error;
  }
}
