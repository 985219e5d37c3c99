const secondMs = 1_000;

/** One task of the queue. */
interface Task {
  indexes: readonly number[];
  goodUntilMs: number;
}

/** The task queue: first come first, but nothing before its time. */
export function createRefreshQueue() {
  const scheduled = new Map<number, Task[]>();
  let waiting: Task[] = [];
  let taken = 0;
  let size = 0;

  return {
    /** Puts a batch on the queue, not to be worked on before `atMs` and thrown away after `goodUntilMs`. */
    add(indexes: readonly number[], atMs: number, goodUntilMs: number): void {
      const second = Math.ceil(atMs / secondMs);
      const tasks = scheduled.get(second) ?? [];
      tasks.push({ indexes, goodUntilMs });
      scheduled.set(second, tasks);
      size += indexes.length;
    },

    /** Makes what is scheduled for this second available. */
    advance(nowMs: number): void {
      const second = Math.floor(nowMs / secondMs);
      const left = waiting.slice(taken);
      waiting = left.length === 0 ? (scheduled.get(second) ?? []) : left.concat(scheduled.get(second) ?? []);
      taken = 0;
      scheduled.delete(second);
    },

    /** The oldest batch that may be worked on; null when there is none. One that is too old is empty. */
    take(nowMs: number): readonly number[] | null {
      const task = waiting[taken];
      if (!task) {
        return null;
      }
      taken += 1;
      size -= task.indexes.length;
      return task.goodUntilMs < nowMs ? [] : task.indexes;
    },

    /** Integrations on the queue, each as often as it is there. */
    size: () => size,
  };
}
