import * as z from 'zod';
import { documentIdSchema, timestampSchema } from './common.schema.ts';

/** What an API key may do. The description of each operation in the OpenAPI document names the scope that it needs. */
export const apiKeyScopeSchema = z.enum([
  'tokens:read',
  'integrations:read',
  'integrations:manage',
  'employees:read',
  'employees:write',
  'audit:read',
]);
export type ApiKeyScope = z.infer<typeof apiKeyScopeSchema>;

const scopesSchema = z
  .array(apiKeyScopeSchema)
  .min(1)
  .refine((scopes) => new Set(scopes).size === scopes.length, 'must not name a scope twice');

/** An API key without its secret. */
export const apiKeySchema = z
  .strictObject({
    id: documentIdSchema.describe('Also the part of the key between `kl_` and the next `_`.'),
    name: z.string(),
    scopes: z.array(apiKeyScopeSchema),
    createdAt: timestampSchema,
    createdBy: z.string().describe('User id of the owner who created the key.'),
    rotatedAt: timestampSchema.nullable().describe('When the key was replaced last.'),
    expiresAt: timestampSchema.nullable().describe('When it stops working; null when it has no end.'),
    previousExpiresAt: timestampSchema
      .nullable()
      .describe('Until when the replaced key works beside the current one; null when there is none.'),
    lastUsedAt: timestampSchema.nullable().describe('Written at most once in five minutes.'),
  })
  .meta({ id: 'ApiKey' });
export type ApiKey = z.infer<typeof apiKeySchema>;

/** `GET /api-keys`. An organization has 50 keys at most, so that there are no pages. */
export const apiKeyListSchema = z.strictObject({ items: z.array(apiKeySchema) }).meta({ id: 'ApiKeyList' });

/** Body of `POST /api-keys`. */
export const createApiKeySchema = z
  .strictObject({
    name: z
      .string()
      .trim()
      .min(1)
      .max(100)
      .regex(/^[^\p{Cc}]*$/u, 'must not hold control characters')
      .describe('Names the key in lists and in the audit trail.'),
    scopes: scopesSchema,
    expiresInDays: z.number().int().min(1).max(366).optional().describe('Default: the key has no end.'),
  })
  .meta({ id: 'CreateApiKey' });
export type CreateApiKey = z.infer<typeof createApiKeySchema>;

/** Body of `POST /api-keys/{id}/rotate`. */
export const rotateApiKeySchema = z
  .strictObject({
    overlapSeconds: z
      .number()
      .int()
      .min(0)
      .max(604_800)
      .default(86_400)
      .describe('How long the key that is replaced still works.'),
  })
  .meta({ id: 'RotateApiKey' });

/** A key that was just made: the only answer that holds it. */
export const issuedApiKeySchema = z
  .strictObject({
    apiKey: apiKeySchema,
    secret: z.string().describe('The key itself. It is shown once and cannot be read again.'),
  })
  .meta({ id: 'IssuedApiKey' });
export type IssuedApiKey = z.infer<typeof issuedApiKeySchema>;
