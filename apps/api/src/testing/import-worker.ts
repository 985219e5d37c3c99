/**
 * An instance of the service in a process of its own, with the repositories that are deployed, configured by the
 * environment: it works on the import that it is sent, and answers with the most memory that it ever had.
 */
import { systemClock } from '../lib/clock.ts';
import { employeeRepository } from '../repositories/employee.repository.ts';
import { employeeImportRepository } from '../repositories/employee-import.repository.ts';
import { importFileRepository } from '../repositories/import-file.repository.ts';
import { importFaultsRepository } from '../repositories/import-faults.repository.ts';
import { createEmployeeImportService } from '../services/employee-import.service.ts';
import type { ImportTask } from '../services/import-queue.ts';

/** What a worker says at the end. */
export interface ImportWorkerAnswer {
  /** Resident memory at its largest, in bytes. */
  peakBytes: number;
  /** The same before the import began. */
  startBytes: number;
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
  const startBytes = process.resourceUsage().maxRSS * 1024;
  tasks.push(task);
  void runTasks().then(() => {
    const answer: ImportWorkerAnswer = { startBytes, peakBytes: process.resourceUsage().maxRSS * 1024 };
    process.send?.(answer);
  });
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
