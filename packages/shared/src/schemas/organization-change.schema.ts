import * as z from 'zod';
import { instantSchema } from './common.schema.ts';

/** What `GET /organization/events` tells: that a record has changed, and never the record. */
export const organizationChangeSchema = z
  .strictObject({
    kind: z
      .enum([
        'integration',
        'member',
        'organization',
        'apiKey',
        'webhookEndpoint',
        'authorization',
        'everything',
      ])
      .describe(
        'What has changed. `everything`: more than is told one by one; load again what you show. Members are told of connections only.',
      ),
    id: z.string().describe("The record's id; of `everything` the organization's."),
    version: z
      .string()
      .nullable()
      .describe(
        "An integration's `updatedAt`, so that a change that is known can be skipped; otherwise null.",
      ),
    deleted: z.boolean(),
    at: instantSchema,
  })
  .meta({ id: 'OrganizationChange' });
