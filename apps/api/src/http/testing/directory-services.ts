import { randomBytes } from 'node:crypto';
import { initializeApp } from 'firebase-admin/app';
import { type Firestore, getFirestore } from 'firebase-admin/firestore';
import { systemClock } from '../../lib/clock.ts';
import { memoize } from '../../lib/memoize.ts';
import { createEmployeeRepository } from '../../repositories/employee.repository.ts';
import { createEmployeeSyncRepository } from '../../repositories/employee-sync.repository.ts';
import { createEmployeeService } from '../../services/employee.service.ts';
import { createEmployeeSyncService } from '../../services/employee-sync.service.ts';

/** A database of this process alone, on the Firestore that `FIRESTORE_EMULATOR_HOST` names; opened at its first use. */
const ownFirestore = memoize(() => {
  const projectId = `demo-${randomBytes(8).toString('hex')}`;
  return getFirestore(initializeApp({ projectId }, projectId));
});

/** The real directory over a real Firestore. */
export function directoryServices(firestore: () => Firestore = ownFirestore) {
  const employeeRepository = createEmployeeRepository({ firestore, clock: systemClock });
  const employeeSyncRepository = createEmployeeSyncRepository({ firestore, clock: systemClock });
  return {
    employeeService: createEmployeeService({ employeeRepository }),
    employeeSyncService: createEmployeeSyncService({
      employeeRepository,
      employeeSyncRepository,
      clock: systemClock,
    }),
  };
}
