import type { DocumentSnapshot } from 'firebase-admin/firestore';
import { isAppError } from '../../errors/app-error.ts';
import type { Keyring } from '../../lib/keyring.ts';
import type { Logger } from '../../lib/logger.ts';
import type { ApiKeyDocument } from './api-key.document.ts';
import { openApiKey } from './api-key.seal.ts';

/** Reads a stored API key; null when there is none, or none that this service wrote. */
export type ReadApiKey = (snapshot: DocumentSnapshot, keyring: Keyring) => ApiKeyDocument | null;

/** Makes a reader of API keys that treats a record which is not authentic as missing, and tells operators. */
export function createReadApiKey({ logger }: { logger: Logger }): ReadApiKey {
  return (snapshot, keyring) => {
    if (!snapshot.exists) {
      return null;
    }
    try {
      return openApiKey(snapshot.id, snapshot.data(), keyring);
    } catch (error) {
      if (!isAppError(error)) {
        throw error;
      }
      logger.error('A stored API key is not authentic and is refused', {
        event: 'api_key.not_authentic',
        collection: snapshot.ref.parent.id,
        documentId: snapshot.id,
        cause: error.code,
      });
      return null;
    }
  };
}
