import { FieldPath, type Firestore } from 'firebase-admin/firestore';
import { decrypt, encrypt } from '../../lib/encryption.ts';
import { isPreconditionFailed } from '../../lib/firestore-errors.ts';
import type { Keyring } from '../../lib/keyring.ts';
import {
  readWebhookEndpoint,
  type StoredWebhookEndpoint,
  webhookEndpoints,
  webhookKeyVersionPath,
  webhookSecretsContext,
} from '../webhooks/webhook-endpoint.document.ts';
import type { Reencryption, RotationPlace } from './credential-rotation.repository.ts';

/** An endpoint whose secrets are under an older key, at the version that was read. */
export interface StaleWebhookSecrets {
  endpoint: StoredWebhookEndpoint;
  version: FirebaseFirestore.Timestamp;
}

export interface WebhookSecretRotationRepositoryDependencies {
  firestore: () => Firestore;
  keyring: () => Promise<Keyring>;
}

export type WebhookSecretRotationRepository = ReturnType<typeof createWebhookSecretRotationRepository>;

/** Webhook secrets of all organizations, as far as moving them to another key needs. */
export function createWebhookSecretRotationRepository({
  firestore,
  keyring,
}: WebhookSecretRotationRepositoryDependencies) {
  const collection = () => webhookEndpoints(firestore());

  return {
    /** The next endpoints with secrets under an older key than `version`, at most `limit`. */
    async findOlderThan(
      version: number,
      after: RotationPlace | null,
      limit: number,
    ): Promise<StaleWebhookSecrets[]> {
      const older = collection()
        .where(webhookKeyVersionPath, '<', version)
        .orderBy(webhookKeyVersionPath)
        .orderBy(FieldPath.documentId())
        .limit(limit);
      const page = await (after ? older.startAfter(after.keyVersion, after.id) : older).get();
      return page.docs.flatMap((document) => {
        const endpoint = readWebhookEndpoint(document, String(document.get('organizationId')));
        return endpoint ? { endpoint, version: document.updateTime } : [];
      });
    },

    /**
     * Encrypts the same secrets under the current key: a compare-and-set on the version that was read.
     * @throws {AppError} as `decrypt`
     */
    async reencrypt({ endpoint, version }: StaleWebhookSecrets): Promise<Reencryption> {
      const keys = await keyring();
      const context = webhookSecretsContext(endpoint);
      const secrets = encrypt(decrypt(endpoint.secrets, keys, context), keys, context);
      try {
        await collection().doc(endpoint.id).update({ secrets }, { lastUpdateTime: version });
        return 'rotated';
      } catch (error) {
        if (!isPreconditionFailed(error)) {
          throw error;
        }
        return 'overtaken';
      }
    },
  };
}
