/**
 * An instance of the service in a process of its own, configured by the environment: it works on the import that it is
 * sent, and answers with the most memory that it ever had.
 */
import { employeeImportService } from '../services/employee-import.service.ts';
import type { ImportTask } from '../services/import-queue.ts';

/** What a worker says at the end. */
export interface ImportWorkerAnswer {
  /** Resident memory at its largest, in bytes. */
  peakBytes: number;
  /** The same before the import began. */
  startBytes: number;
}

process.on('message', (task: ImportTask) => {
  const startBytes = process.resourceUsage().maxRSS * 1024;
  void employeeImportService.runTask(task, false).then(() => {
    const answer: ImportWorkerAnswer = { startBytes, peakBytes: process.resourceUsage().maxRSS * 1024 };
    process.send?.(answer);
  });
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
