import type { ImportField } from '@klayim/shared/types';
import { wordKey } from './header-key.ts';
import { surnameFirstHeaders } from './words/person-headers.ts';

/** Headers that are the full name in one language, and the surname or the first name in another. */
const openHeaders = new Set(['name', 'nom']);
const surnameFirst = new Set(surnameFirstHeaders.map(wordKey));
/** Suffixes of a name, such as titles. */
const suffix = /^(?:jr|sr|ii|iii|iv|v|phd|md|esq)\.?$/i;

/**
 * The name of a row: the full name, or first, middle and last name. A preferred name stands for first and middle name.
 * Where the header says that the surname comes first, as ADP's "Payroll Name" does, `Last, First M` is turned round. A
 * plain "Name" beside a column of first names is the surname, and beside one of surnames the first name, unless it holds
 * the other one itself.
 */
export function readName(text: (field: ImportField) => string | undefined, nameHeader: string): string {
  const part = (field: ImportField) => text(field) ?? '';
  const [full, first, last] = [part('name'), part('firstName'), part('lastName')];
  const preferred = part('preferredName');
  if (full !== '') {
    const isOpen = openHeaders.has(wordKey(nameHeader));
    if (isOpen && last === '' && first !== '' && !holds(full, first)) {
      return `${first} ${full}`;
    }
    if (isOpen && first === '' && last !== '' && !holds(full, last)) {
      return `${full} ${last}`;
    }
    // The same name twice: the parts say what is in front of the comma.
    const isTwice =
      full.includes(',') && first !== '' && last !== '' && holds(full, first) && holds(full, last);
    if (isTwice) {
      return [first, part('middleName'), last].filter((each) => each !== '').join(' ');
    }
    return surnameFirst.has(wordKey(nameHeader)) ? turnRound(full) : full;
  }
  if (preferred !== '' && last !== '' && holds(preferred, last)) {
    return preferred;
  }
  const given = preferred === '' ? [first, part('middleName')] : [preferred];
  return [...given, last].filter((each) => each !== '').join(' ');
}

/** `Last, First M` and `Last, Jr., First M` in the order in which they are spoken; anything else as it is. */
function turnRound(name: string): string {
  const parts = name.split(',').map((each) => each.trim());
  const [last = '', second = '', third = ''] = parts;
  if (parts.length === 2 && second !== '' && !suffix.test(second)) {
    return `${second} ${last}`;
  }
  if (parts.length === 3 && suffix.test(second) && third !== '') {
    return `${third} ${last} ${second}`;
  }
  return name;
}

function holds(whole: string, part: string): boolean {
  return ` ${whole.toLowerCase()} `.includes(part.toLowerCase());
}
