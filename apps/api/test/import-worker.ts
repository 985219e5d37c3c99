/**
 * An instance of the service in a process of its own, with the repositories that are deployed, configured by the
 * environment: it works on the import that it is sent, and answers with the most memory that it had.
 */
import { composeProcess } from '../src/services/process.ts';
import type { EmployeeImportTask } from '../src/tasks/employee-import.queue.ts';

/** What a worker says at the end. */
export interface ImportWorkerAnswer {
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
const tasks: EmployeeImportTask[] = [];
const { employeeImportService: service } = composeProcess({
  enqueueEmployeeImport: async (task) => tasks.push(task) > 0,
});

async function runTasks(): Promise<void> {
  for (let task = tasks.shift(); task; task = tasks.shift()) {
    await service.runTask(task, false);
  }
}

process.on('message', (task: EmployeeImportTask) => {
  const timer = setInterval(measure, 1_000);
  tasks.push(task);
  void runTasks().then(() => {
    clearInterval(timer);
    measure();
    const answer: ImportWorkerAnswer = { liveBytes };
    process.send?.(answer);
  });
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
