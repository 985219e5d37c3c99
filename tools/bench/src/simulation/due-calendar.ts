const secondMs = 1_000;
const none = -1;

/**
 * When each of many integrations is due, as the index of the sweep holds it: a chain for every second. Due before the
 * beginning counts as due in its first second, due after the end as due in its last.
 */
export function createDueCalendar(size: number, endMs: number) {
  const seconds = Math.ceil(endMs / secondMs) + 1;
  const first = new Int32Array(seconds).fill(none);
  const next = new Int32Array(size).fill(none);
  const previous = new Int32Array(size).fill(none);
  const secondOf = new Int32Array(size).fill(none);
  /** Seconds before this one are empty. */
  let from = 0;

  return {
    /** Notes an integration that is not in the calendar. */
    put(index: number, atMs: number): void {
      const second = Math.min(seconds - 1, Math.max(0, Math.ceil(atMs / secondMs)));
      const head = first[second] ?? none;
      next[index] = head;
      previous[index] = none;
      if (head !== none) {
        previous[head] = index;
      }
      first[second] = index;
      secondOf[index] = second;
      from = Math.min(from, second);
    },

    remove(index: number): void {
      const before = previous[index] ?? none;
      const after = next[index] ?? none;
      if (before === none) {
        first[secondOf[index] ?? 0] = after;
      } else {
        next[before] = after;
      }
      if (after !== none) {
        previous[after] = before;
      }
    },

    /** What is due by then in one shard, the longest due first. It stays in the calendar, as it does in the index. */
    dueBy(nowMs: number, shard: number, shards: number): number[] {
      const due: number[] = [];
      const last = Math.floor(nowMs / secondMs);
      while (from < last && first[from] === none) {
        from += 1;
      }
      for (let second = from; second <= last; second += 1) {
        for (let index = first[second] ?? none; index !== none; index = next[index] ?? none) {
          if (index % shards === shard) {
            due.push(index);
          }
        }
      }
      return due;
    },
  };
}
