import { documentIdSchema, organizationIdSchema } from '@klayim/shared/schemas';
import * as z from 'zod';
import { importQueueName } from '../config/deployment.ts';
import { defineTaskQueue } from './define-task-queue.ts';

const employeeImportTaskSchema = z.strictObject({
  organizationId: organizationIdSchema,
  importId: documentIdSchema,
});

/** Which import to work on. */
export type EmployeeImportTask = z.infer<typeof employeeImportTaskSchema>;

/** Imports of employees that are under way. */
export const employeeImportQueue = defineTaskQueue({
  name: importQueueName,
  schema: employeeImportTaskSchema,
});
