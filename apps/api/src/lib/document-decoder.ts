import type { DocumentData, DocumentSnapshot, Timestamp } from 'firebase-admin/firestore';
import {
  type Cursor,
  decodeTimestamp,
  documentTags,
  entryTags,
  membersTag,
  messagesOf,
  tagOf,
  UnusualAnswer,
  valueTags,
} from './document-message.ts';
import { MessageWriter } from './message-writer.ts';

/** A document as it was read; `data` gives undefined when there is none. */
export type ReadDocument<Document = DocumentData> = Pick<
  DocumentSnapshot<Document>,
  'id' | 'data' | 'readTime' | 'updateTime'
>;

const requestTags = { database: tagOf(1), documents: tagOf(2) };
const responseTags = { found: tagOf(1), missing: tagOf(2), readTime: tagOf(4) };

const maxDepth = 20;

/** A `BatchGetDocumentsRequest` for documents by their full names, as one gRPC message. */
export function encodeBatchGet(database: string, names: readonly string[]): Buffer {
  const writer = new MessageWriter();
  for (const name of names.toReversed()) {
    writer.text(requestTags.documents, name);
  }
  writer.text(requestTags.database, database);
  return writer.toFrame();
}

/**
 * The documents of a stream of `BatchGetDocumentsResponse` messages, by their full names, with the values that the SDK
 * would give.
 * @throws {UnusualAnswer} when one holds a type of value, or anything else, that our documents do not have.
 */
export function decodeBatchGet(body: Buffer): Map<string, ReadDocument> {
  const documents = new Map<string, ReadDocument>();
  for (const message of messagesOf(body)) {
    decodeResponse(message, documents);
  }
  return documents;
}

function decodeResponse(cursor: Cursor, documents: Map<string, ReadDocument>): void {
  let name: string | undefined;
  let found: Cursor | undefined;
  let readTime: Timestamp | undefined;
  while (cursor.more()) {
    const tag = cursor.varint();
    if (tag === responseTags.found) {
      found = cursor.inner();
    } else if (tag === responseTags.missing) {
      name = cursor.text();
    } else if (tag === responseTags.readTime) {
      readTime = decodeTimestamp(cursor.inner());
    } else {
      throw new UnusualAnswer(`a response has the tag ${tag}`);
    }
  }
  if (readTime === undefined || (name === undefined) === (found === undefined)) {
    throw new UnusualAnswer('a response is incomplete');
  }
  if (found) {
    const [foundName, document] = decodeDocument(found, readTime);
    documents.set(foundName, document);
  } else if (name !== undefined) {
    documents.set(name, { id: idOf(name), data: () => undefined, readTime });
  }
}

function decodeDocument(cursor: Cursor, readTime: Timestamp): [string, ReadDocument] {
  const fields: DocumentData = {};
  let name = '';
  let updateTime: Timestamp | undefined;
  while (cursor.more()) {
    const tag = cursor.varint();
    if (tag === documentTags.fields) {
      decodeEntry(cursor, fields, 0);
    } else if (tag === documentTags.name) {
      name = cursor.text();
    } else if (tag === documentTags.updateTime) {
      updateTime = decodeTimestamp(cursor.inner());
    } else {
      cursor.skip(tag);
    }
  }
  if (updateTime === undefined) {
    throw new UnusualAnswer('a document has no time of its last write');
  }
  return [name, { id: idOf(name), data: () => fields, readTime, updateTime }];
}

function idOf(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

/** One entry of a map; its key and value come in this order, as every encoder writes them. */
function decodeEntry(cursor: Cursor, into: DocumentData, depth: number): void {
  const end = cursor.enter();
  if (cursor.varint() !== entryTags.key) {
    throw new UnusualAnswer('an entry has no key');
  }
  const key = cursor.text();
  // Names with two underscores are Firestore's own: by them it tells types that the protocol has no field for.
  if (key.startsWith('__') || cursor.varint() !== entryTags.value) {
    throw new UnusualAnswer('an entry is of an unusual kind');
  }
  into[key] = decodeValue(cursor, depth);
  cursor.leave(end);
}

function decodeValue(cursor: Cursor, depth: number): unknown {
  const end = cursor.enter();
  const value = decodeTagged(cursor, cursor.varint(), depth + 1);
  cursor.leave(end);
  return value;
}

function decodeTagged(cursor: Cursor, tag: number, depth: number): unknown {
  switch (tag) {
    case valueTags.string:
      return cursor.text();
    case valueTags.timestamp:
      return decodeTimestamp(cursor.inner());
    case valueTags.null:
      cursor.varint();
      return null;
    case valueTags.integer:
      return cursor.varint();
    case valueTags.boolean:
      return cursor.varint() !== 0;
    case valueTags.double:
      return cursor.double();
    case valueTags.map:
    case valueTags.array:
      if (depth > maxDepth) {
        throw new UnusualAnswer('a value is nested deeply');
      }
      return tag === valueTags.map ? decodeMap(cursor, depth) : decodeArray(cursor, depth);
    default:
      throw new UnusualAnswer(`a value has the tag ${tag}`);
  }
}

function decodeMap(cursor: Cursor, depth: number): DocumentData {
  const end = cursor.enter();
  const map: DocumentData = {};
  while (cursor.at < end) {
    if (cursor.varint() !== membersTag) {
      throw new UnusualAnswer('a map is of an unusual kind');
    }
    decodeEntry(cursor, map, depth);
  }
  cursor.leave(end);
  return map;
}

function decodeArray(cursor: Cursor, depth: number): unknown[] {
  const end = cursor.enter();
  const array: unknown[] = [];
  while (cursor.at < end) {
    if (cursor.varint() !== membersTag) {
      throw new UnusualAnswer('an array is of an unusual kind');
    }
    array.push(decodeValue(cursor, depth));
  }
  cursor.leave(end);
  return array;
}
