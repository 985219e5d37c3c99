import { provideFirestore } from './vitest-global-setup.ts';

/** How long Google's emulator lets a transaction hold its documents whose client is gone, in milliseconds. */
const emulatorLockMs = 15_000;

/** As vitest-global-setup.ts, with a Firestore that locks what transactions read. */
export function setup(): Promise<() => Promise<void>> {
  return provideFirestore(emulatorLockMs);
}
