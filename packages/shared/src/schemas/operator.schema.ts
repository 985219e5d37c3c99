import * as z from 'zod';
import { cursorSchema, instantSchema, organizationIdSchema, pageSchema } from './common.schema.ts';

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
    checkedAt: instantSchema,
  })
  .meta({ id: 'ProviderTrouble' });

/** `GET /operator/incidents`. */
export const providerTroubleListSchema = z
  .strictObject({ items: z.array(providerTroubleSchema) })
  .meta({ id: 'ProviderTroubleList' });
