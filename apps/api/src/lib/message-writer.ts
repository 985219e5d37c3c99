import { frameHeaderBytes } from './document-message.ts';

const initialBytes = 4_096;
const moreFollow = 0x80;

/**
 * Writes a message of Protocol Buffers from its end to its start: the length of what is inside is known by the time that it
 * is written in front of it.
 * @see https://protobuf.dev/programming-guides/encoding/
 */
export class MessageWriter {
  #bytes = Buffer.allocUnsafe(initialBytes);
  #length = 0;

  /** Bytes that are written. */
  get length(): number {
    return this.#length;
  }

  /** An integer that is not negative. */
  varint(value: number): void {
    let size = 1;
    for (let rest = value; rest >= moreFollow; rest = Math.floor(rest / moreFollow)) {
      size += 1;
    }
    let at = this.#makeRoom(size);
    let rest = value;
    for (; rest >= moreFollow; rest = Math.floor(rest / moreFollow)) {
      this.#bytes[at++] = (rest % moreFollow) | moreFollow;
    }
    this.#bytes[at] = rest;
  }

  /** A safe integer, as an `int64`. */
  integer(value: number): void {
    if (value >= 0) {
      this.varint(value);
      return;
    }
    let rest = BigInt.asUintN(64, BigInt(value));
    const start = this.#makeRoom(10);
    for (let index = 0; index < 9; index += 1) {
      this.#bytes[start + index] = Number(rest & 0x7fn) | moreFollow;
      rest >>= 7n;
    }
    this.#bytes[start + 9] = Number(rest);
  }

  double(value: number): void {
    const at = this.#makeRoom(8);
    this.#bytes.writeDoubleLE(value, at);
  }

  /** A field that holds text. */
  text(tag: number, value: string): void {
    const size = Buffer.byteLength(value);
    const at = this.#makeRoom(size);
    this.#bytes.write(value, at);
    this.varint(size);
    this.varint(tag);
  }

  /** Makes a field of what was written since the length was `before`. */
  enclose(tag: number, before: number): void {
    this.varint(this.#length - before);
    this.varint(tag);
  }

  /** Everything as one gRPC message. Nothing can be written any more. */
  toFrame(): Buffer {
    const messageLength = this.#length;
    const at = this.#makeRoom(frameHeaderBytes);
    this.#bytes[at] = 0;
    this.#bytes.writeUInt32BE(messageLength, at + 1);
    return this.#bytes.subarray(at);
  }

  /** Where so many bytes can be written, in front of the others. */
  #makeRoom(size: number): number {
    const length = this.#length + size;
    if (length > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(2 * this.#bytes.length, length));
      this.#bytes.copy(larger, larger.length - this.#length, this.#bytes.length - this.#length);
      this.#bytes = larger;
    }
    this.#length = length;
    return this.#bytes.length - length;
  }
}
