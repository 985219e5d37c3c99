import { employmentHeaders } from './employment-headers.ts';
import type { NamedField } from './field-headers.ts';
import { personHeaders } from './person-headers.ts';

/**
 * Headers of each field: English, German, French and Spanish, and those of common HR systems. The lists are in order of
 * preference: a header of a later list counts only when the file has none of an earlier one. Two different headers of
 * the same list are ambiguous. Case, accents, spaces and punctuation do not matter, and `#` reads as "number".
 */
export const headerWords: Readonly<Record<NamedField, readonly (readonly string[])[]>> = {
  ...personHeaders,
  ...employmentHeaders,
};
