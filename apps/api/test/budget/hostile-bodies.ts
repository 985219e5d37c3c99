/** The shapes below make bodies of about `bytes`, as large as the limit that they are to be tried at. */
export type BodyShape = (bytes: number) => Buffer;

const combining = 'a\u0300\u0301\u0302\u0315';
/** Marks of two classes, one after the other: a long run of them is sorted when it is normalized, in quadratic time. */
const unsorted = '\u0315\u0300';
/** One of the characters that become 18 when they are normalized for comparisons (NFKD). */
const expanding = '\ufdfa';

/** A piece as often as it fits between two others. */
function filled(start: string, piece: string, end: string, bytes: number): Buffer {
  const room = bytes - Buffer.byteLength(start) - Buffer.byteLength(end);
  const count = Math.max(1, Math.floor(room / Buffer.byteLength(piece)));
  return Buffer.concat([
    Buffer.from(start),
    Buffer.alloc(count * Buffer.byteLength(piece), piece),
    Buffer.from(end),
  ]);
}

const sync = '{"sourceType":"bamboohr","mode":"incremental","employees":[';

/** As many records as fit, the same one but for its number. */
function records(
  of: (index: number) => object,
  bytes: number,
  most: number = Number.POSITIVE_INFINITY,
): Buffer {
  const parts: string[] = [];
  let length = sync.length + 2;
  for (let index = 0; index < most; index += 1) {
    const text = JSON.stringify(of(index));
    length += Buffer.byteLength(text) + 1;
    if (length > bytes) {
      break;
    }
    parts.push(text);
  }
  return Buffer.from(`${sync}${parts.join(',')}]}`);
}

function members(bytes: number, nameLength: number): Buffer {
  const parts: string[] = [];
  for (let length = 2, index = 0; length + nameLength + 5 <= bytes; index += 1, length += nameLength + 5) {
    parts.push(`"${String(index).padStart(nameLength, 'n')}":1`);
  }
  return Buffer.from(`{${parts.join(',')}}`);
}

const person = (index: number) => ({ sourceId: `p${index}`, name: 'Ada', email: `p${index}@example.com` });

/** JSON, and what claims to be. */
export const jsonShapes: Readonly<Record<string, BodyShape>> = {
  'a name of one letter': (bytes) => filled('{"name":"', 'x', '"}', bytes),
  'a name of combining marks': (bytes) => filled('{"name":"', combining, '"}', bytes),
  'a name of nothing but marks': (bytes) => filled('{"name":"a', unsorted, '"}', bytes),
  'a name that grows when it is normalized': (bytes) => filled('{"name":"', expanding, '"}', bytes),
  'a name of escapes': (bytes) => filled('{"name":"', '\\u0300', '"}', bytes),
  'a member with a long name': (bytes) => filled('{"', 'x', '":1}', bytes),
  'a member whose name is quotes': (bytes) => filled('{"', '\\"', '":1}', bytes),
  'unknown members with short names': (bytes) => members(bytes, 6),
  'unknown members with long names': (bytes) => members(bytes, 200),
  'the same member again and again': (bytes) => filled('{', '"name":"",', '"name":""}', bytes),
  '__proto__ again and again': (bytes) => filled('{', '"__proto__":{},', '"a":1}', bytes),
  'arrays in arrays': (bytes) => filled('', '[', '', bytes),
  'objects in objects': (bytes) => filled('', '{"a":', '', bytes),
  'arrays that close at once': (bytes) => filled('', '[]', '', bytes),
  'empty strings': (bytes) => filled('[', '"",', '""]', bytes),
  'empty objects': (bytes) => filled('[', '{},', '{}]', bytes),
  nulls: (bytes) => filled('[', 'null,', '0]', bytes),
  commas: (bytes) => filled('', ',', '', bytes),
  colons: (bytes) => filled('{"a"', ':', '}', bytes),
  quotes: (bytes) => filled('', '"', '', bytes),
  backslashes: (bytes) => filled('"', '\\', '', bytes),
  'white space': (bytes) => filled('{', ' ', '}', bytes),
  'a number of digits': (bytes) => filled('{"amount":', '9', '}', bytes),
  'a number of decimals': (bytes) => filled('{"amount":0.', '1', 'e-400}', bytes),
  'NUL bytes': (bytes) => filled('', '\0', '', bytes),
  'bytes that are no UTF-8': (bytes) => Buffer.alloc(bytes, 0xff),
  'the beginning of a string': (bytes) => filled('{"name":"', 'x', '', bytes),
  'empty records': (bytes) => filled(sync, '{},', '{}]}', bytes),
  'records of nothing but unknown members': (bytes) =>
    records(
      () => Object.fromEntries(Array.from({ length: 18 }, (_, at) => [`unknown${at}`, 1])),
      bytes,
      5_000,
    ),
  'records with faults in each member': (bytes) =>
    records(
      () => ({ sourceId: 1, name: 2, email: '@', role: 3, department: 4, employmentStatus: 5 }),
      bytes,
      5_000,
    ),
  'records of the same person': (bytes) => records(() => person(1), bytes, 5_000),
  'records with names of combining marks': (bytes) =>
    records(
      (index) => ({ ...person(index), name: combining.repeat(140), role: combining.repeat(160) }),
      bytes,
      5_000,
    ),
  'records with names that grow': (bytes) =>
    records(
      (index) => ({ ...person(index), name: expanding.repeat(200), role: expanding.repeat(600) }),
      bytes,
      5_000,
    ),
  'records with long unknown texts': (bytes) =>
    records((index) => ({ ...person(index), note: 'x'.repeat(2_000) }), bytes, 5_000),
};

