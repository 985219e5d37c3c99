import type { TestProject } from 'vitest/node';
import { provideFirestore } from './vitest-global-setup.ts';

/** How long Google's emulator lets a transaction hold its documents whose client is gone, in milliseconds. */
const emulatorLockMs = 15_000;

/** As vitest-global-setup.ts, with a Firestore that locks what transactions read. */
export function setup(project: TestProject): Promise<() => Promise<void>> {
  return provideFirestore(project, emulatorLockMs);
}
