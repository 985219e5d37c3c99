import * as z from 'zod';
import { connectionReasonSchema } from './connection-reason.schema.ts';
import { integrationProviderSchema } from './provider.schema.ts';

/** An error of a provider that the tables of reasons lack, as operators see it. */
export const unlistedErrorSchema = z
  .strictObject({
    provider: integrationProviderSchema,
    providerError: z.string().nullable().describe('The OAuth error code.'),
    subtype: z.string().nullable().describe("Microsoft's `suberror`, or Google's `error_subtype`."),
    providerCodes: z.array(z.number().int()).describe("Microsoft's AADSTS numbers."),
    reason: connectionReasonSchema
      .nullable()
      .describe('What it is taken for, by a less exact word that is listed; `unknown` without one.'),
    connections: z.number().int().min(1).describe('Connections whose last refresh ended so.'),
  })
  .meta({ id: 'UnlistedError' });
export type UnlistedError = z.infer<typeof unlistedErrorSchema>;

/** `GET /operator/unlisted-errors`. */
export const unlistedErrorListSchema = z
  .strictObject({
    items: z.array(unlistedErrorSchema).describe('The most frequent first.'),
    complete: z.boolean().describe('False when there are more connections than one answer counts.'),
  })
  .meta({ id: 'UnlistedErrors' });
export type UnlistedErrorList = z.infer<typeof unlistedErrorListSchema>;
