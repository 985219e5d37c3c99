import type { Firestore } from 'firebase-admin/firestore';
import type { Config } from '../../config/config.ts';
import { AppError, isAppError } from '../../errors/app-error.ts';
import type { Logger } from '../../lib/logger.ts';
import { encryptionCanaries } from '../../repositories/platform/encryption-canary.repository.ts';
import type { EncryptionKeysService } from '../encryption-keys/encryption-keys.service.ts';

/** Whether a process could do its job now, check by check. */
export type Readiness = () => Promise<Record<string, 'ok' | 'failed'>>;

/** Checks that the configuration is whole, the key fits the data and the database answers. A failed check is logged. */
export function createReadiness({
  firestore,
  keyring,
  config,
  providers,
  encryptionKeysService,
  logger,
}: {
  firestore: () => Firestore;
  keyring: () => Promise<unknown>;
  config: () => Pick<Config, 'servers'>;
  providers: () => unknown;
  encryptionKeysService: Pick<EncryptionKeysService, 'assertNoKeyMissing'>;
  logger: Logger;
}): Readiness {
  const checks: Record<string, () => unknown> = {
    configuration: () => {
      providers();
      requireSecrets(config());
    },
    encryptionKey: () => keyring(),
    encryptionKeyVersions: () => encryptionKeysService.assertNoKeyMissing(),
    firestore: () => encryptionCanaries(firestore()).doc('readiness').get(),
  };
  return async () => {
    const outcomes = Object.entries(checks).map(async ([name, check]): Promise<[string, 'ok' | 'failed']> => {
      try {
        await check();
        return [name, 'ok'];
      } catch (error) {
        // Only our own messages are known to hold no secret.
        const reason = isAppError(error) ? error.message : error instanceof Error ? error.name : 'unknown';
        logger.error('Not ready', { check: name, reason });
        return [name, 'failed'];
      }
    });
    return Object.fromEntries(await Promise.all(outcomes));
  };
}

/** The API calls every server that it knows. @throws {AppError} configuration_invalid when it has no secret for one. */
function requireSecrets({ servers }: Pick<Config, 'servers'>): void {
  const missing = [...servers.values()].flatMap(({ missingSecret }) => missingSecret ?? []);
  if (missing.length > 0) {
    throw new AppError('configuration_invalid', {
      detail: `${missing.join(', ')}: is needed beside its client id`,
    });
  }
}
