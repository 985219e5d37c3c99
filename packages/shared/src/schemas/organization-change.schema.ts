import * as z from 'zod';
import { timestampSchema } from './common.schema.ts';

const positionSchema = z.string().regex(/^[\w-]{1,64}\.\d{1,15}$/, 'must be the position of a change');

/** Query of `GET /organization/events`. */
export const organizationEventsQuerySchema = z.strictObject({
  after: positionSchema
    .optional()
    .describe('The `position` of the last change that is known: what came before it is not told again.'),
  until: z
    .literal('change')
    .optional()
    .describe(
      '`change`: the answer ends with the first changes, for readers behind something that passes an answer on only when it is complete, as Firebase Hosting does.',
    ),
});
export type OrganizationEventsQuery = z.infer<typeof organizationEventsQuerySchema>;

/** What `GET /organization/events` tells: that a record has changed, and never the record. */
export const organizationChangeSchema = z
  .strictObject({
    kind: z
      .enum([
        'integration',
        'incident',
        'employee',
        'employees',
        'employeeImport',
        'member',
        'organization',
        'apiKey',
        'webhookEndpoint',
        'authorization',
        'everything',
      ])
      .describe(
        'What has changed. `employees`: ten or more at once. `employeeImport`: an import or a check of a file is over. `incident`: one of a provider has begun, or has ended (`deleted`). `everything`: more than is told one by one; load again what you show. Members are told of connections, incidents and employees, backends of connections and incidents.',
      ),
    id: z
      .string()
      .describe(
        "The record's id; of `employees` and `everything` the organization's, of `incident` the authorization server's.",
      ),
    version: z
      .string()
      .nullable()
      .describe(
        "An integration's `updatedAt`, so that a change that is known can be skipped; otherwise null.",
      ),
    deleted: z.boolean(),
    at: timestampSchema,
    position: positionSchema.describe('Name it in `after` when you connect again.'),
  })
  .meta({ id: 'OrganizationChange' });
export type OrganizationChange = z.infer<typeof organizationChangeSchema>;
