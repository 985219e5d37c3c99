import { AppError } from '../../errors/app-error.ts';

/** Characters that can stand between values. */
export type Delimiter = ',' | ';' | '\t' | '|';

const delimiters: readonly Delimiter[] = [',', ';', '\t', '|'];
/** Lines among which the header can be: reports have titles above it. */
const maxTitleLines = 20;
/** Values of a line that are looked at. */
const maxValues = 200;

/** A first line that names the delimiter for Excel, with the empty cells that it may have been saved with. */
const excelHint = /^"?sep=(\\t|[^\n])"?[,;\t|]*\n/i;

/**
 * The delimiter that the first line of a text names (`sep=;`), and the length of that line.
 * @throws {AppError} import_unreadable when it names another character.
 */
export function namedDelimiter(start: string): { delimiter: Delimiter; length: number } | undefined {
  const [line, character = ''] = excelHint.exec(start) ?? [];
  if (line === undefined) {
    return undefined;
  }
  const delimiter = delimiters.find((each) => each === character.replace('\\t', '\t'));
  if (!delimiter) {
    const detail =
      'The line "sep=" names a delimiter other than comma, semicolon, tab and |. Save the file with one of these.';
    throw new AppError('import_unreadable', { detail });
  }
  return { delimiter, length: line.length };
}

/**
 * The delimiter with which one of the first lines has the most values that `isKnown` recognises as headers; among
 * several, the one that the first line has most of outside of quotes.
 */
export function chooseDelimiter(start: string, isKnown: (header: string) => boolean): Delimiter {
  const lines = start.trimStart().split('\n').slice(0, maxTitleLines);
  const scores = delimiters.map((delimiter) => {
    const known = lines.map((line) => valuesOf(line, delimiter).filter(isKnown).length);
    return { delimiter, known: Math.max(0, ...known), count: valuesOf(lines[0] ?? '', delimiter).length };
  });
  scores.sort((one, other) => other.known - one.known || other.count - one.count);
  return scores[0]?.delimiter ?? ',';
}

/** The values of one line, roughly: quotes are taken off, and a line break in a value ends it. */
function valuesOf(line: string, delimiter: Delimiter): string[] {
  const values: string[] = [];
  let start = 0;
  let isQuoted = false;
  for (let index = 0; index <= line.length && values.length < maxValues; index += 1) {
    const character = line[index];
    if (character === '"') {
      isQuoted = !isQuoted;
    }
    if (character !== undefined && (isQuoted || character !== delimiter)) {
      continue;
    }
    values.push(
      line
        .slice(start, index)
        .trim()
        .replace(/^="?|^"|"$/g, ''),
    );
    start = index + 1;
  }
  return values;
}
