import { Timestamp } from 'firebase-admin/firestore';

const MICROS_PER_MILLI = 1000;
const MICROS_PER_SECOND = 1_000_000;
const NANOS_PER_MICRO = 1000;
const NANOS_PER_MILLI = 1_000_000;
const MILLIS_PER_SECOND = 1000;

/**
 * A timestamp whose `toMillis()` keeps the fraction. The database orders reads and writes by `toMillis()`;
 * with whole milliseconds, a write in the same millisecond as a transaction's read would go unnoticed.
 */
class MicroTimestamp extends Timestamp {
  override toMillis(): number {
    return this.seconds * MILLIS_PER_SECOND + this.nanoseconds / NANOS_PER_MILLI;
  }
}

/** Microseconds since 1970 as a Firestore timestamp. */
export function timestampFromMicros(micros: number): Timestamp {
  const seconds = Math.floor(micros / MICROS_PER_SECOND);
  return new MicroTimestamp(seconds, (micros - seconds * MICROS_PER_SECOND) * NANOS_PER_MICRO);
}

/** A Firestore timestamp in whole microseconds since 1970. */
export function microsFromTimestamp(timestamp: Timestamp): number {
  return timestamp.seconds * MICROS_PER_SECOND + Math.floor(timestamp.nanoseconds / NANOS_PER_MICRO);
}

/** The server's time: the machine's clock, never repeating and never going back. */
export interface ServerClock {
  /** Now, at least one microsecond after every time given before. */
  now(): Timestamp;
  /** Never give a time at or before this one again (times read back from disk). */
  advancePast(micros: number): void;
}

/** @param currentMillis the machine's time in milliseconds, `Date.now` by default */
export function createServerClock(currentMillis: () => number = Date.now): ServerClock {
  let lastMicros = 0;
  return {
    now() {
      lastMicros = Math.max(currentMillis() * MICROS_PER_MILLI, lastMicros + 1);
      return timestampFromMicros(lastMicros);
    },
    advancePast(micros) {
      lastMicros = Math.max(lastMicros, micros);
    },
  };
}
