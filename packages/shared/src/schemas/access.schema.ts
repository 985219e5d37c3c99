import * as z from 'zod';
import { organizationIdSchema } from './common.schema.ts';

/** `owner` and `administrator` manage, `member` sees, `service` is for backend callers that read tokens. */
export const roleSchema = z.enum(['owner', 'administrator', 'member', 'service']);
export type Role = z.infer<typeof roleSchema>;

/**
 * Custom claims of a Firebase ID token that make its bearer a member of an organization. Those of somebody who belongs to several
 * have the others in `otherOrganizations`, a role for each id.
 */
export const accessClaimsSchema = z.object({
  organizationId: organizationIdSchema,
  role: roleSchema,
});
export type AccessClaims = z.infer<typeof accessClaimsSchema>;

/** Custom claim of those who run the platform: across organizations, and of none of them unless other claims say so. */
export const operatorClaimsSchema = z.object({ platformOperator: z.literal(true) });
