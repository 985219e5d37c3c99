import { z } from 'zod';
import { organizationIdSchema } from './common.schema.ts';

/** `owner` and `administrator` manage, `member` sees, `service` is for backend callers that read tokens. */
export const roleSchema = z.enum(['owner', 'administrator', 'member', 'service']);

/** Custom claims of a Firebase ID token that this service reads. */
export const accessClaimsSchema = z.object({
  organizationId: organizationIdSchema,
  role: roleSchema,
});
