import * as z from 'zod';
import { cursorSchema, organizationIdSchema, pageSchema, timestampSchema } from './common.schema.ts';

const countSchema = z.number().int().min(0);

/** An organization, as those who run the platform see it. */
export const operatorOrganizationSchema = z
  .strictObject({
    id: organizationIdSchema,
    name: z.string(),
    connections: countSchema,
    connectionsInNeed: countSchema.describe('Those that a person has to do something for.'),
    members: countSchema.describe('People whom the API has seen.'),
  })
  .meta({ id: 'OperatorOrganization' });

/** `GET /operator/organizations`. */
export const operatorOrganizationPageSchema = pageSchema(operatorOrganizationSchema).meta({
  id: 'OperatorOrganizationPage',
});
export type OperatorOrganizationPage = z.infer<typeof operatorOrganizationPageSchema>;

/** Query of `GET /operator/organizations`. */
export const operatorOrganizationQuerySchema = z.strictObject({
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(25)
    .default(10)
    .describe('How many organizations a page may hold.'),
  cursor: cursorSchema.optional(),
});

/** What all instances have met together of an authorization server's trouble. */
export const providerTroubleSchema = z
  .strictObject({
    server: z.string().describe('The authorization server, such as `google`.'),
    failure: z.enum(['misconfigured', 'unavailable']),
    incident: z.boolean().describe('Whether so many have met it that it is no fault of theirs.'),
    organizations: z.array(organizationIdSchema).describe('Whom it met in the last minutes, at most 20.'),
    checkedAt: timestampSchema,
  })
  .meta({ id: 'ProviderTrouble' });

/** `GET /operator/incidents`. */
export const providerTroubleListSchema = z
  .strictObject({ items: z.array(providerTroubleSchema) })
  .meta({ id: 'ProviderTroubleList' });
export type ProviderTroubleList = z.infer<typeof providerTroubleListSchema>;

/** Work that waits, as the database shows it. What Cloud Tasks holds is a part of it. */
export const queueDepthSchema = z
  .strictObject({
    queue: z
      .enum(['refreshes', 'webhooks', 'notifications', 'mails'])
      .describe(
        '`refreshes`: connections whose refresh is due. `webhooks`: events that an endpoint has yet to take. `notifications`: what organizations will be mailed. `mails`: mails that are not sent yet.',
      ),
    waiting: countSchema.describe('Everything that waits, for its time too.'),
    overdue: countSchema.describe(
      'What should have been taken up by now: the schedule or a worker is behind.',
    ),
    overdueSince: timestampSchema
      .nullable()
      .describe('Since when the oldest of that is due; null when nothing is overdue.'),
  })
  .meta({ id: 'QueueDepth' });
export type QueueDepth = z.infer<typeof queueDepthSchema>;

/** `GET /operator/queues`. */
export const queueDepthListSchema = z
  .strictObject({ items: z.array(queueDepthSchema), countedAt: timestampSchema })
  .meta({ id: 'QueueDepths' });
export type QueueDepthList = z.infer<typeof queueDepthListSchema>;

const dateSchema = z.iso.date();

/** When the client secrets of one authorization server end. The secrets are not told. */
export const clientSecretEndsSchema = z
  .strictObject({
    server: z.string().describe('The authorization server, such as `google`.'),
    endsOn: z
      .array(dateSchema.nullable())
      .describe(
        'In the order of the secrets, the newest first; null for one that does not end. Empty when the configuration does not say.',
      ),
    worksUntil: dateSchema
      .nullable()
      .describe(
        'From when on no secret is left that works; null when one does not end, or nothing is known.',
      ),
    daysLeft: z
      .number()
      .int()
      .nullable()
      .describe('Whole days until then, begun ones included; negative when it is over.'),
  })
  .meta({ id: 'ClientSecretEnds' });
export type ClientSecretEnds = z.infer<typeof clientSecretEndsSchema>;

/** `GET /operator/client-secrets`. */
export const clientSecretEndsListSchema = z
  .strictObject({ items: z.array(clientSecretEndsSchema).describe('Of the servers that are configured.') })
  .meta({ id: 'ClientSecretEndsList' });
