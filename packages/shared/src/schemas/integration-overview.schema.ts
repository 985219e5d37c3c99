import * as z from 'zod';
import { documentIdSchema, timestampSchema } from './common.schema.ts';
import {
  grantExpiryCauseSchema,
  integrationStatusSchema,
  requiredActionSchema,
} from './integration.schema.ts';
import { integrationProviderSchema } from './provider.schema.ts';

const countSchema = z.number().int().min(0);

/** Answer of `GET /integrations/summary`. */
export const integrationSummarySchema = z
  .strictObject({
    total: countSchema,
    counts: z
      .array(
        z.strictObject({
          provider: integrationProviderSchema,
          status: integrationStatusSchema,
          requiredAction: requiredActionSchema,
          count: countSchema.min(1),
        }),
      )
      .describe('How many connections there are of each kind; kinds that none is of are left out.'),
    nextToEnd: z
      .array(
        z.strictObject({
          integrationId: documentIdSchema,
          provider: integrationProviderSchema,
          accountEmail: z.string(),
          expiresAt: timestampSchema,
        }),
      )
      .max(5)
      .describe('Connections that end with their access token, since nothing renews it: the next five.'),
    lastSweepAt: timestampSchema
      .nullable()
      .describe('When the last sweep was requested that has finished; null when none is known.'),
    incidents: z
      .array(
        z.strictObject({
          server: z.string().describe('The authorization server, such as `google`.'),
          providers: z.array(integrationProviderSchema),
          failure: z.enum(['misconfigured', 'unavailable']),
        }),
      )
      .describe("Providers that fail for everybody: no connection's fault."),
  })
  .meta({ id: 'IntegrationSummary' });
export type IntegrationSummary = z.infer<typeof integrationSummarySchema>;

const refreshPeriodSchema = z.strictObject({
  at: timestampSchema.describe('When the period begins.'),
  refreshed: countSchema,
  failed: countSchema,
});

/** Answer of `GET /integrations/trends`. */
export const integrationTrendsSchema = z
  .strictObject({
    hours: z.array(refreshPeriodSchema).describe('Refreshes of the last 24 hours, the present one last.'),
    days: z.array(refreshPeriodSchema).describe('Refreshes of the last 14 days in UTC, today last.'),
    endings: z
      .array(
        z.strictObject({
          at: timestampSchema.describe('When the day begins, in UTC.'),
          tokens: countSchema.describe(
            'Connections that end with their access token, since nothing renews it.',
          ),
          grants: countSchema.describe('Connections whose grant ends.'),
        }),
      )
      .describe('What ends on each of the next 30 days, today first.'),
    grants: z
      .array(
        z.strictObject({
          integrationId: documentIdSchema,
          provider: integrationProviderSchema,
          accountEmail: z.string(),
          grantExpiresAt: timestampSchema,
          grantExpiresBecause: grantExpiryCauseSchema,
        }),
      )
      .max(20)
      .describe(
        'Connections whose grant ends within the next 30 days, the next one first. One that ends when nobody uses it is named while its refreshes fail: otherwise they move its end on.',
      ),
    sweeps: z
      .array(
        refreshPeriodSchema.extend({
          durationMs: countSchema.describe('From the first question to a provider to the last answer.'),
        }),
      )
      .max(12)
      .describe('What the last sweeps did to these connections, by five minutes, the last one first.'),
    connections: countSchema.describe('How many connections were added up.'),
    complete: z.boolean().describe('False when there are more: these are the 1,000 that changed last.'),
  })
  .meta({ id: 'IntegrationTrends' });
export type IntegrationTrends = z.infer<typeof integrationTrendsSchema>;
