/**
 * An instance of the service in a process of its own, with the repositories that are deployed, configured by the
 * environment: it works on the import that it is sent, and answers with the most memory that it had.
 */
import { systemClock } from '../lib/clock.ts';
import { employeeRepository } from '../repositories/employee.repository.ts';
import { employeeImportRepository } from '../repositories/employee-import.repository.ts';
import { importFileRepository } from '../repositories/import-file.repository.ts';
import { importFaultsRepository } from '../repositories/import-faults.repository.ts';
import { createEmployeeImportService } from '../services/employee-import.service.ts';
import type { ImportTask } from '../services/employee-import/import-queue.ts';

/** What a worker says at the end. */
export interface ImportWorkerAnswer {
  /** Resident memory at its largest, in bytes. */
  peakBytes: number;
  /** Memory that was in use, garbage apart, at its largest of once a second, in bytes. */
  liveBytes: number;
}

let liveBytes = 0;
function measure(): void {
  // Node lets garbage lie while there is room: without it, one sees what is needed.
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  liveBytes = Math.max(liveBytes, heapUsed + external);
}

// The queue is the process itself.
const tasks: ImportTask[] = [];
const service = createEmployeeImportService({
  employeeRepository,
  employeeImportRepository,
  importFileRepository,
  importFaultsRepository,
  clock: systemClock,
  enqueue: async (task) => void tasks.push(task),
});

async function runTasks(): Promise<void> {
  for (let task = tasks.shift(); task; task = tasks.shift()) await service.runTask(task, false);
}

process.on('message', (task: ImportTask) => {
  const timer = setInterval(measure, 1_000);
  tasks.push(task);
  void runTasks().then(() => {
    clearInterval(timer);
    measure();
    const answer: ImportWorkerAnswer = { liveBytes, peakBytes: process.resourceUsage().maxRSS * 1024 };
    process.send?.(answer);
  });
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
