/** Sweeps: all that is due, as the scheduled function and its workers do together, or one after the other. */

import { constants, type PerformanceEntry, PerformanceObserver, performance } from 'node:perf_hooks';
import { hourMs } from '@klayim/api/lib/duration';
import type { IntegrationReference } from '@klayim/api/repositories/cross-tenant/due-integrations.repository';
import { answerParent } from '../harness/child.ts';
import type { MemorySample } from '../results/results.schema.ts';
import { movableTokenService } from './service.ts';

/** `sweep`: whatever is due. `oneByOne`: these, each when the one before it is done. */
export type SweepTask = { kind: 'sweep' } | { kind: 'oneByOne'; references: readonly IntegrationReference[] };

/** What came of a task. */
export interface Swept {
  refreshed: number;
  wallMs: number;
  /** Processor time of this process for each refresh, in milliseconds. */
  cpuMsPerRefresh: number;
  memory: MemorySample[];
  /** The JavaScript heap after each full collection: what is in use, without garbage. In MiB; first of all at the start. */
  liveMiB: number[];
}

const sampleEveryMs = 100;
const mebibyte = 2 ** 20;
const twoHoursMs = 2 * hourMs;
const { service, advance } = movableTokenService();

async function refreshedBy(task: SweepTask): Promise<number> {
  if (task.kind === 'sweep') {
    return (await service.refreshExpiringTokens()).refreshed;
  }
  let refreshed = 0;
  for (const reference of task.references) {
    refreshed += (await service.refreshBatch([reference])).refreshed;
  }
  return refreshed;
}

answerParent(async (task: SweepTask): Promise<Swept> => {
  advance(twoHoursMs);
  globalThis.gc?.();
  const startedAtMs = performance.now();
  const memory: MemorySample[] = [];
  const heapMiB = () => process.memoryUsage().heapUsed / mebibyte;
  const liveMiB = [heapMiB()];
  const collections = new PerformanceObserver((list) => {
    if (list.getEntries().some(isFull)) {
      liveMiB.push(heapMiB());
    }
  });
  collections.observe({ entryTypes: ['gc'] });
  const sample = () => {
    const { rss, heapUsed } = process.memoryUsage();
    const atMs = performance.now() - startedAtMs;
    memory.push({ atMs, residentMiB: rss / mebibyte, heapMiB: heapUsed / mebibyte });
  };
  sample();
  const timer = setInterval(sample, sampleEveryMs);
  const cpuBefore = process.cpuUsage();
  const refreshed = await refreshedBy(task);
  const { user, system } = process.cpuUsage(cpuBefore);
  const wallMs = performance.now() - startedAtMs;
  clearInterval(timer);
  sample();
  collections.disconnect();
  globalThis.gc?.();
  liveMiB.push(heapMiB());
  return { refreshed, wallMs, cpuMsPerRefresh: (user + system) / 1000 / refreshed, memory, liveMiB };
});

function isFull(entry: PerformanceEntry): boolean {
  const { kind } = (entry as PerformanceEntry & { detail: { kind: number } }).detail;
  return kind === constants.NODE_PERFORMANCE_GC_MAJOR;
}
