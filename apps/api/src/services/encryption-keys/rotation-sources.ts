import type { LogFields } from '../../lib/logger.ts';
import type { ApiKeyRotationRepository } from '../../repositories/cross-tenant/api-key-rotation.repository.ts';
import type {
  CredentialRotationRepository,
  Reencryption,
  RotationPlace,
} from '../../repositories/cross-tenant/credential-rotation.repository.ts';
import type { RotationCursor } from '../../repositories/cross-tenant/key-rotation.document.ts';
import type { WebhookSecretRotationRepository } from '../../repositories/cross-tenant/webhook-secret-rotation.repository.ts';

/** One record under an older key. */
export interface MovableRecord {
  cursor: RotationCursor;
  /** What names it in the log. */
  logFields: LogFields;
  /** Moves it to the current key. @throws {AppError} when it cannot be opened. */
  move(): Promise<Reencryption>;
}

/** Records of one kind that need a master key. */
export interface RotationSource {
  kind: RotationCursor['kind'];
  /** The next records under an older key than `version`, at most `limit`. */
  findOlderThan(version: number, after: RotationPlace | null, limit: number): Promise<MovableRecord[]>;
}

export interface RotationSourceDependencies {
  credentialRotationRepository: CredentialRotationRepository;
  apiKeyRotationRepository: ApiKeyRotationRepository;
  webhookSecretRotationRepository: WebhookSecretRotationRepository;
}

/** Everything that a rotation moves, in its order. */
export function createRotationSources({
  credentialRotationRepository,
  apiKeyRotationRepository,
  webhookSecretRotationRepository,
}: RotationSourceDependencies): readonly RotationSource[] {
  return [
    {
      kind: 'credentials',
      async findOlderThan(version, after, limit) {
        const page = await credentialRotationRepository.findOlderThan(version, after, limit);
        return page.flatMap((stored) => {
          const { id, organizationId, provider, credentials } = stored;
          if (!credentials) {
            return [];
          }
          const { keyVersion } = credentials;
          return {
            cursor: { kind: 'credentials' as const, keyVersion, id },
            logFields: { organizationId, integrationId: id, provider, keyVersion },
            move: () => credentialRotationRepository.reencrypt(stored),
          };
        });
      },
    },
    {
      kind: 'apiKeys',
      async findOlderThan(version, after, limit) {
        const page = await apiKeyRotationRepository.findOlderThan(version, after, limit);
        return page.map((stale) => ({
          cursor: { kind: 'apiKeys' as const, keyVersion: stale.keyVersion, id: stale.id },
          logFields: { collection: 'apiKeys', documentId: stale.id, keyVersion: stale.keyVersion },
          move: () => apiKeyRotationRepository.reseal(stale),
        }));
      },
    },
    {
      kind: 'webhookSecrets',
      async findOlderThan(version, after, limit) {
        const page = await webhookSecretRotationRepository.findOlderThan(version, after, limit);
        return page.map((stale) => {
          const { id, organizationId, secrets } = stale.endpoint;
          const { keyVersion } = secrets;
          return {
            cursor: { kind: 'webhookSecrets' as const, keyVersion, id },
            logFields: { organizationId, endpointId: id, keyVersion },
            move: () => webhookSecretRotationRepository.reencrypt(stale),
          };
        });
      },
    },
  ];
}
