import type { Timestamp } from 'firebase-admin-14/firestore';

const microsPerSecond = 1_000_000;
const nanosPerMicro = 1000;

/** The gRPC status code that a call ends with; 0 when it succeeds. */
export async function catchCode(call: Promise<unknown>): Promise<number> {
  try {
    await call;
    return 0;
  } catch (error) {
    if (error instanceof Error && 'code' in error && typeof error.code === 'number') {
      return error.code;
    }
    throw error;
  }
}

/** A timestamp in microseconds since 1970; 0 for none. */
export function micros(time: Timestamp | undefined): number {
  return time ? time.seconds * microsPerSecond + time.nanoseconds / nanosPerMicro : 0;
}
