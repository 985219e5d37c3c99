/**
 * The one rule for text that people write and others read later, in lists, exports and spreadsheets: names, roles,
 * departments, ids of other systems. Every way in uses it, JSON and files alike.
 */

/** Beyond this, a text is refused for its length by every schema: it is not worth cleaning. In UTF-16 units. */
const maxCleanedLength = 8_192;

/** Scripts whose letters join, or whose spelling needs the zero-width (non-)joiner, and emoji, which are joined by it. */
const joins = String.raw`[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Nko}\p{Script=Mongolian}\p{Script=Mandaic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f]`;

/** Ideographic variants (Japanese names have them), Mongolian forms, and the picture form of a symbol. */
const varies = String.raw`[\p{Script=Han}\p{Script=Mongolian}\p{Script=Myanmar}\p{Extended_Pictographic}]`;

/**
 * Characters that nobody sees (Unicode's Default_Ignorable_Code_Point), but for those that change how the letters beside
 * them are written, and for those that reorder the line: these are refused, since who wrote them meant something.
 */
const invisible = new RegExp(
  String.raw`(?<=${joins})[\u200c\u200d](?=${joins})|(?<=${varies})[\ufe00-\ufe0f\u{e0100}-\u{e01ef}\u180b-\u180d]|[\u202a-\u202e\u2066-\u2069]|(\p{Default_Ignorable_Code_Point})`,
  'gu',
);

const reordering = /[\u202a-\u202e\u2066-\u2069]/u;
const printableAscii = /^[ -~]*$/;
const control = /[\p{Cc}\p{Zl}\p{Zp}\ufff9-\ufffb]/u;

/**
 * What spreadsheets take for the beginning of a formula, with the small and full-width forms that some of them turn
 * into it. A sign that stands alone computes nothing.
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
const formula = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b]\s*[^\s]/u;

/** A tab or a line's end in front makes a formula of what follows, in some spreadsheets. */
const leadingTab = /^[\t\r]/;

/**
 * One line of text in one form: well-formed UTF-16, NFC, plain spaces, nothing invisible, trimmed. Two texts that look
 * the same are the same. Joiners stay where the script needs them. Idempotent. A text of more than 8,192 units is
 * returned as it is.
 */
export function cleanLine(text: string): string {
  if (text.length > maxCleanedLength) {
    return text;
  }
  // Printable ASCII, which most texts are, has only the one form.
  if (printableAscii.test(text)) {
    return text.trim();
  }
  return text
    .toWellFormed()
    .replaceAll(invisible, (found, ignorable: string | undefined) => (ignorable === undefined ? found : ''))
    .replaceAll(/\p{Zs}/gu, ' ')
    .normalize('NFC')
    .trim();
}

/** Whether a spreadsheet that opened this text would run it. Takes the text as it was written, or cleaned. */
export function isFormula(text: string): boolean {
  return leadingTab.test(text) || formula.test(text);
}

/**
 * Why a cleaned line must not be stored; null when it may be. The sentence fits behind the name of the field and does not
 * repeat the value.
 */
export function lineFault(text: string): string | null {
  if (control.test(text)) {
    return 'must not hold control characters';
  }
  if (reordering.test(text)) {
    return 'must not hold characters that change the direction of text';
  }
  if (isFormula(text)) {
    return 'must not begin as a formula does: spreadsheets would run it';
  }
  return null;
}
