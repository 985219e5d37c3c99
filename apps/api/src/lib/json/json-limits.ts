import { setImmediate } from 'node:timers/promises';

/** How much a JSON text may hold. It is judged on the bytes, before anything is decoded or parsed. */
export interface JsonLimits {
  /** Objects and arrays inside each other. */
  depth: number;
  /** Members of one object. */
  members: number;
  /** Items of one array. */
  items: number;
  /** Values in the whole text. */
  values: number;
  /** Length of one string, in bytes as it was sent. */
  stringBytes: number;
  /** Length of the name of a member, in bytes as it was sent. */
  nameBytes: number;
}

/** The first place where a text exceeds its limits. */
export interface JsonExcess {
  /** Names and indexes from the root to the place. */
  path: (string | number)[];
  message: string;
}

const quote = 0x22;
const comma = 0x2c;
const openArray = 0x5b;
const backslash = 0x5c;
const closeArray = 0x5d;
const openObject = 0x7b;
const closeObject = 0x7d;

/** A container that the scan is in. */
interface Level {
  isArray: boolean;
  /** Commas so far: one less than its members or items. */
  commas: number;
  /** Where the name of the current member stands. */
  nameStart: number;
  nameEnd: number;
  isNameNext: boolean;
}

/** Bytes that are scanned before others get a turn. */
const bytesOfATurn = 1_048_576;

/** As {@link findJsonExcess}, with a turn of the event loop after each megabyte. */
export async function findJsonExcessInTurns(
  bytes: Uint8Array,
  limits: JsonLimits,
): Promise<JsonExcess | undefined> {
  const scan = scanJson(bytes, limits);
  for (;;) {
    const { value, done } = scan.next();
    if (done) {
      return value;
    }
    await setImmediate();
  }
}

/**
 * Finds the first place where a JSON text holds more than the limits allow. One pass over the bytes in constant memory.
 * A text that is not JSON is scanned just the same: the parser refuses it later, and its size is bounded by then.
 */
export function findJsonExcess(bytes: Uint8Array, limits: JsonLimits): JsonExcess | undefined {
  const scan = scanJson(bytes, limits);
  for (;;) {
    const { value, done } = scan.next();
    if (done) {
      return value;
    }
  }
}

/** Yields after each megabyte. */
function* scanJson(bytes: Uint8Array, limits: JsonLimits): Generator<undefined, JsonExcess | undefined> {
  // One for each depth, used again and again: a text can open millions of containers.
  const levels = Array.from({ length: limits.depth }, newLevel);
  let depth = 0;
  let level: Level | undefined;
  let values = 1;
  let turnEnds = bytesOfATurn;
  const excess = (message: string, count = depth): JsonExcess => ({
    path: levels.slice(0, count).map((each) => (each.isArray ? each.commas : nameOf(bytes, each))),
    message,
  });
  for (let at = 0; at < bytes.length; at += 1) {
    if (at >= turnEnds) {
      turnEnds = at + bytesOfATurn;
      yield;
    }
    switch (bytes[at]) {
      case quote: {
        // Of one that is too long, the end does not matter.
        const most = level?.isNameNext ? limits.nameBytes : limits.stringBytes;
        const end = endOfString(bytes, at + 1, most + 1);
        const length = end - at - 1;
        if (level?.isNameNext) {
          if (length > most) {
            return excess(`has a name of more than ${most} bytes`, depth - 1);
          }
          level.nameStart = at;
          level.nameEnd = end + 1;
          level.isNameNext = false;
        } else if (length > most) {
          return excess(`is longer than ${most} bytes`);
        }
        at = end;
        break;
      }
      case openArray:
      case openObject: {
        level = levels[depth];
        if (!level) {
          return excess(`is nested deeper than ${limits.depth} levels`);
        }
        depth += 1;
        level.isArray = bytes[at] === openArray;
        level.isNameNext = !level.isArray;
        level.commas = 0;
        level.nameStart = 0;
        level.nameEnd = 0;
        break;
      }
      case closeArray:
      case closeObject:
        // The text is complete: whatever follows, the parser refuses it.
        if (depth <= 1) {
          return undefined;
        }
        depth -= 1;
        level = levels[depth - 1];
        break;
      case comma: {
        values += 1;
        if (values > limits.values) {
          return excess(`holds more than ${limits.values} values`, 0);
        }
        if (!level) {
          break;
        }
        level.commas += 1;
        level.isNameNext = !level.isArray;
        const most = level.isArray ? limits.items : limits.members;
        if (level.commas >= most) {
          return excess(`has more than ${most} ${level.isArray ? 'items' : 'members'}`, depth - 1);
        }
        break;
      }
    }
  }
  return undefined;
}

function newLevel(): Level {
  return { isArray: false, commas: 0, nameStart: 0, nameEnd: 0, isNameNext: false };
}

/** Index of the quote that ends a string, or of the end of the text, or one at least `most` bytes on. */
function endOfString(bytes: Uint8Array, start: number, most: number): number {
  const last = Math.min(bytes.length, start + most);
  let at = start;
  while (at < last && bytes[at] !== quote) {
    at += bytes[at] === backslash ? 2 : 1;
  }
  return Math.min(at, bytes.length);
}

/** The name of the current member; its raw form when it is not well formed. */
function nameOf(bytes: Uint8Array, { nameStart, nameEnd }: Level): string {
  const text = new TextDecoder().decode(bytes.subarray(nameStart, nameEnd));
  try {
    return String(JSON.parse(text));
  } catch {
    return text;
  }
}
