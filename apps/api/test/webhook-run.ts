import { hourMs } from '../src/lib/duration.ts';
import type { wireServices } from './wired-services.ts';

/** How long the schedule waits between two runs here, in milliseconds: longer than in truth, to be quick. */
const scheduleMs = hourMs;
/** More tasks than any test has: a queue that never empties is a fault. */
const maxTasks = 20_000;

type Services = Pick<
  ReturnType<typeof wireServices>,
  'webhookQueue' | 'webhookDeliveriesService' | 'advance' | 'clock'
>;

/** Works off the queue of webhooks in the time of the test, with the schedule beside it. */
export function createDeliveryRun({ webhookQueue, webhookDeliveriesService, advance, clock }: Services) {
  /** Runs what is due now, and what that puts on the queue for now. */
  async function untilDue(): Promise<void> {
    for (let done = 0; done < maxTasks; ) {
      const tasks = webhookQueue.take(clock());
      if (tasks.length === 0) {
        return;
      }
      done += tasks.length;
      for (const task of tasks) {
        await webhookDeliveriesService.deliverStream(task);
      }
    }
    throw new Error('the queue does not become empty');
  }

  return {
    untilDue,

    /** Runs until the queue is empty, however late its tasks are due. */
    async untilIdle(): Promise<void> {
      for (let rounds = 0; rounds < 100; rounds += 1) {
        await untilDue();
        const nextAtMs = webhookQueue.nextAtMs();
        if (nextAtMs === null) {
          return;
        }
        advance(Math.max(nextAtMs - clock(), 0));
      }
      throw new Error('the queue does not become empty');
    },

    /** Lets so much time pass, task by task, with a run of the schedule now and then. */
    async forMs(durationMs: number): Promise<void> {
      const endMs = clock() + durationMs;
      let scheduledMs = clock() + scheduleMs;
      for (;;) {
        await untilDue();
        const nextMs = Math.min(webhookQueue.nextAtMs() ?? scheduledMs, scheduledMs);
        if (nextMs > endMs) {
          break;
        }
        advance(Math.max(nextMs - clock(), 1));
        if (clock() >= scheduledMs) {
          await webhookDeliveriesService.requeueOverdue();
          scheduledMs = clock() + scheduleMs;
        }
      }
      advance(Math.max(endMs - clock(), 0));
      await untilDue();
    },
  };
}
