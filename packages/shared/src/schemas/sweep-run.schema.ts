import * as z from 'zod';
import { documentIdSchema, timestampSchema } from './common.schema.ts';
import { refreshSummarySchema } from './refresh-summary.schema.ts';

/** One sweep over everything that was due, as operators see it. */
export const sweepRunSchema = z
  .strictObject({
    id: documentIdSchema,
    status: z
      .enum(['queued', 'finished', 'failed'])
      .describe('`queued`: it waits for its turn on the task queue, or is under way.'),
    startedBy: z.string().describe('User id of the operator; `schedule` for the regular ones.'),
    requestedAt: timestampSchema,
    finishedAt: timestampSchema.nullable(),
    summary: refreshSummarySchema
      .nullable()
      .describe('What it found and did; null before it is finished, and when it failed.'),
    failure: z.string().nullable().describe('Code of the error that ended it.'),
  })
  .meta({ id: 'SweepRun' });
export type SweepRun = z.infer<typeof sweepRunSchema>;

/** `GET /operator/sweeps`. */
export const sweepRunListSchema = z
  .strictObject({ items: z.array(sweepRunSchema).describe('Newest first.') })
  .meta({ id: 'SweepRuns' });
