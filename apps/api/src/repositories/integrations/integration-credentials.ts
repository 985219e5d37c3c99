import type { EncryptionContext } from '../../lib/encryption.ts';
import type { IntegrationDocument } from './integration-document.ts';

/** OAuth credentials in clear. They stay in this process; only an access token may leave it. */
export interface OAuthCredentials {
  accessToken: string;
  /** Null when the provider gave none. */
  refreshToken: string | null;
}

/** Where the key version of an integration's credentials is stored; it has an index of its own. */
export const keyVersionPath = 'credentials.keyVersion';

/** Whose credentials they are, and which ones of it. */
export type CredentialsOwner = Pick<
  IntegrationDocument,
  'organizationId' | 'provider' | 'accountId' | 'credentialVersion' | 'createdAt'
> & { id: string };

/**
 * What an integration's credentials are bound to: they decrypt nowhere else. The provider and the account keep a token
 * from being sent elsewhere; the version keeps replaced and erased credentials from coming back; the time of creation
 * tells a deleted and newly connected account, whose versions start again, from the earlier one.
 */
export function credentialsContextOf(owner: CredentialsOwner): EncryptionContext {
  const { organizationId, id, provider, accountId, credentialVersion, createdAt } = owner;
  return {
    organizationId,
    recordId: id,
    field: 'credentials',
    bound: [provider, accountId, credentialVersion, createdAt.toMillis()],
  };
}
