import { describeRotationCycle } from './rotation-cycle.suite.ts';

describeRotationCycle(
  'the cycle of rotations under load',
  { records: 150, doomed: 10, callers: 3, pauseMs: 20 },
  60_000,
);
