import { documentIdSchema, integrationProviderSchema } from '@klayim/shared/schemas';
import { z } from 'zod';

/** `:id` of an integration; what cannot be one is answered as an unknown one. */
export const integrationIdParams = {
  schema: z.strictObject({ id: documentIdSchema }),
  otherwise: 'integration_not_found',
} as const;

/** `:provider`; what is none of ours is unknown. */
export const providerParams = {
  schema: z.strictObject({ provider: integrationProviderSchema }),
  otherwise: 'unknown_provider',
} as const;

/** Everybody of the organization: members see status, backend callers too. */
export const readers = { roles: ['owner', 'administrator', 'member', 'service'] } as const;

/** Those who connect and disconnect. */
export const managers = { roles: ['owner', 'administrator'] } as const;
