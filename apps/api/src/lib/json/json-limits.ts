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

/**
 * Finds the first place where a JSON text holds more than the limits allow. One pass over the bytes in constant memory.
 * A text that is not JSON is scanned just the same: the parser refuses it later, and its size is bounded by then.
 */
export function findJsonExcess(bytes: Uint8Array, limits: JsonLimits): JsonExcess | undefined {
  const levels: Level[] = [];
  let level: Level | undefined;
  let values = 1;
  const excess = (message: string, from = levels): JsonExcess => ({
    path: from.map((each) => (each.isArray ? each.commas : nameOf(bytes, each))),
    message,
  });
  for (let at = 0; at < bytes.length; at += 1) {
    switch (bytes[at]) {
      case quote: {
        const end = endOfString(bytes, at + 1);
        const length = end - at - 1;
        if (level?.isNameNext) {
          if (length > limits.nameBytes) {
            return excess(`has a name of more than ${limits.nameBytes} bytes`, levels.slice(0, -1));
          }
          level.nameStart = at;
          level.nameEnd = end + 1;
          level.isNameNext = false;
        } else if (length > limits.stringBytes) {
          return excess(`is longer than ${limits.stringBytes} bytes`);
        }
        at = end;
        break;
      }
      case openArray:
      case openObject: {
        if (levels.length >= limits.depth) return excess(`is nested deeper than ${limits.depth} levels`);
        const isArray = bytes[at] === openArray;
        level = { isArray, commas: 0, nameStart: 0, nameEnd: 0, isNameNext: !isArray };
        levels.push(level);
        break;
      }
      case closeArray:
      case closeObject:
        levels.pop();
        level = levels.at(-1);
        break;
      case comma: {
        values += 1;
        if (values > limits.values) return excess(`holds more than ${limits.values} values`, []);
        if (!level) break;
        level.commas += 1;
        level.isNameNext = !level.isArray;
        const most = level.isArray ? limits.items : limits.members;
        if (level.commas >= most) {
          return excess(`has more than ${most} ${level.isArray ? 'items' : 'members'}`, levels.slice(0, -1));
        }
        break;
      }
    }
  }
  return undefined;
}

/** Index of the quote that ends a string, or the end of the text. */
function endOfString(bytes: Uint8Array, start: number): number {
  let at = start;
  while (at < bytes.length && bytes[at] !== quote) at += bytes[at] === backslash ? 2 : 1;
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
