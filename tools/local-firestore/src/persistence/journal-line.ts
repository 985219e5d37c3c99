import { crc32 } from 'node:zlib';
import type { DocumentChange } from '../engine/database.ts';
import type { Value } from '../model/messages.ts';
import type { DatabaseName } from '../model/resource-names.ts';

/** One line of the journal: what one commit did to one database. */
export interface JournalEntry {
  readonly database: DatabaseName;
  readonly changes: readonly DocumentChange[];
}

const checksumLength = 8;

/** One line, newline included: a CRC-32 in eight hex digits, a space, JSON. */
export function encodeLine(entry: JournalEntry): string {
  const json = JSON.stringify(entry, encodeSpecial);
  return `${checksum(json)} ${json}\n`;
}

/** Reads a line without its newline. Undefined when it is not what was written. */
export function decodeLine(line: string): JournalEntry | undefined {
  const json = line.slice(checksumLength + 1);
  if (line[checksumLength] !== ' ' || line.slice(0, checksumLength) !== checksum(json)) {
    return undefined;
  }
  const entry = JSON.parse(json) as JournalEntry;
  for (const change of entry.changes) {
    if ('fields' in change) {
      Object.values(change.fields).forEach(decodeSpecial);
    }
  }
  return entry;
}

function checksum(json: string): string {
  return crc32(json).toString(16).padStart(checksumLength, '0');
}

// JSON has neither bytes nor NaN, infinities and minus zero. A document's own field may be called
// `bytesValue` too, but there the value is a Value object, never a Buffer or a number.
function encodeSpecial(this: unknown, key: string, value: unknown): unknown {
  if (key === 'bytesValue') {
    // A Buffer has turned itself into an object by now; `this` still has the original.
    const original = (this as { bytesValue: unknown }).bytesValue;
    return original instanceof Uint8Array ? Buffer.from(original).toString('base64') : value;
  }
  if (key === 'doubleValue' && typeof value === 'number') {
    return Number.isFinite(value) && !Object.is(value, -0)
      ? value
      : Object.is(value, -0)
        ? '-0'
        : String(value);
  }
  return value;
}

function decodeSpecial(value: Value): void {
  if (typeof value.bytesValue === 'string') {
    value.bytesValue = Buffer.from(value.bytesValue, 'base64');
  } else if (typeof value.doubleValue === 'string') {
    value.doubleValue = Number(value.doubleValue);
  }
  value.arrayValue?.values?.forEach(decodeSpecial);
  Object.values(value.mapValue?.fields ?? {}).forEach(decodeSpecial);
}
