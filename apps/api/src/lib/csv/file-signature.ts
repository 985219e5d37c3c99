/** What a file begins with, in Latin-1, and what it is then. */
const signatures: readonly { starts: RegExp | readonly string[]; detail: string }[] = [
  {
    starts: ['PK\u0003\u0004', 'PK\u0005\u0006', 'PK\u0007\u0008'],
    detail:
      'The file is a workbook (.xlsx, .ods, .numbers) or a ZIP archive, not a CSV file: open it and save its sheet as "CSV UTF-8".',
  },
  {
    starts: ['\u00d0\u00cf\u0011\u00e0'],
    detail:
      'The file is an Excel workbook of the older kind (.xls), not a CSV file: open it and save its sheet as "CSV UTF-8".',
  },
  {
    starts: ['\u001f\u008b', 'BZh', '\u00fd7zXZ', '7z\u00bc\u00af', 'Rar!', '(\u00b5/\u00fd'],
    detail: 'The file is compressed (such as .gz): unpack it first.',
  },
  {
    starts: ['\u00ff\u00fe\u0000\u0000', '\u0000\u0000\u00fe\u00ff'],
    detail: 'The file is UTF-32, which is not read: save it as UTF-8.',
  },
  { starts: /^%PDF/, detail: 'The file is a PDF, not a CSV file: export the list as CSV.' },
  { starts: /^\{\\rtf/, detail: 'The file is an RTF document, not a CSV file: export the list as CSV.' },
  {
    starts: /^(?:\u0089PNG|\u00ff\u00d8\u00ff|GIF8)/,
    detail: 'The file is an image, not a CSV file.',
  },
  {
    starts: ['SQLite format 3', 'PAR1', 'Obj\u0001'],
    detail: 'The file is a database or a data file of another kind, not a CSV file.',
  },
  {
    starts: /^\s*<(?:!doctype|html|head|body|table|meta|script|!--)/i,
    detail:
      'The file is a web page (HTML), not a CSV file. Some systems name such files .xls or .csv: open it in a spreadsheet and save it as "CSV UTF-8", or sign in again and repeat the download.',
  },
  {
    starts: /^\s*<\?xml|^\s*<[a-z][\w:-]*[\s>/]/i,
    detail: 'The file is XML, not a CSV file: open it in a spreadsheet and save it as "CSV UTF-8".',
  },
  {
    starts: /^\s*BEGIN:V(?:CARD|CALENDAR)/i,
    detail:
      'The file holds contacts or a calendar (vCard, iCalendar), not a CSV file: export the list as CSV.',
  },
  {
    starts: /^\s*(?:\{\s*(?:"[^"\n]*"\s*:|\})|\[\s*(?:[[{\]]|"[^"\n]*"\s*[,\]]\s*(?:"|$)))/,
    detail: 'The file is JSON, not a CSV file. POST /employees/sync takes people as JSON.',
  },
];

/** Bytes that are enough to recognise a file. */
export const signatureBytes = 256;

/** What is wrong with a file that begins like this; undefined when it may be a CSV file. */
export function foreignFormat(start: Uint8Array): string | undefined {
  const text = Buffer.from(start.buffer, start.byteOffset, Math.min(start.length, signatureBytes)).toString(
    'latin1',
  );
  // Markup can be UTF-16 too, and have a byte order mark.
  const plain = text
    .replace(/^(?:\u00ef\u00bb\u00bf|\u00ff\u00fe|\u00fe\u00ff)/, '')
    .replaceAll('\u0000', '');
  return signatures.find(({ starts }) =>
    starts instanceof RegExp
      ? starts.test(text) || starts.test(plain)
      : starts.some((each) => text.startsWith(each)),
  )?.detail;
}
