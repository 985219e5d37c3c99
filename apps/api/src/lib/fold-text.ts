/** Letters that Unicode does not decompose into a base letter and an accent. */
const letters: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ħ: 'h',
  ı: 'i',
  ł: 'l',
  ŧ: 't',
  þ: 'th',
};

/** Longest form that is kept, in UTF-16 units: index entries and cursors stay small. */
const maxLength = 100;

/** What is looked at of a text, in UTF-16 units: normalizing a long run of combining marks takes quadratic time. */
const maxRawLength = 8 * maxLength;

/** A text as people look for it: lower case, without accents, with single spaces, at most 100 units long. */
export function foldText(text: string): string {
  return text
    .slice(0, maxRawLength)
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[ßæœøđðħıłŧþ]/g, (letter) => letters[letter] ?? letter)
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, maxLength)
    .toWellFormed();
}
