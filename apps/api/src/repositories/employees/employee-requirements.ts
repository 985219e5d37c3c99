import type { AuditActor } from '@klayim/shared/types';
import { AppError } from '../../errors/app-error.ts';
import type { StoredEmployee } from './employee-document.ts';

export interface ExpectedVersion {
  /**
   * Whether this version of the record, or null for none, is the one that is to be changed. Default: any is.
   * @see precondition_failed
   */
  isExpected?: ((version: string | null) => boolean) | undefined;
}

/** Who changes a record, and which version of it. */
export interface ChangeOptions extends ExpectedVersion {
  actor?: AuditActor;
}

/** @throws {AppError} precondition_failed */
export function requireVersion(stored: StoredEmployee | null, { isExpected }: ExpectedVersion = {}): void {
  if (isExpected && !isExpected(stored?.employee.version ?? null)) {
    throw new AppError('precondition_failed');
  }
}

/** What must be there by now. */
export function required<Value>(value: Value | undefined): Value {
  if (value === undefined) {
    throw new AppError('internal_error');
  }
  return value;
}
