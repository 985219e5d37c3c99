import * as z from 'zod';
import { integrationProviderSchema } from './provider.schema.ts';

const countSchema = z.number().int().min(0);

const refreshCountsSchema = z.strictObject({
  /** Integrations whose refresh was due. */
  due: countSchema,
  /** Handed to the task queue; they are counted by the task that refreshes them. */
  enqueued: countSchema,
  refreshed: countSchema,
  /** Found fresh, idle, disconnected or in another worker's hands by the time their turn came. */
  skipped: countSchema,
  failed: countSchema,
});

/** What a sweep or one of its batches did; `due` is the sum of the other four. */
export const refreshSummarySchema = refreshCountsSchema.extend({
  byProvider: z.record(integrationProviderSchema, refreshCountsSchema),
});
export type RefreshSummary = z.infer<typeof refreshSummarySchema>;
