import {
  documentIdSchema,
  employeeSchema,
  integrationProviderSchema,
  organizationIdSchema,
} from '@klayim/shared/schemas';
import * as z from 'zod';
import type { ProviderRegistry } from '../providers/provider-registry.ts';

/** `:id` of an integration; what cannot be one is answered as an unknown one. */
export const integrationIdParams = {
  schema: z.strictObject({ id: documentIdSchema }),
  otherwise: 'integration_not_found',
} as const;

/** `:id` of an employee; what cannot be one is answered as an unknown one. */
export const employeeIdParams = {
  schema: z.strictObject({ id: documentIdSchema }),
  otherwise: 'employee_not_found',
} as const;

/** A record's place in its source. */
export const employeeSourceParams = {
  schema: z.strictObject({
    sourceType: employeeSchema.shape.sourceType,
    sourceId: employeeSchema.shape.sourceId.unwrap(),
  }),
  otherwise: 'employee_not_found',
} as const;

/** `:id` of a synchronization in several calls. */
export const syncSessionParams = {
  schema: z.strictObject({ id: documentIdSchema }),
  otherwise: 'sync_session_not_found',
} as const;

/** `:id` of an import. */
export const importParams = {
  schema: z.strictObject({ id: documentIdSchema }),
  otherwise: 'import_not_found',
} as const;

/** `:userId` of a member: Firebase Auth's ids have at most 128 characters. */
export const memberParams = {
  schema: z.strictObject({ userId: z.string().min(1).max(128) }),
  otherwise: 'member_not_found',
} as const;

/** `:organizationId` of an organization that the caller belongs to. */
export const membershipParams = {
  schema: z.strictObject({ organizationId: organizationIdSchema }),
  otherwise: 'membership_not_found',
} as const;

/** `:id` of an invitation. */
export const invitationParams = {
  schema: z.strictObject({ id: documentIdSchema }),
  otherwise: 'invitation_not_found',
} as const;

/** `:id` of an API key. */
export const apiKeyParams = {
  schema: z.strictObject({ id: documentIdSchema }),
  otherwise: 'api_key_not_found',
} as const;

interface NamesProvider {
  provider?: string | undefined;
}

/** Arguments of `refine` for input that names a provider: it must be one of the registry. */
export function knownProvider({
  providers,
}: ProviderRegistry): [(input: NamesProvider) => boolean, { path: string[]; message: string }] {
  const isKnown = ({ provider }: NamesProvider) => provider === undefined || providers.has(provider);
  return [isKnown, { path: ['provider'], message: `must be one of ${[...providers.keys()].join(', ')}` }];
}
/** `:id` of a webhook endpoint. */
export const webhookEndpointParams = {
  schema: z.strictObject({ id: documentIdSchema }),
  otherwise: 'webhook_endpoint_not_found',
} as const;

/** A webhook endpoint, and an event that it was sent. */
export const webhookDeliveryParams = {
  schema: z.strictObject({ id: documentIdSchema, deliveryId: documentIdSchema }),
  otherwise: 'webhook_endpoint_not_found',
} as const;

/** `:provider`; what is none of ours is unknown. */
export function providerParams(registry: ProviderRegistry) {
  const schema = z.strictObject({ provider: integrationProviderSchema }).refine(...knownProvider(registry));
  return { schema, otherwise: 'unknown_provider' } as const;
}

/** `:server`; what is none of ours is unknown. */
export function serverParams({ servers }: ProviderRegistry) {
  const schema = z.strictObject({ server: z.enum([...servers.keys()]) });
  return { schema, otherwise: 'unknown_provider' } as const;
}

/** Every caller of the organization: members and backend callers. */
export const readers = { roles: ['owner', 'administrator', 'member', 'service'] } as const;

/** Those who connect and disconnect. */
export const managers = { roles: ['owner', 'administrator'] } as const;

/** Every person of the organization: no API key and no service account. */
export const people = { roles: ['owner', 'administrator', 'member'], usersOnly: true } as const;

/** Owners in person: no key and no service account. */
export const owners = { roles: ['owner'], usersOnly: true } as const;
