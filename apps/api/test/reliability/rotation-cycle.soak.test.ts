import { describeRotationCycle } from './rotation-cycle.suite.ts';

describeRotationCycle(
  'the cycle of rotations under load, of many records',
  { records: 1_500, doomed: 100, callers: 8, pauseMs: 10 },
  540_000,
);
