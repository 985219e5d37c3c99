/**
 * An instance that rotates keys, in a process of its own: the repositories that are deployed, configured by the
 * environment. Each message is one share of the work, as the task queue gives it out.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../lib/clock.ts';
import { processLogger } from '../lib/process-logger.ts';
import { getVerifiedKeyring } from '../repositories/encryption-canary.repository.ts';
import { apiKeyRotationRepository } from '../repositories/system/api-key-rotation.repository.ts';
import { credentialRotationRepository } from '../repositories/system/credential-rotation.repository.ts';
import { keyRotationRepository } from '../repositories/system/key-rotation.repository.ts';
import { keyUsageRepository } from '../repositories/system/key-usage.repository.ts';
import { encryptionKeysService } from '../services/encryption-keys.service.ts';
import { createKeyRotationService } from '../services/key-rotation.service.ts';
import type { RotationTiming } from '../services/key-rotation/key-rotation-worker.ts';

/** What a parent asks of a worker. It answers with what its share came to. */
export type RotateMessage = Partial<RotationTiming>;

process.on('message', (timing: RotateMessage) => {
  const service = createKeyRotationService({
    credentialRotationRepository,
    apiKeyRotationRepository,
    keyRotationRepository,
    keyUsageRepository,
    encryptionKeysService,
    keyring: getVerifiedKeyring,
    enqueue: null,
    clock: systemClock,
    sleep: (ms) => sleep(ms),
    logger: processLogger,
    timing,
  });
  const share = async () => {
    await service.startKeyRotation('olga');
    return service.work();
  };
  void share().then((result) => process.send?.(result));
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
