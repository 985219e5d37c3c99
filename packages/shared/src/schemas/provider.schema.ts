import * as z from 'zod';

/**
 * What an account is connected at, by its id. Which ids there are is decided by the API's registry of providers: its OpenAPI
 * document and the client made from it list them. A stored connection may name one that an older version knew.
 */
export const integrationProviderSchema = z
  .string()
  .max(64)
  .regex(/^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/)
  .meta({ id: 'IntegrationProvider', description: 'What an account is connected at.' });
export type IntegrationProvider = z.infer<typeof integrationProviderSchema>;

/** What a dashboard needs to offer a provider. */
export const providerDescriptionSchema = z
  .strictObject({
    provider: integrationProviderSchema,
    displayName: z.string(),
    configured: z
      .boolean()
      .describe('False while the operator has not registered an application (client id and secret) for it.'),
    defaultScopes: z.array(z.string()).describe('Scopes that are asked for when the caller names none.'),
  })
  .meta({ id: 'ProviderDescription' });
export type ProviderDescription = z.infer<typeof providerDescriptionSchema>;

/** `GET /integrations/providers`. */
export const providerListSchema = z
  .strictObject({ items: z.array(providerDescriptionSchema) })
  .meta({ id: 'ProviderList' });
