import type { EmployeeImportQuery } from '@klayim/shared/types';
import { AppError } from '../../errors/app-error.ts';

type Encoding = NonNullable<EmployeeImportQuery['encoding']>;

/** Names of encodings (IANA), by the ones that files can be read in. Latin-1 is read as the Web does. */
const encodings: Readonly<Record<string, Encoding>> = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  'us-ascii': 'utf-8',
  ascii: 'utf-8',
  'utf-16le': 'utf-16le',
  'utf-16be': 'utf-16be',
  'windows-1252': 'windows-1252',
  cp1252: 'windows-1252',
  'iso-8859-1': 'windows-1252',
  'iso8859-1': 'windows-1252',
  iso_8859_1: 'windows-1252',
  latin1: 'windows-1252',
  'latin-1': 'windows-1252',
};

/**
 * The encoding that a content type's `charset` names; undefined when it names none, or leaves the byte order to the file.
 * @throws {AppError} import_unreadable when files cannot be read in it.
 * @see https://encoding.spec.whatwg.org/#names-and-labels
 */
export function encodingOf(charset: string | undefined): Encoding | undefined {
  if (charset === undefined || charset === 'utf-16') {
    return undefined;
  }
  const encoding = Object.hasOwn(encodings, charset) ? encodings[charset] : undefined;
  if (encoding) {
    return encoding;
  }
  throw new AppError('import_unreadable', {
    detail:
      'The charset of the content type is none that files are read in: utf-8, utf-16le, utf-16be, windows-1252 or iso-8859-1. Save the file as UTF-8.',
  });
}
