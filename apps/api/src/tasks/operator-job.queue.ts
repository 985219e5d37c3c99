import { documentIdSchema } from '@klayim/shared/schemas';
import * as z from 'zod';
import { operatorQueueName } from '../config/deployment.ts';
import { defineTaskQueue } from './define-task-queue.ts';

const operatorJobSchema = z.discriminatedUnion('job', [
  z.strictObject({ job: z.literal('key_rotation') }),
  z.strictObject({ job: z.literal('sweep'), sweepId: documentIdSchema }),
]);

/** Work that an operator starts and that takes longer than a request. */
export type OperatorJob = z.infer<typeof operatorJobSchema>;

/** Jobs of operators. */
export const operatorJobQueue = defineTaskQueue({ name: operatorQueueName, schema: operatorJobSchema });
