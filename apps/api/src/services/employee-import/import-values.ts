import { cleanLine } from '@klayim/shared/text';
import type { EmploymentStatus } from '@klayim/shared/types';
import { wordKey } from './header-key.ts';
import { emptyWords } from './words/empty-words.ts';
import { type StatusMeaning, statusWords, yesNoWords } from './words/status-words.ts';

/** A value, or why it is none. */
export type ImportValue<Value> = { value: Value } | { fault: string };

/**
 * A cell as people read it: on one line, cleaned as every line of text is, with single spaces, and without the `="…"` by which Excel is told
 * to keep leading zeros.
 */
export function cleanCell(cell: string): string {
  const line = cleanLine(cell.includes('\n') ? inOneLine(cell) : cell).replaceAll(/ {2,}/g, ' ');
  return line.startsWith('="') ? (/^="([^"]*)"$/.exec(line)?.[1] ?? line).trim() : line;
}

/** Not by an expression for white space around line breaks: its time would grow with the square of the text. */
function inOneLine(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join(' ');
}

const emptyTexts: ReadonlySet<string> = new Set(emptyWords.text);
const emptyValues: ReadonlySet<string> = new Set([...emptyWords.text, ...emptyWords.value]);
const emptyNames: ReadonlySet<string> = new Set(emptyWords.name);

/** The longest word that stands for nothing has this many characters. */
const maxEmptyLength = 16;

/** Whether a text is written where there is nothing: see `empty-words.ts` for which words count in which columns. */
export function standsForNothing(text: string, column: 'name' | 'text' | 'value'): boolean {
  if (text.length > maxEmptyLength) {
    return false;
  }
  const lower = text.toLowerCase();
  if (column === 'name') {
    return emptyNames.has(lower);
  }
  return (column === 'text' ? emptyTexts : emptyValues).has(lower);
}

const meanings = new Map<string, StatusMeaning>();
for (const [meaning, texts] of Object.entries(statusWords)) {
  for (const text of texts) {
    if (!meanings.has(wordKey(text))) {
      meanings.set(wordKey(text), meaning as StatusMeaning);
    }
  }
}
const yesNo = new Map<string, StatusMeaning>();
for (const [meaning, texts] of Object.entries(yesNoWords)) {
  for (const text of texts) {
    yesNo.set(wordKey(text), meaning as StatusMeaning);
  }
}

/** Columns of statuses, by how their values are read. */
export type StatusColumn = 'status' | 'isActive' | 'isInactive' | 'workingTime';

/** A share of full time: `0.5`, `0,5`, `50 %`. */
const share = /^(\d{1,3}(?:[.,]\d{1,4})?)\s*(%?)$/;

/** What a value says that only means something in its own kind of column. */
function ownMeaningOf(text: string, column: StatusColumn): StatusMeaning | undefined {
  if (column === 'isActive') {
    return yesNo.get(wordKey(text));
  }
  if (column === 'isInactive') {
    const answer = yesNo.get(wordKey(text));
    // "Yes" and "true" answer another question here; "inactive" and "suspended" mean what they say.
    const isPlain = !meanings.has(wordKey(text));
    return answer && isPlain ? (answer === 'inactive' ? 'employed' : 'inactive') : undefined;
  }
  const [, number, percent] = (column === 'workingTime' && share.exec(text)) || [];
  if (number === undefined) {
    return undefined;
  }
  const value = Number(number.replace(',', '.')) / (percent === '%' || number === '100' ? 100 : 1);
  if (value === 1) {
    return 'fullTime';
  }
  return value > 0 && value < 1 ? 'partTime' : undefined;
}

/** Words that a phrase of a status has at most. */
const maxPhraseWords = 5;
/** Words that mean nothing between others. */
const fillers = new Set(['and', 'or', 'of', 'the', 'und', 'et', 'y', 'status', 'basis']);

/** What a value says of the employment, as a set; undefined when any word of it is unknown. */
export function meaningsOf(text: string, column: StatusColumn): ReadonlySet<StatusMeaning> | undefined {
  const whole = ownMeaningOf(text, column) ?? meanings.get(wordKey(text));
  if (whole) {
    return new Set([whole]);
  }
  const words = text
    .slice(0, 100)
    .split(/[^\p{L}\p{M}\p{N}']+/u)
    .map(wordKey)
    .filter((word) => word !== '');
  const found = new Set<StatusMeaning>();
  let start = 0;
  while (start < words.length) {
    let length = Math.min(maxPhraseWords, words.length - start);
    while (length > 0 && !meanings.has(words.slice(start, start + length).join(''))) {
      length -= 1;
    }
    const meaning = meanings.get(words.slice(start, start + length).join(''));
    if (meaning) {
      found.add(meaning);
    } else if (!fillers.has(words[start] ?? '')) {
      return undefined;
    }
    start += Math.max(length, 1);
  }
  return found.size > 0 ? found : undefined;
}

/** An employment status, or just `employed`, which does not say whether full-time or part-time. */
export type ReadStatus = EmploymentStatus | 'employed';

/** What all status columns of a row say together. */
export function combineMeanings(all: ReadonlySet<StatusMeaning>): ImportValue<ReadStatus> {
  if (all.has('inactive')) {
    return { value: 'inactive' };
  }
  if (all.has('fullTime') && all.has('partTime')) {
    return { fault: 'says both full-time and part-time' };
  }
  if (all.has('contractor')) {
    return { value: 'contractor' };
  }
  if (all.has('partTime')) {
    return { value: 'partTime' };
  }
  if (all.has('fullTime') || all.has('permanent')) {
    return { value: 'fullTime' };
  }
  return { value: 'employed' };
}
