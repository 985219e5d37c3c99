import { type DocumentData, Timestamp } from 'firebase-admin/firestore';
import {
  type Cursor,
  decodeTimestamp,
  documentTags,
  entryTags,
  membersTag,
  messagesOf,
  tagOf,
  timestampTags,
  UnusualAnswer,
  valueTags,
} from './document-message.ts';
import { MessageWriter } from './message-writer.ts';

// The messages of google/firestore/v1/write.proto and common.proto.
const requestTags = { database: tagOf(1), writes: tagOf(2) };
const writeTags = {
  update: tagOf(1),
  delete: tagOf(2),
  mask: tagOf(3),
  precondition: tagOf(4),
  transforms: tagOf(7),
};
const maskTags = { fieldPaths: tagOf(1) };
const preconditionTags = { exists: tagOf(1, 0), updateTime: tagOf(2) };
const transformTags = { fieldPath: tagOf(1), increment: tagOf(3) };
const answerTags = { results: tagOf(1), statuses: tagOf(2) };
const resultTags = { updateTime: tagOf(1) };
const statusTags = { code: tagOf(1, 0), message: tagOf(2) };

const maxDepth = 20;
const simpleName = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Only the SDK knows how to write it, or why it cannot be written. */
export class UnusualWrite extends Error {
  override readonly name = 'UnusualWrite';
}

/** What becomes of one document, by its full name. */
export interface EncodedWrite {
  /** `projects/PROJECT/databases/DATABASE/documents/COLLECTION/ID` */
  name: string;
  /** The fields to write; absent when the document is deleted. */
  data?: DocumentData;
  /** Only these fields are written; default: `data` is the whole document. */
  mask?: readonly string[];
  /** What is added to numbers, by the path to each. */
  increments?: readonly { path: readonly string[]; by: number }[];
  /** Default: none. */
  precondition?: { exists: boolean } | { updateTime: Timestamp } | undefined;
}

/**
 * A `CommitRequest` or a `BatchWriteRequest`, whose fields have the same numbers, as one gRPC message.
 * @throws {UnusualWrite} when there is a type of value, or a name, that our documents do not have.
 */
export function encodeWrites(database: string, writes: readonly EncodedWrite[]): Buffer {
  const writer = new MessageWriter();
  for (const write of writes.toReversed()) {
    const before = writer.length;
    encodeWrite(writer, write);
    writer.enclose(requestTags.writes, before);
  }
  writer.text(requestTags.database, database);
  return writer.toFrame();
}

function encodeWrite(writer: MessageWriter, write: EncodedWrite): void {
  const { name, data, mask, increments = [], precondition } = write;
  for (const increment of increments.toReversed()) {
    encodeIncrement(writer, increment);
  }
  if (precondition) {
    const before = writer.length;
    if ('exists' in precondition) {
      writer.varint(Number(precondition.exists));
      writer.varint(preconditionTags.exists);
    } else {
      encodeTimestamp(writer, preconditionTags.updateTime, precondition.updateTime);
    }
    writer.enclose(writeTags.precondition, before);
  }
  if (!data) {
    writer.text(writeTags.delete, name);
    return;
  }
  if (mask) {
    const before = writer.length;
    for (const field of mask.toReversed()) {
      // For the SDK a name with a dot is a path.
      if (field.includes('.')) {
        throw new UnusualWrite('a field is named by a path');
      }
      writer.text(maskTags.fieldPaths, fieldPath([field]));
    }
    writer.enclose(writeTags.mask, before);
  }
  const before = writer.length;
  encodeFields(writer, documentTags.fields, data, 0);
  writer.text(documentTags.name, name);
  writer.enclose(writeTags.update, before);
}

function encodeIncrement(writer: MessageWriter, { path, by }: { path: readonly string[]; by: number }): void {
  const before = writer.length;
  encodeValue(writer, by, 0);
  writer.enclose(transformTags.increment, before);
  writer.text(transformTags.fieldPath, fieldPath(path));
  writer.enclose(writeTags.transforms, before);
}

