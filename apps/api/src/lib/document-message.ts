import { Timestamp } from 'firebase-admin/firestore';

/** Of a field: its number and how it is written on the wire. @see https://protobuf.dev/programming-guides/encoding/ */
const lengthDelimited = 2;
export const tagOf = (field: number, wireType = lengthDelimited) => field * 8 + wireType;

// The messages of google/firestore/v1/document.proto.
export const documentTags = { name: tagOf(1), fields: tagOf(2), updateTime: tagOf(4) };
export const entryTags = { key: tagOf(1), value: tagOf(2) };
export const timestampTags = { seconds: tagOf(1, 0), nanos: tagOf(2, 0) };
/** `values` of an ArrayValue and `fields` of a MapValue. */
export const membersTag = tagOf(1);
export const valueTags = {
  boolean: tagOf(1, 0),
  integer: tagOf(2, 0),
  double: tagOf(3, 1),
  map: tagOf(6),
  array: tagOf(9),
  timestamp: tagOf(10),
  null: tagOf(11, 0),
  string: tagOf(17),
} as const;

/** Of a gRPC message: a byte that says whether it is compressed, and its length in four. */
export const frameHeaderBytes = 5;

/** The answer is sound, perhaps, but only the SDK knows how to read it. */
export class UnusualAnswer extends Error {
  override readonly name = 'UnusualAnswer';
}

/** The messages of an answer, one after the other. @throws {UnusualAnswer} */
export function* messagesOf(body: Buffer): Generator<Cursor> {
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
    yield new Cursor(body, start, at);
  }
}

export function decodeTimestamp(cursor: Cursor): Timestamp {
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

/** A place in a message. */
export class Cursor {
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
