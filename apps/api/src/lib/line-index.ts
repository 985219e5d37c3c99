import { hash } from 'node:crypto';

/** Remembers on which line of a file something stood first. */
export interface LineIndex {
  /** The line where this stood; undefined when it did not yet. */
  lineOf(text: string): number | undefined;
  /** Notes a text that has no line yet. @throws {RangeError} when more are noted than there is room for. */
  note(text: string, line: number): void;
}

/** A slot, and the digest that belongs there. */
interface Place {
  slot: number;
  one: number;
  other: number;
}

/**
 * A {@link LineIndex} for up to `capacity` texts, whose memory is the same from the first to the last: 12 bytes for each
 * of twice as many slots, whatever the texts' length. Texts are told apart by 64 bits of their SHA-256, of which two of
 * 50,000 are the same once in ten thousand million files.
 */
export function createLineIndex(capacity: number): LineIndex {
  const slots = 2 ** Math.ceil(Math.log2(capacity * 2));
  const high = new Uint32Array(slots);
  const low = new Uint32Array(slots);
  const lines = new Uint32Array(slots);
  let noted = 0;
  // What is looked up is often noted next: it is hashed once.
  let last: { text: string; place: Place } | undefined;

  function placeOf(text: string): Place {
    if (last?.text !== text) {
      last = { text, place: findPlace(text) };
    }
    return last.place;
  }

  /** The slot of a text, or the free one where it would be (linear probing). */
  function findPlace(text: string): Place {
    const digest = hash('sha256', text, 'buffer');
    const one = digest.readUInt32LE(0);
    const other = digest.readUInt32LE(4);
    let slot = one % slots;
    while (lines[slot] !== 0 && (high[slot] !== one || low[slot] !== other)) {
      slot = (slot + 1) % slots;
    }
    return { slot, one, other };
  }

  return {
    lineOf: (text) => lines[placeOf(text).slot] || undefined,
    note(text, line) {
      noted += 1;
      if (noted > capacity) {
        throw new RangeError('more texts than there is room for');
      }
      const { slot, one, other } = placeOf(text);
      high[slot] = one;
      low[slot] = other;
      lines[slot] = line;
    },
  };
}
