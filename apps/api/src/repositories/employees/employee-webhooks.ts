import type { WebhookEventRecord } from '../webhooks/webhook-outbox.ts';
import { type EmployeeChange, employeeVersionOf } from './employee-document.ts';

/** One employee of an event: its id, and the version that `GET /employees/{id}` answers from then on. */
interface ChangedEmployee {
  id: string;
  /** Of one that was deleted, the last that it had. */
  version: string;
  change: 'created' | 'updated' | 'deleted';
}

/** Webhook events of the employees that one commit changes: ids and versions, no personal data. */
export function employeesChanged(
  organizationId: string,
  changes: readonly EmployeeChange[],
): WebhookEventRecord[] {
  const employees = changes.flatMap(toChanged);
  return employees.length === 0 ? [] : [{ organizationId, type: 'employees.changed', data: { employees } }];
}

function toChanged({ before, after }: EmployeeChange): ChangedEmployee[] {
  const isSame = before !== null && after !== null && before.employee.id === after.id;
  const changed: ChangedEmployee[] = [];
  if (before && !isSame) {
    changed.push({ id: before.employee.id, version: before.employee.version, change: 'deleted' });
  }
  if (after) {
    const version = employeeVersionOf(after, (before?.revision ?? 0) + 1);
    changed.push({ id: after.id, version, change: isSame ? 'updated' : 'created' });
  }
  return changed;
}