/** @see https://firebase.google.com/docs/firestore/reference/rpc/google.firestore.v1#google.firestore.v1.StructuredQuery.FieldReference */
function fieldPath(names: readonly string[]): string {
  return names
    .map((name) =>
      simpleName.test(name) ? name : `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``,
    )
    .join('.');
}

function encodeFields(writer: MessageWriter, tag: number, fields: DocumentData, depth: number): void {
  const names = Object.keys(fields);
  for (let index = names.length - 1; index >= 0; index -= 1) {
    const name = names[index] ?? '';
    // Firestore refuses an empty name, and keeps those with two underscores for itself.
    if (name === '' || name.startsWith('__')) {
      throw new UnusualWrite('a name is not one of ours');
    }
    const before = writer.length;
    encodeValue(writer, fields[name], depth + 1);
    writer.enclose(entryTags.value, before);
    writer.text(entryTags.key, name);
    writer.enclose(tag, before);
  }
}

function encodeValue(writer: MessageWriter, value: unknown, depth: number): void {
  if (typeof value === 'string') {
    writer.text(valueTags.string, value);
  } else if (typeof value === 'number') {
    encodeNumber(writer, value);
  } else if (typeof value === 'boolean') {
    writer.varint(Number(value));
    writer.varint(valueTags.boolean);
  } else if (value === null) {
    writer.varint(0);
    writer.varint(valueTags.null);
  } else if (value instanceof Timestamp) {
    encodeTimestamp(writer, valueTags.timestamp, value);
  } else if (depth > maxDepth) {
    throw new UnusualWrite('a value is nested deeply');
  } else if (Array.isArray(value)) {
    encodeArray(writer, value, depth);
  } else if (isPlain(value)) {
    const before = writer.length;
    encodeFields(writer, membersTag, value, depth);
    writer.enclose(valueTags.map, before);
  } else {
    throw new UnusualWrite('a value is of an unusual type');
  }
}

function encodeNumber(writer: MessageWriter, value: number): void {
  if (Number.isSafeInteger(value) && !Object.is(value, -0)) {
    writer.integer(value);
    writer.varint(valueTags.integer);
  } else {
    writer.double(value);
    writer.varint(valueTags.double);
  }
}

function encodeArray(writer: MessageWriter, values: readonly unknown[], depth: number): void {
  const before = writer.length;
  for (let index = values.length - 1; index >= 0; index -= 1) {
    // Firestore has no array in an array.
    if (Array.isArray(values[index])) {
      throw new UnusualWrite('an array is in an array');
    }
    const start = writer.length;
    encodeValue(writer, values[index], depth + 1);
    writer.enclose(membersTag, start);
  }
  writer.enclose(valueTags.array, before);
}

function encodeTimestamp(writer: MessageWriter, tag: number, { seconds, nanoseconds }: Timestamp): void {
  const before = writer.length;
  writer.varint(nanoseconds);
  writer.varint(timestampTags.nanos);
  writer.integer(seconds);
  writer.varint(timestampTags.seconds);
  writer.enclose(tag, before);
}

function isPlain(value: unknown): value is DocumentData {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** What became of one write of a `BatchWriteRequest`. */
export interface WriteOutcome {
  /** The document's version since; null where nothing was written. */
  updateTime: Timestamp | null;
  /** By gRPC's codes: 0 when it was written. */
  code: number;
  message: string;
}

/**
 * The outcomes of a `BatchWriteResponse`, in the order of the writes.
 * @throws {UnusualAnswer} when it is not understood as a whole.
 */
export function decodeBatchWrite(body: Buffer): WriteOutcome[] {
  const times: (Timestamp | null)[] = [];
  const statuses: { code: number; message: string }[] = [];
  for (const cursor of messagesOf(body)) {
    while (cursor.more()) {
      const tag = cursor.varint();
      if (tag === answerTags.results) {
        times.push(decodeResult(cursor.inner()));
      } else if (tag === answerTags.statuses) {
        statuses.push(decodeStatus(cursor.inner()));
      } else {
        throw new UnusualAnswer(`an answer has the tag ${tag}`);
      }
    }
  }
  if (times.length !== statuses.length) {
    throw new UnusualAnswer('an answer has not one status for each write');
  }
  return statuses.map((status, index) => ({ ...status, updateTime: times[index] ?? null }));
}

function decodeResult(cursor: Cursor): Timestamp | null {
  let updateTime: Timestamp | null = null;
  while (cursor.more()) {
    const tag = cursor.varint();
    if (tag === resultTags.updateTime) {
      updateTime = decodeTimestamp(cursor.inner());
    } else {
      cursor.skip(tag);
    }
  }
  return updateTime;
}

function decodeStatus(cursor: Cursor): { code: number; message: string } {
  const status = { code: 0, message: '' };
  while (cursor.more()) {
    const tag = cursor.varint();
    if (tag === statusTags.code) {
      status.code = cursor.varint();
    } else if (tag === statusTags.message) {
      status.message = cursor.text();
    } else {
      cursor.skip(tag);
    }
  }
  return status;
}
