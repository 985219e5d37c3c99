import * as z from 'zod';
import { timestampSchema } from './common.schema.ts';
import { connectionReasonSchema } from './connection-reason.schema.ts';
import { requiredActionSchema } from './integration.schema.ts';

/** `POST /integrations/:id/token`. */
export const tokenRequestSchema = z
  .strictObject({
    minValidityMs: z
      .number()
      .int()
      .min(0)
      .max(3_600_000)
      .optional()
      .describe(
        "The least remaining validity in milliseconds, up to one hour. Default: the service's own buffer (5 minutes).",
      ),
    forceRefresh: z
      .boolean()
      .optional()
      .describe(
        'Ask the provider for a new token even if the current one is still good, unless it is less than a minute old. Counts as a refresh in the rate limits.',
      ),
  })
  .meta({ id: 'TokenRequest' });
export type TokenRequest = z.infer<typeof tokenRequestSchema>;

/** Answer of `POST /integrations/:id/token`. */
export const tokenResponseSchema = z
  .strictObject({
    accessToken: z.string(),
    tokenType: z.literal('Bearer'),
    expiresAt: timestampSchema,
    scopes: z.array(z.string()),
    degraded: z
      .boolean()
      .describe('True when the provider could not be reached and this is the previous token, still valid.'),
    missingScopes: z
      .array(z.string())
      .describe('Scopes that were asked for, and that this token does not have.'),
    requiredAction: requiredActionSchema,
  })
  .meta({ id: 'TokenResponse' });
export type TokenResponse = z.infer<typeof tokenResponseSchema>;

/** Answer of `POST /integrations/:id/test`. It holds no token. */
export const connectionTestSchema = z
  .strictObject({
    accepted: z
      .boolean()
      .describe('Whether the provider accepts the access token that a caller would get now.'),
    reason: connectionReasonSchema.nullable().describe('Why it does not; null when it does.'),
    accountEmail: z
      .string()
      .nullable()
      .describe('Whose the token is, as the provider says; null when it does not say.'),
    sameAccount: z
      .boolean()
      .nullable()
      .describe(
        'Whether that is the connected account, by its id, or by its address where the provider tells no id; null when it tells neither.',
      ),
    scopes: z.array(z.string()).describe('What the token may do.'),
    scopesConfirmed: z
      .boolean()
      .describe('True when the provider said so just now; false when they are those that it granted.'),
    missingScopes: z
      .array(z.string())
      .describe('Scopes that were asked for, and that this token does not have.'),
    degraded: z
      .boolean()
      .describe('True when no new token could be had and this is the previous one, still valid.'),
    expiresAt: timestampSchema.describe('When the token expires.'),
    durationMs: z.number().int().min(0).describe('How long the provider took to say so, in milliseconds.'),
    testedAt: timestampSchema,
  })
  .meta({ id: 'ConnectionTest' });
export type ConnectionTest = z.infer<typeof connectionTestSchema>;
