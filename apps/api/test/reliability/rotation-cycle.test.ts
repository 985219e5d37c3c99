import { describeRotationCycle } from './rotation-cycle.suite.ts';

describeRotationCycle(
  'the cycle of rotations under load',
  { records: 150, doomed: 10, callers: 3, pauseMs: 20 },
  // Long on a slow Firestore: seconds on a local one.
  300_000,
);
