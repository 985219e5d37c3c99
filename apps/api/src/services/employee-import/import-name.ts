import type { ImportField } from '@klayim/shared/types';
import { wordKey } from './header-key.ts';

/** Headers that are the full name in one language and the surname in another. */
const surnameHeaders = new Set(['name', 'nom']);

/**
 * The name of a row: the full name, or first, middle and last name. A preferred name stands for first and middle name.
 * German files have a "Name" beside a "Vorname": the surname, unless it holds the first name itself.
 */
export function readName(text: (field: ImportField) => string | undefined, nameHeader: string): string {
  const part = (field: ImportField) => text(field) ?? '';
  const [full, first, last] = [part('name'), part('firstName'), part('lastName')];
  const preferred = part('preferredName');
  if (full !== '') {
    const isSurname =
      last === '' && first !== '' && surnameHeaders.has(wordKey(nameHeader)) && !holds(full, first);
    return isSurname ? `${first} ${full}` : full;
  }
  if (preferred !== '' && last !== '' && holds(preferred, last)) return preferred;
  const given = preferred === '' ? [first, part('middleName')] : [preferred];
  return [...given, last].filter((each) => each !== '').join(' ');
}

function holds(whole: string, part: string): boolean {
  return ` ${whole.toLowerCase()} `.includes(part.toLowerCase());
}
