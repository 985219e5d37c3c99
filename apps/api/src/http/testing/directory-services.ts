import { processLogger } from '../../lib/process-logger.ts';
import type { Firestore } from 'firebase-admin/firestore';
import { systemClock } from '../../lib/clock.ts';
import { createEmployeeRepository } from '../../repositories/employee.repository.ts';
import { createEmployeeImportRepository } from '../../repositories/employee-import.repository.ts';
import { createEmployeeSyncRepository } from '../../repositories/employee-sync.repository.ts';
import { createImportFaultsRepository } from '../../repositories/import-faults.repository.ts';
import { createImportFileRepository } from '../../repositories/import-file.repository.ts';
import { createEmployeeService } from '../../services/employee.service.ts';
import { createEmployeeImportService } from '../../services/employee-import.service.ts';
import type { ImportTask } from '../../services/employee-import/import-queue.ts';
import { createEmployeeSyncService } from '../../services/employee-sync.service.ts';

/** The real directory over a real Firestore. Imports wait in `tasks` for a test to run them. */
export function directoryServices(firestore: () => Firestore) {
  const tasks: ImportTask[] = [];
  const common = { firestore, clock: systemClock };
  const employeeRepository = createEmployeeRepository(common);
  const employeeSyncRepository = createEmployeeSyncRepository(common);
  const importFaultsRepository = createImportFaultsRepository(firestore);
  const employeeImportService = createEmployeeImportService({
    employeeRepository,
    employeeImportRepository: createEmployeeImportRepository({ ...common, faults: importFaultsRepository }),
    importFileRepository: createImportFileRepository(common),
    importFaultsRepository,
    enqueue: async (task) => void tasks.push(task),
    clock: systemClock,
  });
  /** Does what the queue would. */
  async function runTasks(): Promise<void> {
    for (let task = tasks.shift(); task; task = tasks.shift())
      await employeeImportService.runTask(task, false);
  }
  return {
    tasks,
    runTasks,
    employeeRepository,
    employeeImportService,
    employeeService: createEmployeeService({ employeeRepository, logger: processLogger }),
    employeeSyncService: createEmployeeSyncService({
      employeeRepository,
      employeeSyncRepository,
      clock: systemClock,
    }),
  };
}
