import { getFunctions } from 'firebase-admin/functions';
import { onTaskDispatched, type TaskQueueFunction, type TaskQueueOptions } from 'firebase-functions/tasks';
import type * as z from 'zod';
import { deployedName, functionsRegion } from '../config/deployment.ts';
import { AppError } from '../errors/app-error.ts';
import { getFirebaseApp } from '../lib/firestore.ts';
import type { Logger } from '../lib/logger.ts';

/** One task as Cloud Tasks takes it. */
export interface EnqueueOptions {
  /** A task with an id that was used already is not put on the queue again. Default: none. */
  id?: string;
  /** Milliseconds since the epoch. Default: at once. */
  notBeforeMs?: number;
}

/**
 * Puts a task on a queue.
 * @returns false when a task with this id is, or was, on the queue.
 * @throws {AppError} queue_unavailable
 */
export type Enqueue<Task> = (task: Task, options?: EnqueueOptions) => Promise<boolean>;

/** What a queue tells of the attempt that it makes. */
export interface TaskAttempt {
  /** Attempts before this one. */
  retryCount: number;
}

/** A Cloud Tasks queue: what puts tasks on it, and the function that receives them. */
export interface TaskQueue<Task> {
  enqueue: Enqueue<Task>;
  /**
   * Makes the function that receives the tasks. It must be exported by the name of the queue.
   * @param run throws to have the queue repeat the task.
   */
  handler(
    options: TaskQueueOptions,
    logger: Logger,
    run: (task: Task, attempt: TaskAttempt) => Promise<void>,
  ): TaskQueueFunction;
}

/**
 * Declares a queue and its message once, for both ends.
 * @param definition.name of the function that receives the tasks; the queue has the same.
 * @param definition.schema of a task, as JSON.
 */
export function defineTaskQueue<Task>({
  name,
  schema,
}: {
  name: string;
  schema: z.ZodType<Task>;
}): TaskQueue<Task> {
  return {
    async enqueue(task, { id, notBeforeMs } = {}) {
      const location = `locations/${functionsRegion()}/functions/${deployedName(name)}`;
      try {
        await getFunctions(getFirebaseApp())
          // The whole name: within a kit the SDK would otherwise prefix it once more, and sign tasks by an ID token of an hour.
          .taskQueue(location, { scope: 'global' })
          .enqueue(task as Record<string, unknown>, {
            ...(id !== undefined && { id }),
            ...(notBeforeMs !== undefined && { scheduleTime: new Date(notBeforeMs) }),
          });
        return true;
      } catch (cause) {
        if (cause instanceof Error && 'code' in cause && cause.code === 'functions/task-already-exists') {
          return false;
        }
        throw new AppError('queue_unavailable', { cause, retryAfterMs: 5_000 });
      }
    },

    handler(options, logger, run) {
      return onTaskDispatched(options, async ({ data, retryCount }) => {
        const task = schema.safeParse(data);
        if (!task.success) {
          // Retrying cannot fix a malformed task.
          logger.error('A malformed task was dropped', { queue: name });
          return;
        }
        await run(task.data, { retryCount });
      });
    },
  };
}
