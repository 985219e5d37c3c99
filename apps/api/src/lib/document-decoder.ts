import { type DocumentData, type DocumentSnapshot, Timestamp } from 'firebase-admin/firestore';

/** A document as it was read; `data` gives undefined when there is none. */
export type ReadDocument = Pick<DocumentSnapshot, 'id' | 'data' | 'readTime' | 'updateTime'>;

// Tags of the fields that are read: the field's number and how it is written on the wire.
const lengthDelimited = 2;
const tagOf = (field: number, wireType = lengthDelimited) => field * 8 + wireType;
const responseTags = { found: tagOf(1), missing: tagOf(2), readTime: tagOf(4) };
const documentTags = { name: tagOf(1), fields: tagOf(2), updateTime: tagOf(4) };
const entryTags = { key: tagOf(1), value: tagOf(2) };
const timestampTags = { seconds: tagOf(1, 0), nanos: tagOf(2, 0) };
/** `values` of an ArrayValue and `fields` of a MapValue. */
const membersTag = tagOf(1);
const valueTags = {
  boolean: tagOf(1, 0),
  integer: tagOf(2, 0),
  double: tagOf(3, 1),
  map: tagOf(6),
  array: tagOf(9),
  timestamp: tagOf(10),
  null: tagOf(11, 0),
  string: tagOf(17),
} as const;

const maxDepth = 20;
/** Of a gRPC message: a byte that says whether it is compressed, and its length in four. */
const frameHeaderBytes = 5;
/** Of a text: its tag, and its length in five bytes at most. */
const maxHeadBytes = 6;

/** The answer is sound, perhaps, but only the SDK knows how to read it. */
export class UnusualAnswer extends Error {
  override readonly name = 'UnusualAnswer';
}

/** A `BatchGetDocumentsRequest` for documents by their full names, as one gRPC message. */
export function encodeBatchGet(database: string, names: readonly string[]): Buffer {
  const texts = [database, ...names];
  const sizes = texts.map((text) => Buffer.byteLength(text));
  const total = sizes.reduce((sum, size) => sum + size + maxHeadBytes, frameHeaderBytes);
  const frame = Buffer.alloc(total);
  let at = frameHeaderBytes;
  for (const [index, text] of texts.entries()) {
    frame[at++] = tagOf(index === 0 ? 1 : 2);
    let rest = sizes[index] ?? 0;
    for (; rest > 0x7f; rest >>>= 7) {
      frame[at++] = (rest & 0x7f) | 0x80;
    }
    frame[at++] = rest;
    at += frame.write(text, at);
  }
  frame.writeUInt32BE(at - frameHeaderBytes, 1);
  return frame.subarray(0, at);
}

/**
 * The documents of a stream of `BatchGetDocumentsResponse` messages, by their full names, with the values that the SDK
 * would give.
 * @throws {UnusualAnswer} when one holds a type of value, or anything else, that our documents do not have.
 */
export function decodeBatchGet(body: Buffer): Map<string, ReadDocument> {
  const documents = new Map<string, ReadDocument>();
  let at = 0;
  while (at < body.length) {
    if (at + frameHeaderBytes > body.length || body[at] !== 0) {
      throw new UnusualAnswer('a frame is compressed or cut short');
    }
    const start = at + frameHeaderBytes;
    at = start + body.readUInt32BE(at + 1);
    if (at > body.length) {
      throw new UnusualAnswer('a message is cut short');
    }
    decodeResponse(new Cursor(body, start, at), documents);
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

function decodeTimestamp(cursor: Cursor): Timestamp {
  let [seconds, nanos] = [0, 0];
  while (cursor.more()) {
    const tag = cursor.varint();
    if (tag === timestampTags.seconds) {
      seconds = cursor.varint();
    } else if (tag === timestampTags.nanos) {
      nanos = cursor.varint();
    } else {
      throw new UnusualAnswer(`a timestamp has the tag ${tag}`);
    }
  }
  return new Timestamp(seconds, nanos);
}

/** A place in a message. @see https://protobuf.dev/programming-guides/encoding/ */
class Cursor {
  readonly #bytes: Buffer;
  readonly #end: number;
  at: number;

  constructor(bytes: Buffer, at: number, end: number) {
    this.#bytes = bytes;
    this.at = at;
    this.#end = end;
  }

  more(): boolean {
    return this.at < this.#end;
  }

  /** An integer of up to 64 bits, negative ones included; above 2^53 it is rounded, as by the SDK. */
  varint(): number {
    let value = 0;
    let factor = 1;
    for (let count = 0; count < 7; count += 1) {
      const byte = this.#byte();
      if (byte < 0x80) {
        return value + byte * factor;
      }
      value += (byte & 0x7f) * factor;
      factor *= 0x80;
    }
    return this.#restOfVarint(value);
  }

  #restOfVarint(low: number): number {
    let value = BigInt(low);
    for (let shift = 49n; shift < 70n; shift += 7n) {
      const byte = this.#byte();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) {
        return Number(BigInt.asIntN(64, value));
      }
    }
    throw new UnusualAnswer('an integer is too long');
  }

  double(): number {
    const at = this.#take(8);
    return this.#bytes.readDoubleLE(at);
  }

  text(): string {
    const length = this.varint();
    const at = this.#take(length);
    return this.#bytes.toString('utf8', at, at + length);
  }

  /** The message that begins here, as a place of its own; this one goes on behind it. */
  inner(): Cursor {
    const length = this.varint();
    const at = this.#take(length);
    return new Cursor(this.#bytes, at, at + length);
  }

  /** Goes into the message that begins here; gives its end. */
  enter(): number {
    const length = this.varint();
    const end = this.at + length;
    if (end > this.#end) {
      throw new UnusualAnswer('a message ends too early');
    }
    return end;
  }

  /** Goes on behind a message. It must have been read to its end: what is left would be something unknown. */
  leave(end: number): void {
    if (this.at !== end) {
      throw new UnusualAnswer('a message holds more than is known');
    }
  }

  /** Passes over a field that is not needed. */
  skip(tag: number): void {
    if (tag % 8 !== lengthDelimited) {
      throw new UnusualAnswer(`a message has the tag ${tag}`);
    }
    this.#take(this.varint());
  }

  #take(length: number): number {
    const at = this.at;
    this.at += length;
    if (this.at > this.#end) {
      throw new UnusualAnswer('a message ends too early');
    }
    return at;
  }

  #byte(): number {
    const byte = this.#bytes[this.at];
    if (byte === undefined || this.at >= this.#end) {
      throw new UnusualAnswer('a message ends too early');
    }
    this.at += 1;
    return byte;
  }
}
