import type { EmployeeSourceType } from '@klayim/shared/types';
import { isoTimestampOfMs } from '../../lib/iso-timestamp.ts';
import type { EmployeeChange, EmployeeFacts, StoredEmployee } from './employee-document.ts';
import { sourceIdAfter } from './employee-email-matches.ts';
import { sourcedEmployeeId } from './employee-id.ts';
import type { SourcedEmployee } from './employee-input.ts';

/** The fields that a source gives for a person. Missing fields stay as they are; for a new employee they are unknown. */
export type SourceWord = Pick<SourcedEmployee, 'name' | 'email'> & Partial<SourcedEmployee>;

/** One record of a source, already validated. */
export interface SourceRecord {
  sourceId: string;
  fields: SourceWord;
  /** The source says that the person is employed, but not how: an inactive employee becomes full-time again. */
  isEmployed?: boolean;
}

/** What a source says of a person, with the ids of the employee. */
type SourcedFacts = SourceWord & Pick<EmployeeFacts, 'id' | 'organizationId' | 'sourceType' | 'sourceId'>;

const notKnown = { role: '', department: '', hourlyRateCents: null, employmentStatus: 'fullTime' } as const;

/** The change that a record of a source makes to the stored employee; null when nothing changes. */
export function changeOf(
  before: StoredEmployee | null,
  facts: SourcedFacts,
  nowMs: number,
): EmployeeChange | null {
  const at = isoTimestampOfMs(nowMs);
  if (!before) {
    const after = { ...notKnown, ...facts, createdAt: at, updatedAt: at, lastSyncedAt: at };
    return { before, after };
  }
  const isSame = Object.entries(facts).every(
    ([field, value]) => before.employee[field as keyof SourcedFacts] === value,
  );
  if (isSame) {
    return null;
  }
  const { version: _version, ...stored } = before.employee;
  return { before, after: { ...stored, ...facts, updatedAt: at, lastSyncedAt: at } };
}

/** A record with the ids of the employee that it was matched to. */
export function matchedFacts(
  given: SourcedFacts,
  before: StoredEmployee | null,
  isEmployed: boolean,
): SourcedFacts {
  const { organizationId, sourceType } = given;
  const sourceId = sourceIdAfter(given.sourceId ?? '', before);
  const isBack = isEmployed && before?.employee.employmentStatus === 'inactive';
  return {
    ...given,
    sourceId,
    id:
      sourceId === before?.employee.sourceId
        ? before.employee.id
        : sourcedEmployeeId(organizationId, sourceType, sourceId),
    ...(isBack ? { employmentStatus: 'fullTime' as const } : {}),
  };
}

/** What a source says of its records, each with the id that it would have as a new employee. */
export function toFacts(
  organizationId: string,
  sourceType: EmployeeSourceType,
  records: readonly SourceRecord[],
) {
  return records.map(({ sourceId, fields }) => {
    const id = sourcedEmployeeId(organizationId, sourceType, sourceId);
    return { ...fields, id, organizationId, sourceType, sourceId };
  });
}
