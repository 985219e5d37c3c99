import type { QueueDepth } from '@klayim/shared/types';
import { type Firestore, type Query, Timestamp } from 'firebase-admin/firestore';
import type { Clock } from '../../lib/clock.ts';
import { hourMs, minuteMs } from '../../lib/duration.ts';
import { toIsoTimestamp } from '../../lib/iso-timestamp.ts';
import { integrations, refreshShardCount } from '../integrations/integration-document.ts';
import { mails } from '../mail/mail.document.ts';
import { notifications } from '../organizations/notification.document.ts';
import { webhookEvents } from '../webhooks/webhook-event.document.ts';

/** Two runs of a schedule: what is due for longer was missed by one. */
const twoRunsMs = 10 * minuteMs;
/** An organization is mailed once an hour: its notifications wait for that long without anybody being late. */
const digestMs = hourMs + twoRunsMs;

/** What is counted, and the field with the time at which each is due. */
interface Queue {
  name: QueueDepth['queue'];
  field: string;
  all: () => Query;
  /** Whether everything with such a time waits, or only what is due. */
  waits: 'always' | 'when_due';
  /** How long after that time it is overdue. */
  graceMs: number;
}

export type QueueDepthRepository = ReturnType<typeof createQueueDepthRepository>;

/** How much work waits, for all organizations: numbers, and nothing of any record. */
export function createQueueDepthRepository({
  firestore,
  clock,
}: {
  firestore: () => Firestore;
  clock: Clock;
}) {
  const shards = Array.from({ length: refreshShardCount }, (_none, shard) => shard);
  const queues: readonly Queue[] = [
    {
      name: 'refreshes',
      field: 'refreshDueAt',
      all: () => integrations(firestore()).where('refreshShard', 'in', shards),
      waits: 'when_due',
      graceMs: twoRunsMs,
    },
    {
      name: 'webhooks',
      // The schedule looks at an event then, in case its task was lost.
      field: 'lookAgainAt',
      all: () => webhookEvents(firestore()),
      waits: 'always',
      graceMs: twoRunsMs,
    },
    {
      name: 'notifications',
      field: 'at',
      all: () => notifications(firestore()),
      waits: 'always',
      graceMs: digestMs,
    },
    {
      name: 'mails',
      field: 'sendAt',
      all: () => mails(firestore()),
      waits: 'always',
      graceMs: twoRunsMs,
    },
  ];

  async function count({ name, field, all, waits, graceMs }: Queue): Promise<QueueDepth> {
    const until = (atMs: number) => all().where(field, '<=', Timestamp.fromMillis(atMs));
    const late = until(clock() - graceMs);
    const waiting = waits === 'always' ? all().where(field, '>', Timestamp.fromMillis(0)) : until(clock());
    const [waitingCount, overdueCount, oldest] = await Promise.all([
      waiting.count().get(),
      late.count().get(),
      late.orderBy(field).select(field).limit(1).get(),
    ]);
    const at: unknown = oldest.docs[0]?.get(field);
    return {
      queue: name,
      waiting: waitingCount.data().count,
      overdue: overdueCount.data().count,
      overdueSince: at instanceof Timestamp ? toIsoTimestamp(at) : null,
    };
  }

  return {
    /** Two counts and at most one document for each queue. */
    count: (): Promise<QueueDepth[]> => Promise.all(queues.map(count)),
  };
}
