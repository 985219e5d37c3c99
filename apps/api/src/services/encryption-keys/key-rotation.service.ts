import type { EncryptionKey, KeyRotation } from '@klayim/shared/types';
import { AppError } from '../../errors/app-error.ts';
import { dayMs, hourMs, minuteMs } from '../../lib/duration.ts';
import {
  type KeyRotationDocument,
  toKeyRotation,
} from '../../repositories/cross-tenant/key-rotation.document.ts';
import type { OperatorJob } from '../../tasks/operator-job.queue.ts';
import type { EncryptionKeysService } from './encryption-keys.service.ts';
import {
  createKeyRotationWorker,
  type KeyRotationWorkerDependencies,
  type WorkResult,
} from './key-rotation-worker.ts';

/** How often the schedule looks; what it says once a day, it says in the first look of a day. */
const scheduleIntervalMs = 15 * minuteMs;
/** What a finished rotation could not move is tried again by the schedule, but not at every look. */
const retryAfterMs = hourMs;

export type KeyRotationDependencies = KeyRotationWorkerDependencies & {
  encryptionKeysService: EncryptionKeysService;
  /** Has the work gone on in an invocation of its own; null to leave that to the schedule. */
  enqueueOperatorJob: ((job: OperatorJob) => Promise<unknown>) | null;
};

export type KeyRotationService = ReturnType<typeof createKeyRotationService>;

/** Moves stored credentials and API keys to the current encryption key. */
export function createKeyRotationService(dependencies: KeyRotationDependencies) {
  const { keyRotationRepository, keyUsageRepository, encryptionKeysService } = dependencies;
  const { keyring, enqueueOperatorJob, clock, logger } = dependencies;
  const worker = createKeyRotationWorker(dependencies);

  const currentVersion = async () => (await keyring()).current.version;

  async function show(rotation: KeyRotationDocument): Promise<KeyRotation> {
    return toKeyRotation(rotation, await keyUsageRepository.countOlderThan(rotation.targetVersion));
  }

  async function begin(startedBy: string): Promise<KeyRotationDocument> {
    const version = await currentVersion();
    const total = await keyUsageRepository.countOlderThan(version);
    const { rotation, started } = await keyRotationRepository.start(version, { startedBy, total });
    if (started) {
      const fields = { event: 'key_rotation.started', targetVersion: version, total, startedBy };
      logger.info('Key rotation started', fields);
    }
    return rotation;
  }

  /** One invocation's share of the running rotation. */
  async function work(): Promise<WorkResult> {
    const result = await worker.work();
    if (result === 'idle') {
      return result;
    }
    const rotation = await keyRotationRepository.find(await currentVersion());
    if (!rotation) {
      return result;
    }
    const { passes, rotated, failed, targetVersion } = rotation;
    const level = result === 'finished' && failed > 0 ? 'error' : 'info';
    logger[level](result === 'finished' ? 'Key rotation finished' : 'Key rotation goes on later', {
      event: `key_rotation.${result}`,
      targetVersion,
      passes,
      rotated,
      failed,
    });
    if (result === 'unfinished') {
      await enqueueOperatorJob?.({ job: 'key_rotation' });
    }
    return result;
  }

  async function isWanted(): Promise<boolean> {
    const version = await currentVersion();
    const rotation = await keyRotationRepository.find(version);
    if (rotation?.status === 'running') {
      return true;
    }
    if (clock() - (rotation?.finishedAt?.toMillis() ?? 0) < retryAfterMs) {
      return false;
    }
    if ((await keyUsageRepository.countOlderThan(version)) === 0) {
      return false;
    }
    await begin('schedule');
    return true;
  }

  async function reportOverdueKeys(): Promise<void> {
    const { keys } = await encryptionKeysService.getEncryptionKeys();
    for (const { version, state, ageDays } of keys.filter(({ overdue }: EncryptionKey) => overdue)) {
      logger.warn('An encryption key is older than 90 days', {
        event: 'encryption_key.overdue',
        version,
        state,
        ageDays,
      });
    }
  }

  return {
    work,

    /**
     * Starts a rotation to the current key, or shows the one that is running.
     * @throws {AppError} queue_unavailable when it is started, and waits for the schedule.
     */
    async startKeyRotation(startedBy: string): Promise<KeyRotation> {
      const rotation = await begin(startedBy);
      await enqueueOperatorJob?.({ job: 'key_rotation' });
      return show(rotation);
    },

    /** @param targetVersion a key version; the current one when null. @throws {AppError} key_rotation_not_found */
    async getKeyRotation(targetVersion: number | null): Promise<KeyRotation> {
      const rotation = await keyRotationRepository.find(targetVersion ?? (await currentVersion()));
      if (!rotation) {
        throw new AppError('key_rotation_not_found');
      }
      return show(rotation);
    },

    /** What the schedule does: goes on with what runs, begins when anything is under older keys, reports old keys. */
    async keepUp(): Promise<WorkResult> {
      if (clock() % dayMs < scheduleIntervalMs) {
        await reportOverdueKeys();
      }
      return (await isWanted()) ? work() : 'idle';
    },
  };
}
