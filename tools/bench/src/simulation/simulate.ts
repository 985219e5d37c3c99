import { minuteMs } from '@klayim/api/lib/duration';
import { refreshShardCount } from '@klayim/api/repositories/integrations/integration-document';
import { providerConcurrency } from '@klayim/api/services/token-refresh/refresh-batch';
import {
  backOffAfterFailure,
  nextRefreshDueAtMs,
  sweepIntervalMs,
} from '@klayim/api/services/token-refresh/schedule';
import { batchSize } from '@klayim/api/services/token-refresh/sweep';
import { Timestamp } from 'firebase-admin/firestore';
import { createDueCalendar } from './due-calendar.ts';
import { randomOf } from './random.ts';
import { createRefreshQueue } from './refresh-queue.ts';

const secondMs = 1_000;

/** What is simulated. All times are milliseconds; the simulation begins at 0. */
export interface Scenario {
  /** For the plots. */
  title: string;
  integrations: number;
  /** The integrations got their tokens evenly spread over this time before the beginning. */
  connectedWithinMs: number;
  /** They were connected then. Default: they have been connected for long, and were refreshed then, on time. */
  areNew?: boolean;
  tokenLifetimeMs: number;
  durationMs: number;
  /** The provider answers nothing from the first of these times to the second. */
  outage?: readonly [fromMs: number, toMs: number];
}

/** What the deployment gives to it. */
export interface Capacity {
  /** Batches that the queue starts in a second, at most. */
  queueRate: number;
  /** Batches that are worked on at once, at most. */
  queueConcurrency: number;
  /** Batches that one instance works on at once. */
  instanceConcurrency: number;
  /** How long a refresh takes, of which nearly all is waiting for the provider. */
  refreshMs: number;
  /** How long it takes to see that one is not due any more: a read. */
  lookMs: number;
}

/** What was seen in one minute. */
export interface Minute {
  /** Refreshes that the provider answered. */
  refreshes: number;
  /** Calls that it did not answer. */
  failures: number;
  /** Times that something on the queue turned out not to be due any more. */
  looks: number;
  /** Integrations on the queue at the end of the minute, each as often as it is there. */
  queued: number;
  /** Integrations whose token had expired, at the end of the minute. */
  expired: number;
  /** How long after it was due the latest refresh of the minute came. */
  latenessMs: number;
}

/** The breaker lets so many calls of an instance find out in this time that a provider is still away. */
const probes = { count: 5, everyMs: 30_000 };

/**
 * Replays the life of many integrations second by second: the sweep that looks for what is due, the queue with its
 * limits, the provider with its outages, and the policy of the service itself, which decides when each is due again.
 */
export function simulate(scenario: Scenario, capacity: Capacity): Minute[] {
  const { integrations, connectedWithinMs, areNew = false, tokenLifetimeMs, durationMs, outage } = scenario;
  const random = randomOf(1);
  const dueAtMs = new Float64Array(integrations);
  const expiresAtMs = new Float64Array(integrations);
  const failures = new Uint8Array(integrations);
  const calendar = createDueCalendar(integrations, durationMs + 2 * tokenLifetimeMs);
  const queue = createRefreshQueue();

  function renew(index: number, issuedAtMs: number, wasDueAtMs: number | null): void {
    failures[index] = 0;
    expiresAtMs[index] = issuedAtMs + tokenLifetimeMs;
    postpone(index, nextRefreshDueAtMs(issuedAtMs, issuedAtMs + tokenLifetimeMs, random(), wasDueAtMs));
  }

  function postpone(index: number, atMs: number): void {
    dueAtMs[index] = atMs;
    calendar.put(index, atMs);
  }

  /** What the real back-off needs to know. */
  function connection(index: number) {
    return {
      expiresAt: Timestamp.fromMillis(Math.round(expiresAtMs[index] ?? 0)),
      consecutiveFailures: failures[index] ?? 0,
    };
  }

  for (let index = 0; index < integrations; index += 1) {
    const atMs = ((index + random()) / integrations) * connectedWithinMs - connectedWithinMs;
    renew(index, atMs, areNew ? null : atMs);
  }

  const instances = Math.ceil(capacity.queueConcurrency / capacity.instanceConcurrency);
  const callsPerSecond = (instances * providerConcurrency * secondMs) / capacity.refreshMs;
  const looksPerSecond = (instances * providerConcurrency * secondMs) / capacity.lookMs;
  const isAway = (atMs: number) => outage !== undefined && atMs >= outage[0] && atMs < outage[1];
  const minutes: Minute[] = [];
  let minute = newMinute();
  let spent = 0;

  function work(index: number, nowMs: number, probing: boolean): number {
    const lateMs = nowMs - (dueAtMs[index] ?? 0);
    if (lateMs < 0) {
      minute.looks += 1;
      return 1 / looksPerSecond;
    }
    if (isAway(nowMs)) {
      // Left alone by the breaker, apart from those that find out: it stays due, and the next sweep finds it again.
      if (!probing) {
        return 0;
      }
      const { refreshDueAtMs: at } = backOffAfterFailure(nowMs, connection(index), { random: random() });
      failures[index] = Math.min(255, (failures[index] ?? 0) + 1);
      minute.failures += 1;
      calendar.remove(index);
      postpone(index, at);
      return 1 / callsPerSecond;
    }
    minute.refreshes += 1;
    minute.latenessMs = Math.max(minute.latenessMs, lateMs);
    calendar.remove(index);
    renew(index, nowMs, dueAtMs[index] ?? null);
    return 1 / callsPerSecond;
  }

  /** As the service's own: shard by shard from any one on, each batch when its last integration is due. */
  function sweep(nowMs: number): void {
    const start = Math.floor(random() * refreshShardCount);
    for (let turn = 0; turn < refreshShardCount; turn += 1) {
      const due = calendar.dueBy(
        nowMs + sweepIntervalMs,
        (start + turn) % refreshShardCount,
        refreshShardCount,
      );
      for (let from = 0; from < due.length; from += batchSize) {
        const batch = due.slice(from, from + batchSize);
        const atMs = Math.max(nowMs, dueAtMs[batch.at(-1) ?? 0] ?? 0);
        queue.add(batch, atMs, atMs + sweepIntervalMs);
      }
    }
  }

  for (let nowMs = 0; nowMs < durationMs; nowMs += secondMs) {
    if (nowMs % sweepIntervalMs === 0) {
      sweep(nowMs);
    }
    queue.advance(nowMs);
    let probesLeft = nowMs % probes.everyMs === 0 ? probes.count * instances : 0;
    // A batch may take longer than the second it was started in.
    spent = Math.max(0, spent - 1);
    for (let started = 0; started < capacity.queueRate && spent < 1; started += 1) {
      const batch = queue.take(nowMs);
      if (!batch) {
        break;
      }
      for (const index of batch) {
        spent += work(index, nowMs, probesLeft > 0);
        if (isAway(nowMs)) {
          probesLeft -= 1;
        }
      }
    }
    if ((nowMs + secondMs) % minuteMs === 0) {
      minute.queued = queue.size();
      minute.expired = expiresAtMs.reduce((count, atMs) => count + Number(atMs <= nowMs), 0);
      minutes.push(minute);
      minute = newMinute();
    }
  }
  return minutes;
}

function newMinute(): Minute {
  return { refreshes: 0, failures: 0, looks: 0, queued: 0, expired: 0, latenessMs: 0 };
}
