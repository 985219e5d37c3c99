import type { ImportField } from '@klayim/shared/types';
import type { Firestore } from 'firebase-admin/firestore';
import { employeesCollection, readStoredEmployee, type StoredEmployee } from './employee.document.ts';
import type { CurrentEmployees } from './employee.writer.ts';

/** Values that one `in` may have (Firestore's limit). */
const maxValues = 30;

/** A person of a file, and the document that their id leads to. */
export interface MatchedFacts {
  id: string;
  email: string;
  sourceId: string;
}

/** Who a record is: nobody yet, somebody who is stored, or somebody it must not be taken for. */
export type EmailMatch =
  | { before: StoredEmployee | null }
  | { refused: { field: ImportField; reason: string } };

/** Whether a record of a file without ids: its email stands for its id. */
function isKnownByEmail(sourceId: string): boolean {
  return sourceId.includes('@');
}

/**
 * Finds out who records of files are. A record is the person who has its id; failing that, the person of an earlier file
 * who has its email, unless both have ids of their own, which differ. Whoever came another way than by a file is left
 * alone.
 * @returns one match for each record, in their order.
 */
export async function matchByEmail(
  firestore: Firestore,
  organizationId: string,
  records: readonly MatchedFacts[],
  current: CurrentEmployees,
): Promise<EmailMatch[]> {
  const isOpen = ({ id, email }: MatchedFacts) => current.get(id)?.employee.email !== email;
  const stored = await findByEmails(
    firestore,
    organizationId,
    records.filter(isOpen).map(({ email }) => email),
  );
  return records.map((record) => {
    const before = current.get(record.id) ?? null;
    const others = (stored.get(record.email) ?? []).filter(({ employee }) => employee.id !== record.id);
    return isOpen(record) ? matchOne(record, before, others) : { before };
  });
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
  if (!other) return { before };
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

async function findByEmails(
  firestore: Firestore,
  organizationId: string,
  emails: readonly string[],
): Promise<Map<string, StoredEmployee[]>> {
  const parts: string[][] = [];
  for (let start = 0; start < emails.length; start += maxValues)
    parts.push(emails.slice(start, start + maxValues));
  const pages = await Promise.all(
    parts.map((some) =>
      firestore
        .collection(employeesCollection)
        .where('organizationId', '==', organizationId)
        .where('email', 'in', some)
        .get(),
    ),
  );
  const found = pages.flatMap(({ docs }) =>
    docs.flatMap((each) => readStoredEmployee(each, organizationId) ?? []),
  );
  return Map.groupBy(found, ({ employee }) => employee.email);
}

/**
 * The id that a matched record has afterwards. A person who was known by their email gets the id of the source; a file
 * without ids takes away nobody's id.
 */
export function sourceIdAfter(given: string, before: StoredEmployee | null): string {
  const stored = before?.employee.sourceId;
  return stored !== undefined && isKnownByEmail(given) ? stored : given;
}
