import { randomUUID } from 'node:crypto';
import pMap from 'p-map';
import { isAppError } from '../../errors/app-error.ts';
import { minuteMs } from '../../lib/duration.ts';
import { isTransient } from '../../lib/firestore-errors.ts';
import type { Keyring } from '../../lib/keyring.ts';
import type { Logger } from '../../lib/logger.ts';
import type {
  KeyRotationRepository,
  RotationClaim,
} from '../../repositories/cross-tenant/key-rotation.repository.ts';
import type { KeyUsageRepository } from '../../repositories/cross-tenant/key-usage.repository.ts';
import { afterPage, isComplete, nextPass, type RotationOutcome } from './key-rotation-policy.ts';
import {
  createRotationSources,
  type MovableRecord,
  type RotationSourceDependencies,
} from './rotation-sources.ts';

const writeConcurrency = 16;
/** Failures that one invocation logs one by one. */
const maxFailureList = 50;

/** How a rotation is worked on. Times in milliseconds. */
export interface RotationTiming {
  /** Records of one page, which is held in memory. Default 100. */
  pageSize: number;
  /** A worker without a heartbeat for this long counts as dead. Default 60 s; it sends one after each page. */
  claimTtlMs: number;
  /** How long one invocation works; the next one continues. Default 4 min. */
  budgetMs: number;
  /** Pause before another pass over records that a refresh had leased. Default 5 s. */
  passPauseMs: number;
}

const defaultTiming: RotationTiming = {
  pageSize: 100,
  claimTtlMs: minuteMs,
  budgetMs: 4 * minuteMs,
  passPauseMs: 5_000,
};

export interface KeyRotationWorkerDependencies extends RotationSourceDependencies {
  keyRotationRepository: KeyRotationRepository;
  keyUsageRepository: KeyUsageRepository;
  keyring: () => Promise<Keyring>;
  clock: () => number;
  sleep: (ms: number) => Promise<void>;
  logger: Logger;
  timing?: Partial<RotationTiming>;
}

/** `idle`: nothing runs, or another worker does. `unfinished`: the time was up, or another worker took over. */
export type WorkResult = 'idle' | 'unfinished' | 'finished';

/**
 * Moves, page by page, all records under older keys to the current key: re-encrypts credentials, seals API keys again, and
 * re-encrypts webhook secrets. It
 * may be killed at any line and run twice at once: each record is a compare-and-set of its own, and the stored progress only
 * says where to continue.
 */
export function createKeyRotationWorker(dependencies: KeyRotationWorkerDependencies) {
  const { keyRotationRepository, keyUsageRepository, keyring, clock, sleep, logger } = dependencies;
  const sources = createRotationSources(dependencies);
  const timing = { ...defaultTiming, ...dependencies.timing };

  async function rotateOne(
    record: MovableRecord,
    onFailure: (code: string) => void,
  ): Promise<RotationOutcome> {
    try {
      return (await record.move()) === 'rotated' ? 'rotated' : 'deferred';
    } catch (error) {
      if (isTransient(error)) {
        return 'deferred';
      }
      if (!isAppError(error)) {
        throw error;
      }
      onFailure(error.code);
      return 'failed';
    }
  }

  /** The next records of a pass: of the current kind, or of the next kind that has any. */
  async function nextPage({ targetVersion, progress: { cursor } }: RotationClaim): Promise<MovableRecord[]> {
    const reached = cursor === null ? 0 : sources.findIndex(({ kind }) => kind === cursor.kind);
    for (const source of sources.slice(reached)) {
      const after = cursor?.kind === source.kind ? cursor : null;
      const page = await source.findOlderThan(targetVersion, after, timing.pageSize);
      if (page.length > 0) {
        return page;
      }
    }
    return [];
  }

  /** Moves one page. Null at the end of the pass. */
  async function rotatePage(claim: RotationClaim, report: FailureReport): Promise<RotationClaim | null> {
    const page = await nextPage(claim);
    const last = page.at(-1);
    if (!last) {
      return null;
    }
    const rotate = (record: MovableRecord) => rotateOne(record, (code) => report(record, code));
    const outcomes = await pMap(page, rotate, { concurrency: writeConcurrency });
    return { ...claim, progress: afterPage(claim.progress, outcomes, last.cursor) };
  }

  async function workOn(first: RotationClaim): Promise<WorkResult> {
    const deadlineMs = clock() + timing.budgetMs;
    const report = createFailureReport(logger);
    for (let claim = first; ; ) {
      const isLate = clock() >= deadlineMs;
      const advanced = isLate ? null : await rotatePage(claim, report);
      if (advanced) {
        claim = advanced;
        if (!(await keyRotationRepository.save(claim, 'continue', timing.claimTtlMs))) {
          return 'unfinished';
        }
        continue;
      }
      const remaining = isLate ? null : await keyUsageRepository.countOlderThan(claim.targetVersion);
      if (remaining !== null && isComplete(claim.progress, remaining)) {
        const saved = await keyRotationRepository.save(claim, 'finish', timing.claimTtlMs);
        return saved ? 'finished' : 'unfinished';
      }
      if (remaining === null) {
        await keyRotationRepository.save(claim, 'release', timing.claimTtlMs);
        return 'unfinished';
      }
      claim = { ...claim, progress: nextPass(claim.progress) };
      if (!(await keyRotationRepository.save(claim, 'continue', timing.claimTtlMs))) {
        return 'unfinished';
      }
      await sleep(timing.passPauseMs);
    }
  }

  return {
    /** Works on the running rotation to the current key until it is finished or the budget is spent. */
    async work(): Promise<WorkResult> {
      const targetVersion = (await keyring()).current.version;
      const claim = await keyRotationRepository.claim(targetVersion, randomUUID(), timing.claimTtlMs);
      return claim ? workOn(claim) : 'idle';
    },
  };
}

type FailureReport = (record: MovableRecord, code: string) => void;

function createFailureReport(logger: Logger): FailureReport {
  let reported = 0;
  return ({ logFields }, code) => {
    reported += 1;
    if (reported > maxFailureList) {
      return;
    }
    logger.error('A record cannot be moved to the current key', {
      event: 'key_rotation.record_failed',
      ...logFields,
      code,
    });
  };
}