const header = 'id,name,email\n';
const line = (index: number) => `${index},Ada,p${index}@example.com\n`;

/** CSV, and what claims to be. */
export const csvShapes: Readonly<Record<string, BodyShape>> = {
  commas: (bytes) => filled('', ',', '', bytes),
  'a header of 25,000 columns': (bytes) => Buffer.from(`${members(Math.min(bytes, 400_000), 6)}\n1,2\n`),
  'a header of 999 columns above rows of as many': (bytes) => {
    const columns = `name,email,${Array.from({ length: 997 }, (_, index) => `c${index}`).join()}\n`;
    return filled(columns, `${','.repeat(998)}\n`, '', bytes);
  },
  'a header of combining marks': (bytes) =>
    filled('name,email,', combining, '\nA,a@example.com,1\n', Math.min(bytes, 95_000)),
  'a header of nothing but marks': (bytes) =>
    filled('name,email,', unsorted, '\nA,a@example.com,1\n', Math.min(bytes, 95_000)),
  'headers of combining marks': (bytes) =>
    Buffer.from(
      `name,email${`,${combining.repeat(60)}`.repeat(Math.min(180, Math.floor(bytes / 600)))}\nA,a@example.com\n`,
    ),
  'rows of combining marks': (bytes) =>
    filled(header, `1,${combining.repeat(2_000)},a@example.com\n`, '', bytes),
  'rows of nothing but marks': (bytes) =>
    filled(header, `1,a${unsorted.repeat(20_000)},a@example.com\n`, '', bytes),
  'rows of text that grows': (bytes) =>
    filled(header, `1,${expanding.repeat(1_900)},a@example.com\n`, '', bytes),
  'line ends': (bytes) => filled('', '\n', '', bytes),
  'line ends of old Macs': (bytes) => filled('', '\r', '', bytes),
  spaces: (bytes) => filled('', ' ', '', bytes),
  'one line of letters': (bytes) => filled('', 'x', '', bytes),
  quotes: (bytes) => filled(header, '"', '', bytes),
  'quoted line ends': (bytes) => filled(header, '"\n', '', bytes),
  'cells for Excel': (bytes) => filled(header, '="",', '', bytes),
  'rows of one letter': (bytes) => filled(header, 'x\n', '', bytes),
  'rows of 200 empty values': (bytes) => filled(header, `${','.repeat(199)}\n`, '', bytes),
  'rows of 100,000 bytes': (bytes) => filled(header, `1,${'x'.repeat(99_900)},a@example.com\n`, '', bytes),
  'rows of quoted lines': (bytes) => filled(header, `1,"${'a\n'.repeat(40_000)}",a@example.com\n`, '', bytes),
  'titles without a header': (bytes) => filled('', `${'title,'.repeat(100)}\n`, '', bytes),
  'people, 50,000 of them': (bytes) =>
    Buffer.from(
      header +
        Array.from({ length: Math.min(50_000, Math.floor(bytes / 28)) }, (_, index) => line(index)).join(''),
    ),
  'UTF-16': (bytes) =>
    Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('a,b\n'.repeat(bytes / 8 - 1), 'utf16le')]),
  'bytes that are no UTF-8': (bytes) => Buffer.alloc(bytes, 0xff),
};
