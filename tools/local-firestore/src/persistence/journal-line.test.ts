import { expect, it } from 'vitest';
import type { Fields } from '../model/messages.ts';
import { decodeLine, encodeLine, type JournalEntry } from './journal-line.ts';

const fields: Fields = {
  bytes: { bytesValue: Buffer.from([0, 255]) },
  nan: { doubleValue: Number.NaN },
  down: { doubleValue: Number.NEGATIVE_INFINITY },
  zero: { doubleValue: -0 },
  half: { doubleValue: 0.5 },
  bytesValue: { stringValue: 'a field of that name' },
  doubleValue: { mapValue: { fields: { doubleValue: { doubleValue: Number.NaN } } } },
  list: { arrayValue: { values: [{ bytesValue: Buffer.from('x') }] } },
};
const entry: JournalEntry = {
  database: { projectId: 'demo', databaseId: '(default)' },
  changes: [
    { path: 'a/b', fields, createMicros: 1, updateMicros: 2 },
    { path: 'a/c', deleted: true },
  ],
};

it('reads back what it wrote', () => {
  const line = encodeLine(entry);
  expect(line.indexOf('\n')).toBe(line.length - 1);
  expect(decodeLine(line.slice(0, -1))).toEqual(entry);
});

it('recognises every cut and every changed character', () => {
  const line = encodeLine({ ...entry, changes: [{ path: 'a/c', deleted: true }] }).slice(0, -1);
  for (let index = 0; index < line.length; index += 1) {
    expect(decodeLine(line.slice(0, index))).toBeUndefined();
    const changed = line[index] === 'x' ? 'y' : 'x';
    expect(decodeLine(line.slice(0, index) + changed + line.slice(index + 1))).toBeUndefined();
  }
});
