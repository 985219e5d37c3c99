import * as z from 'zod';
import { roleSchema } from './access.schema.ts';
import { organizationIdSchema } from './common.schema.ts';

/** Answer of `GET /me`. */
export const meSchema = z
  .strictObject({
    userId: z.string().describe('The id in Firebase Auth.'),
    email: z.string().nullable(),
    emailVerified: z.boolean().describe('Whether the address has been proven to be theirs.'),
    name: z.string().nullable().describe('As they are called in Firebase Auth; null when it knows no name.'),
    organizationId: organizationIdSchema
      .nullable()
      .describe(
        'The organization that `permissions` are for: the one that `X-Organization-Id` names, without it the first. Null for who belongs to none, or not to the one that is named.',
      ),
    organizations: z
      .array(
        z.strictObject({
          id: organizationIdSchema,
          name: z.string(),
          role: roleSchema,
        }),
      )
      .describe('Those that they belong to, by name. Empty: they need an invitation of an owner.'),
    platformOperator: z.boolean().describe('Whether they run the platform, across organizations.'),
    permissions: z
      .array(z.string())
      .describe('The `operationId` of each operation that they may call, sorted.'),
  })
  .meta({ id: 'Me' });
