import { organizationIdSchema, roleSchema } from '@klayim/shared/schemas';
import type { Role } from '@klayim/shared/types';
import * as z from 'zod';

/** A Google service account that may call. */
export interface ServiceAccount {
  /** Its email address, or its unique id: an address may be given to another account once its first one is deleted. */
  account: string;
  /** Null: any organization, which each request then names. */
  organizationId: string | null;
  role: Role;
}

/** Who of Google's service accounts may call, and how their ID tokens are verified. */
export interface ServiceAccountsConfig {
  accounts: readonly ServiceAccount[];
  /** What `aud` must be. */
  audience: string;
  /** Accepted values of `iss`. */
  issuers: readonly string[];
  jwksUri: string;
}

// An owner is a person: the role manages API keys.
const roles = roleSchema.exclude(['owner']);

/** One entry of `SERVICE_ACCOUNTS`: `ACCOUNT=ORGANIZATION:ROLE`, with `*` for any organization. */
export const serviceAccountSchema = z.string().transform((entry, context): ServiceAccount => {
  const [, account, organization, role] = /^([^=\s]+)=([^:\s]+):([a-z]+)$/.exec(entry) ?? [];
  const parsedRole = roles.safeParse(role);
  const isKnown = organization === '*' || organizationIdSchema.safeParse(organization).success;
  if (account === undefined || organization === undefined || !isKnown || !parsedRole.success) {
    context.addIssue('must be ACCOUNT=ORGANIZATION:ROLE, with the role service, member or administrator');
    return z.NEVER;
  }
  return {
    account,
    organizationId: organization === '*' ? null : organization,
    role: parsedRole.data,
  };
});
