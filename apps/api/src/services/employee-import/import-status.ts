import type { EmployeeImportQuery, EmploymentStatus, ImportField } from '@klayim/shared/types';
import { LRUCache } from 'lru-cache';
import { wordKey } from './header-key.ts';
import type { RowCells } from './import-cells.ts';
import { readDays } from './import-date.ts';
import { combineMeanings, meaningsOf, type ReadStatus, type StatusColumn } from './import-values.ts';
import type { StatusMeaning } from './words/status-words.ts';

/** Texts of statuses that are remembered of a file. */
const maxKnown = 200;

/** Columns that say whether a person is employed. */
const presenceFields = ['status', 'isActive', 'isInactive', 'employmentStatus'] as const;
/** Columns about a person's employment; they are read together. */
const statusFields = [...presenceFields, 'employmentType', 'workerType', 'workingTime'] as const;

const columnKinds: Partial<Record<ImportField, StatusColumn>> = {
  isActive: 'isActive',
  isInactive: 'isInactive',
  workingTime: 'workingTime',
};

const unknownStatus =
  'is not an employment status that is known. Say what it means by statusWords, as in "Probation=fullTime": fullTime, partTime, contractor or inactive';

/**
 * Reads what the rows of a file say of employment. An unknown word is refused, with what would settle it. A termination
 * date counts where no column says whether somebody is employed.
 */
export function createStatusReader({
  statusWords,
  today,
}: Pick<EmployeeImportQuery, 'statusWords'> & {
  /** An ISO date. */
  today: string;
}): (cells: RowCells) => ReadStatus | undefined {
  const ownWords = readStatusWords(statusWords);
  const known = new LRUCache<string, { meanings: readonly StatusMeaning[] | undefined }>({ max: maxKnown });

  /** Files have few words of status, in many rows: each is read once. */
  function meaningsIn(field: ImportField, given: string): readonly StatusMeaning[] | undefined {
    const key = `${field} ${given}`;
    const found = known.get(key);
    if (found) {
      return found.meanings;
    }
    const own = ownWords.get(wordKey(given));
    const read = own ? [own] : meaningsOf(given, columnKinds[field] ?? 'status');
    const meanings = read && [...read];
    known.set(key, { meanings });
    return meanings;
  }

  return (cells) => {
    const all = new Set<StatusMeaning>();
    let last: ImportField = 'status';
    let isKnown = true;
    for (const field of statusFields) {
      const given = cells.text(field) ?? '';
      if (given === '') {
        continue;
      }
      last = field;
      const meanings = meaningsIn(field, given);
      if (!meanings) {
        cells.fault(field, unknownStatus);
      }
      isKnown &&= meanings !== undefined;
      for (const meaning of meanings ?? []) {
        all.add(meaning);
      }
    }
    if (!isKnown) {
      return undefined;
    }
    if (presenceFields.every((field) => !cells.text(field)) && isTerminated(cells, today)) {
      return 'inactive';
    }
    if (all.size === 0) {
      return undefined;
    }
    const combined = combineMeanings(all);
    if ('value' in combined) {
      return combined.value;
    }
    cells.fault(last, combined.fault);
    return undefined;
  };
}

/** Whether a row's termination date has come. A text that is no date, or one before and one after today, is a fault. */
function isTerminated(cells: RowCells, today: string): boolean {
  const given = cells.text('terminationDate') ?? '';
  if (given === '') {
    return false;
  }
  const days = readDays(given);
  const past = days.filter((day) => day <= today);
  if (days.length === 0) {
    cells.fault('terminationDate', 'is not a date such as 2026-11-30');
  } else if (past.length > 0 && past.length < days.length) {
    cells.fault('terminationDate', 'can be two dates, one of them to come: write it as 2026-11-30');
  }
  return days.length > 0 && past.length === days.length;
}

/** `Probation=fullTime;Garden leave=inactive` as a table of folded words. */
function readStatusWords(given: EmployeeImportQuery['statusWords']): ReadonlyMap<string, EmploymentStatus> {
  const pairs = (given ?? '').split(';').map((pair) => pair.split('='));
  return new Map(
    pairs.flatMap(([word = '', status]) =>
      status === undefined ? [] : [[wordKey(word), status as EmploymentStatus] as const],
    ),
  );
}
