import type { ImportField } from '@klayim/shared/types';
import type { Firestore } from 'firebase-admin/firestore';
import { isAppError } from '../../errors/app-error.ts';
import type { ReadOne } from '../listed-documents.ts';
import { employees, readStoredEmployee, type StoredEmployee } from './employee-document.ts';
import type { CurrentEmployees } from './employee-writer.ts';

/** Values that one `in` may have (Firestore's limit). */
const maxValues = 30;

/** A person of a file, with the id of their document. */
export interface MatchedFacts {
  id: string;
  email: string;
  sourceId: string;
}

/** The employee that a record belongs to (null: a new one), or why the record is refused. */
export type EmailMatch =
  | { before: StoredEmployee | null }
  | { refused: { field: ImportField; reason: string } };

/** Whether a record of a file without ids: its email stands for its id. */
function isKnownByEmail(sourceId: string): boolean {
  return sourceId.includes('@');
}

/** What is stored under the ids of some records. */
export interface FoundById {
  current: CurrentEmployees;
  /** Ids of records that are damaged. */
  unreadable: { has: (id: string) => boolean };
}

/** What is stored under some emails. */
interface FoundByEmail {
  people: Map<string, StoredEmployee[]>;
  /** Emails of records that are damaged. */
  unreadable: Set<string>;
}

const damaged =
  'belongs to a record of the directory that is damaged: whoever runs the service has to repair or remove it';

/** Matches records of files with stored employees. */
export function createEmailMatcher({ firestore, readOne }: { firestore: () => Firestore; readOne: ReadOne }) {
  async function findByEmails(organizationId: string, emails: readonly string[]): Promise<FoundByEmail> {
    const parts: string[][] = [];
    for (let start = 0; start < emails.length; start += maxValues) {
      parts.push(emails.slice(start, start + maxValues));
    }
    const pages = await Promise.all(
      parts.map((some) =>
        employees(firestore()).where('organizationId', '==', organizationId).where('email', 'in', some).get(),
      ),
    );
    const found: StoredEmployee[] = [];
    const unreadable = new Set<string>();
    for (const document of pages.flatMap(({ docs }) => docs)) {
      try {
        const stored = readOne(document, (each) => readStoredEmployee(each, organizationId));
        if (stored) {
          found.push(stored);
        }
      } catch (error) {
        if (!isAppError(error, 'record_unreadable')) {
          throw error;
        }
        unreadable.add(String(document.get('email')));
      }
    }
    return { people: Map.groupBy(found, ({ employee }) => employee.email), unreadable };
  }

  /**
   * A record belongs to the employee with its id; otherwise to the employee of an earlier file with its email, unless both
   * have ids of their own that differ. Employees that did not come from a file are not touched. Emails are looked up only
   * where the employee with the id has another email.
   * @returns one match for each record, in their order.
   */
  return async (
    organizationId: string,
    records: readonly MatchedFacts[],
    { current, unreadable }: FoundById,
  ): Promise<EmailMatch[]> => {
    const isOpen = ({ id, email }: MatchedFacts) =>
      !unreadable.has(id) && current.get(id)?.employee.email !== email;
    const open = records.filter(isOpen);
    const stored = await findByEmails(
      organizationId,
      open.map(({ email }) => email),
    );
    return records.map((record): EmailMatch => {
      if (unreadable.has(record.id)) {
        return { refused: { field: 'id', reason: damaged } };
      }
      const before = current.get(record.id) ?? null;
      if (!isOpen(record)) {
        return { before };
      }
      if (stored.unreadable.has(record.email)) {
        return { refused: { field: 'email', reason: damaged } };
      }
      const found = stored.people.get(record.email) ?? [];
      return matchOne(
        record,
        before,
        found.filter(({ employee }) => employee.id !== record.id),
      );
    });
  };
}

function matchOne(
  { sourceId }: MatchedFacts,
  before: StoredEmployee | null,
  others: readonly StoredEmployee[],
): EmailMatch {
  const refuse = (reason: string, field: ImportField = 'email') => ({ refused: { field, reason } });
  if (others.some(({ employee }) => employee.sourceType !== 'csv')) {
    return refuse(
      'belongs to an employee who was not imported from a file: delete or change that record, or leave this row out',
    );
  }
  const [other, ...more] = others;
  if (!other) {
    return { before };
  }
  if (before || more.length > 0) {
    return refuse('belongs to another employee of the directory: delete or change that record first');
  }
  const otherId = other.employee.sourceId ?? '';
  if (!isKnownByEmail(sourceId) && !isKnownByEmail(otherId)) {
    return refuse(
      'belongs to an employee with another id: if it is the same person, correct the id or import with matchBy=email; if not, delete or change that record first',
    );
  }
  return { before: other };
}

/**
 * The id that a matched record has afterwards. An employee who was known by email gets the id of the source; a file
 * without ids removes no id.
 */
export function sourceIdAfter(given: string, before: StoredEmployee | null): string {
  const stored = before?.employee.sourceId;
  return stored !== undefined && isKnownByEmail(given) ? stored : given;
}
