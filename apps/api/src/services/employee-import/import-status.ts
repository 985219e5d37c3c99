import type { EmploymentStatus, ImportField } from '@klayim/shared/types';
import { wordKey } from './header-key.ts';
import { combineMeanings, meaningsOf, type ReadStatus } from './import-values.ts';
import type { StatusMeaning } from './words/status-words.ts';

/** Columns that say something of somebody's employment; they are read together. */
const statusFields = [
  'status',
  'isActive',
  'employmentStatus',
  'employmentType',
  'workerType',
  'workingTime',
] as const;

/** The status that a row gives; nothing when it gives none. An unknown word is refused, with what would settle it. */
export function readStatus(
  text: (field: ImportField) => string | undefined,
  ownWords: ReadonlyMap<string, EmploymentStatus>,
): { status?: ReadStatus } | { faults: { field: ImportField; reason: string }[] } {
  const all = new Set<StatusMeaning>();
  const faults: { field: ImportField; reason: string }[] = [];
  let last: ImportField = 'status';
  for (const field of statusFields) {
    const given = text(field) ?? '';
    if (given === '') continue;
    last = field;
    const own = ownWords.get(wordKey(given));
    const meanings = own ? new Set([own]) : meaningsOf(given, field === 'isActive' ? 'isActive' : 'status');
    if (!meanings) {
      faults.push({
        field,
        reason:
          'is not an employment status that is known. Say what it means by statusWords, as in "Probation=fullTime": fullTime, partTime, contractor or inactive',
      });
    }
    for (const meaning of meanings ?? []) all.add(meaning);
  }
  if (faults.length > 0) return { faults };
  if (all.size === 0) return {};
  const combined = combineMeanings(all);
  return 'fault' in combined
    ? { faults: [{ field: last, reason: combined.fault }] }
    : { status: combined.value };
}
