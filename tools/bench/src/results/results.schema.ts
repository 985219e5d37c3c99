import * as z from 'zod';

const sideSchema = z.strictObject({
  /** What was done. */
  label: z.string(),
  /** One for each round, in the figure's unit. */
  samples: z.array(z.number()).min(1),
});

const figureSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  unit: z.string(),
  ours: sideSchema,
  /** What ours is divided by, round by round; null when the figure itself is held against the goal. */
  floor: sideSchema.nullable(),
  /** Of the ratio, or of the figure itself. */
  goal: z
    .strictObject({
      bound: z.enum(['at least', 'at most']),
      value: z.number(),
      /** Why it is not met yet. A goal without it has been met, and `bench` fails when it is lost. */
      notMetBecause: z.string().optional(),
    })
    .nullable(),
});

const operationSchema = z.strictObject({
  action: z.string(),
  reads: z.int(),
  writes: z.int(),
  queries: z.int(),
  minimum: z.strictObject({ reads: z.int(), writes: z.int() }),
  /** Why less cannot do, or why more is done. */
  because: z.string(),
});

const sweepReadsSchema = z.strictObject({
  total: z.int(),
  due: z.int(),
  /** Documents read by the sweep that finds and hands out. */
  sweepReads: z.int(),
  /** Documents read by the workers that refresh. */
  workerReads: z.int(),
  queries: z.int(),
});

/** `bench/results.json`: all that a run measured, and what it was measured on. */
export const resultsSchema = z.strictObject({
  measuredAt: z.iso.datetime(),
  durationSeconds: z.int(),
  machine: z.strictObject({
    cores: z.int(),
    processor: z.string(),
    memoryMiB: z.int(),
    node: z.string(),
    platform: z.string(),
    /** Processes that wanted to run, on average over a minute, before the bench began. */
    loadBefore: z.number(),
  }),
  figures: z.array(figureSchema),
  sweepReads: z.array(sweepReadsSchema),
  /** Memory of the process that sweeps, while it does. */
  sweepMemory: z.array(z.strictObject({ atMs: z.number(), residentMiB: z.number(), heapMiB: z.number() })),
  operations: z.array(operationSchema),
});

export type Results = z.infer<typeof resultsSchema>;
export type Figure = Results['figures'][number];
export type Operation = Results['operations'][number];
export type SweepReads = Results['sweepReads'][number];
export type MemorySample = Results['sweepMemory'][number];
