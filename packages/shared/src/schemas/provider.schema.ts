import * as z from 'zod';

/** What an account can be connected at. */
export const integrationProviderSchema = z.enum(['google_calendar', 'microsoft_calendar']);

/** The authorization servers behind the providers: several providers may share one. */
export const authorizationServerSchema = z.enum(['google', 'microsoft']);

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

/** `GET /integrations/providers`. */
export const providerListSchema = z
  .strictObject({ items: z.array(providerDescriptionSchema) })
  .meta({ id: 'ProviderList' });
