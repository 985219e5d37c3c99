import type { ApiKey, AuditActor, CreateApiKey, IssuedApiKey } from '@klayim/shared/types';
import { hashApiKey, makeApiKey } from '../../lib/api-key.ts';
import type { ApiKeyRepository } from '../../repositories/api-keys/api-key.repository.ts';

export type ApiKeysService = ReturnType<typeof createApiKeysService>;

/** API keys of an organization: what owners do with them. */
export function createApiKeysService({
  apiKeyRepository: repository,
}: {
  apiKeyRepository: ApiKeyRepository;
}) {
  return {
    listKeys: (organizationId: string): Promise<ApiKey[]> => repository.list(organizationId),

    /** The only time that the key itself is seen. @throws {AppError} too_many_api_keys, organization_deleted */
    async createKey(
      organizationId: string,
      wanted: CreateApiKey,
      { userId, actor }: { userId: string; actor: AuditActor },
    ): Promise<IssuedApiKey> {
      const { id, secret } = makeApiKey();
      const record = { ...wanted, id, secretHash: hashApiKey(secret), createdBy: userId };
      return { apiKey: await repository.create(organizationId, record, actor), secret };
    },

    /** A new key with the same id and scopes, beside the old one for `overlapSeconds`. @throws {AppError} api_key_not_found */
    async rotateKey(
      organizationId: string,
      keyId: string,
      { overlapSeconds, actor }: { overlapSeconds: number; actor: AuditActor },
    ): Promise<IssuedApiKey> {
      const { secret } = makeApiKey(keyId);
      const change = { secretHash: hashApiKey(secret), overlapMs: overlapSeconds * 1000 };
      return { apiKey: await repository.rotate(organizationId, keyId, change, actor), secret };
    },

    /** @throws {AppError} api_key_not_found */
    revokeKey: (organizationId: string, keyId: string, actor: AuditActor): Promise<void> =>
      repository.delete(organizationId, keyId, actor),
  };
}
