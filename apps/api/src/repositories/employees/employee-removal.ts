import { type ExpectedVersion, requireVersion } from './employee-requirements.ts';
import type { EmployeeWriter } from './employee-writer.ts';
import type { ChangeOrigin } from './employee-writes.ts';

/** Removes an employee for good. @returns whether there was one. @throws {AppError} precondition_failed */
export async function removeEmployee(
  writer: EmployeeWriter,
  organizationId: string,
  id: string,
  origin: ChangeOrigin,
  expected?: ExpectedVersion,
): Promise<boolean> {
  return writer.change(
    organizationId,
    [id],
    (current) => {
      const before = current.get(id) ?? null;
      if (before) {
        requireVersion(before, expected);
      }
      return { changes: before ? [{ before, after: null }] : [], result: () => before !== null };
    },
    origin,
  );
}
