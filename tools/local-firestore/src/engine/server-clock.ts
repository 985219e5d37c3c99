import { Timestamp } from 'firebase-admin/firestore';

const microsPerMilli = 1000;
const microsPerSecond = 1_000_000;
const nanosPerMicro = 1000;
const nanosPerMilli = 1_000_000;
const millisPerSecond = 1000;

/**
 * A timestamp whose `toMillis()` keeps the fraction. The database orders reads and writes by `toMillis()`;
 * with whole milliseconds, a write in the same millisecond as a transaction's read would go unnoticed.
 */
class MicroTimestamp extends Timestamp {
  override toMillis(): number {
    return this.seconds * millisPerSecond + this.nanoseconds / nanosPerMilli;
  }
}

/** Microseconds since 1970 as a Firestore timestamp. */
export function timestampFromMicros(micros: number): Timestamp {
  const seconds = Math.floor(micros / microsPerSecond);
  return new MicroTimestamp(seconds, (micros - seconds * microsPerSecond) * nanosPerMicro);
}

/** A Firestore timestamp in whole microseconds since 1970. */
export function microsFromTimestamp(timestamp: Timestamp): number {
  return timestamp.seconds * microsPerSecond + Math.floor(timestamp.nanoseconds / nanosPerMicro);
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
      lastMicros = Math.max(currentMillis() * microsPerMilli, lastMicros + 1);
      return timestampFromMicros(lastMicros);
    },
    advancePast(micros) {
      lastMicros = Math.max(lastMicros, micros);
    },
  };
}
