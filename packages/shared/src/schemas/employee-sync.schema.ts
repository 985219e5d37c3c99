import * as z from 'zod';
import { documentIdSchema, timestampSchema } from './common.schema.ts';
import { employeeSchema, employeeSourceTypeSchema } from './employee.schema.ts';
import { sourcedEmployeeRequestSchema } from './employee-request.schema.ts';

/** Records that one call may carry. */
const maxRecords = 5_000;

const syncRecordSchema = z
  .strictObject({
    ...sourcedEmployeeRequestSchema.shape,
    sourceId: employeeSchema.shape.sourceId.unwrap(),
  })
  .meta({ id: 'EmployeeSyncRecord' });

/**
 * `POST /employees/sync`. `incremental`: these records, and nobody else is touched. `full`: the source has these people
 * and no others; who is missing is deleted for good. A source with more than fits one call starts a session first.
 */
export const employeeSyncRequestSchema = z
  .strictObject({
    sourceType: employeeSourceTypeSchema,
    mode: z.enum(['incremental', 'full']),
    employees: z.array(syncRecordSchema).max(maxRecords),
    sessionId: documentIdSchema
      .optional()
      .describe('A part of this session: no employee is deleted before the session is finished.'),
  })
  .superRefine(({ mode, employees, sessionId }, context) => {
    if (sessionId !== undefined && mode !== 'full') {
      context.addIssue({ code: 'custom', path: ['mode'], message: 'must be full in a session' });
    }
    if (mode === 'full' && sessionId === undefined && employees.length === 0) {
      // A source that answers with nothing has a fault more often than an organization without people.
      context.addIssue({
        code: 'custom',
        path: ['employees'],
        message: 'must not be empty in a full synchronization',
      });
    }
    const places = new Map<string, number>();
    for (const [index, { sourceId, hourlyRateCents, annualSalaryCents }] of employees.entries()) {
      const earlier = places.get(sourceId);
      if (earlier !== undefined) {
        const message = `is the same as that of record ${earlier}`;
        context.addIssue({ code: 'custom', path: ['employees', index, 'sourceId'], message });
      }
      places.set(sourceId, index);
      if (hourlyRateCents !== undefined && annualSalaryCents !== undefined) {
        const message = 'must not be given beside hourlyRateCents';
        context.addIssue({ code: 'custom', path: ['employees', index, 'annualSalaryCents'], message });
      }
    }
  })
  .meta({ id: 'EmployeeSync' });
export type EmployeeSyncRequest = z.infer<typeof employeeSyncRequestSchema>;

const countSchema = z.number().int().min(0);

/** Answer of `POST /employees/sync`. */
export const employeeSyncResultSchema = z
  .strictObject({
    created: countSchema,
    updated: countSchema,
    unchanged: countSchema.describe('Were like this already, and cost no write.'),
    deleted: countSchema,
  })
  .meta({ id: 'EmployeeSyncResult' });
export type EmployeeSyncResult = z.infer<typeof employeeSyncResultSchema>;

/** `POST /employee-sync-sessions`. */
export const startEmployeeSyncSchema = z
  .strictObject({ sourceType: employeeSourceTypeSchema })
  .meta({ id: 'StartEmployeeSync' });

/** A full synchronization in several calls. */
export const employeeSyncSessionSchema = z
  .strictObject({
    id: documentIdSchema,
    sourceType: employeeSourceTypeSchema,
    status: z
      .enum(['open', 'finishing', 'finished'])
      .describe(
        '`open`: takes records. `finishing`: is deleting who was not sent; finish it again to go on. `finished`: done.',
      ),
    received: countSchema.describe('Records that were sent, repetitions included.'),
    deleted: countSchema,
    startedAt: timestampSchema,
    expiresAt: timestampSchema.describe(
      'An unfinished session is forgotten then, and no employee is deleted.',
    ),
  })
  .meta({ id: 'EmployeeSyncSession' });
export type EmployeeSyncSession = z.infer<typeof employeeSyncSessionSchema>;
