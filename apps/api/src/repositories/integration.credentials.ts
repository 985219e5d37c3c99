import type { EncryptionContext } from '../lib/encryption.ts';

/** Where the key version of an integration's credentials is stored; it has an index of its own. */
export const keyVersionPath = 'credentials.keyVersion';

/** What an integration's credentials are bound to: they decrypt nowhere else. */
export function credentialsContextOf(organizationId: string, integrationId: string): EncryptionContext {
  return { organizationId, integrationId, field: 'credentials' };
}
