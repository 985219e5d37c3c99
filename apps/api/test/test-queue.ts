import type { Enqueue } from '../src/tasks/define-task-queue.ts';

/** A task that waits on a {@link createTestQueue}. */
interface WaitingTask<Task> {
  task: Task;
  notBeforeMs: number;
}

/** A task queue in memory, which a test works off itself. As Cloud Tasks does, it takes each id once. */
export function createTestQueue<Task>() {
  const ids = new Set<string>();
  let waiting: WaitingTask<Task>[] = [];

  const enqueue: Enqueue<Task> = async (task, { id, notBeforeMs = 0 } = {}) => {
    if (id !== undefined && ids.has(id)) {
      return false;
    }
    if (id !== undefined) {
      ids.add(id);
    }
    waiting.push({ task, notBeforeMs });
    return true;
  };

  return {
    enqueue,

    /** How many tasks wait. */
    size: () => waiting.length,

    /** When the first task is due; null when there is none. */
    nextAtMs: () =>
      waiting.length === 0 ? null : Math.min(...waiting.map(({ notBeforeMs }) => notBeforeMs)),

    /** Takes the tasks that are due by then off the queue. */
    take(nowMs: number): Task[] {
      const due = waiting.filter(({ notBeforeMs }) => notBeforeMs <= nowMs);
      waiting = waiting.filter(({ notBeforeMs }) => notBeforeMs > nowMs);
      return due.map(({ task }) => task);
    },

    /** Loses every task, as a queue does that was purged. */
    lose() {
      waiting = [];
    },
  };
}
