import * as z from 'zod';
import { organizationIdSchema } from './common.schema.ts';

/** `owner` and `administrator` manage, `member` sees, `service` is for backend callers that read tokens. */
export const roleSchema = z.enum(['owner', 'administrator', 'member', 'service']);
export type Role = z.infer<typeof roleSchema>;

/** Custom claims of a Firebase ID token that make its bearer a member of an organization. */
export const accessClaimsSchema = z.object({
  organizationId: organizationIdSchema,
  role: roleSchema,
});
export type AccessClaims = z.infer<typeof accessClaimsSchema>;

/**
 * Custom claim `otherOrganizations` of a person who belongs to more organizations than the one that `organizationId` names: their
 * roles, by organization.
 */
export const otherOrganizationsSchema = z.record(organizationIdSchema, roleSchema);

/** Custom claim of those who run the platform: across organizations, and of none of them unless other claims say so. */
export const operatorClaimsSchema = z.object({ platformOperator: z.literal(true) });
