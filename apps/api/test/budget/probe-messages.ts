/** What a test asks the probe in an instance. */
export type ProbeOrder = 'start' | 'stop' | 'calibrate';

/** What the probe answers, each order its part. */
export interface ProbeAnswer {
  order: ProbeOrder | 'listen';
  /** Of `listen`, which comes unasked. */
  port: number;
  /** Of `start`: resident memory, after a garbage collection. */
  residentBytes: number;
  /** Of `stop`: the most that was resident since `start`. */
  peakBytes: number;
  /** Of `stop`: the longest delay of the event loop since `start`, by the clock. */
  maxDelayMs: number;
  /** Of `stop`: the most computing time that one turn of the event loop took since `start`. */
  maxTurnMs: number;
  /** Of `calibrate`: computing time of a known piece of work. */
  calibrationMs: number;
}
