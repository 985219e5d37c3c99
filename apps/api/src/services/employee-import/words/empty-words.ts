/**
 * Texts that systems write where there is nothing. They count as an empty value, each only in the columns named here: a
 * surname can be Null, and a department NA.
 */
export const emptyWords = {
  /** Columns of text (role, department, id, email): in any case. */
  text: [
    'n/a',
    '#n/a',
    'null',
    '(null)',
    'none',
    '(none)',
    'nil',
    'undefined',
    '(blank)',
    '(empty)',
    'not applicable',
    'k.a.',
    'k. a.',
    'keine angabe',
    's.o.',
    'néant',
    'aucun',
    'ninguno',
    'ninguna',
    's/d',
    '-',
    '--',
    '---',
    '–',
    '—',
    '―',
    '.',
    '?',
  ],
  /** Columns of pay and status, besides: no value of theirs is written like this. */
  value: ['na', 'nan', 'n.a.', 'n.a', 'tbd', 'unknown', 'not set', 'unspecified'],
  /** Parts of a name: nothing but marks. */
  name: ['-', '--', '---', '–', '—', '―', '.', '?'],
} as const;
