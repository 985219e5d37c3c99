import type { SweepRun } from '@klayim/shared/types';
import { isAppError } from '../../errors/app-error.ts';
import type { Clock } from '../../lib/clock.ts';
import type {
  SweepEnding,
  SweepRunRepository,
} from '../../repositories/cross-tenant/sweep-run.repository.ts';
import type { OperatorJob } from '../../tasks/operator-job.queue.ts';
import type { TokenRefreshService } from './token-refresh-service.ts';

/** How many of the last sweeps operators see. */
const listLength = 50;

export interface SweepRunsDependencies {
  sweepRunRepository: SweepRunRepository;
  tokenRefreshService: Pick<TokenRefreshService, 'refreshExpiringTokens'>;
  /** Has a sweep run in an invocation of its own. */
  enqueueOperatorJob: (job: OperatorJob) => Promise<unknown>;
  clock: Clock;
}

export type SweepRunsService = ReturnType<typeof createSweepRunsService>;

/** Sweeps by the schedule and by operators, and what came of them. */
export function createSweepRunsService(dependencies: SweepRunsDependencies) {
  const { sweepRunRepository, tokenRefreshService, enqueueOperatorJob, clock } = dependencies;

  /** Runs one, notes its end, whichever it is, and passes an error on. */
  async function sweep(note: (ending: SweepEnding) => Promise<unknown>): Promise<void> {
    try {
      const summary = await tokenRefreshService.refreshExpiringTokens();
      await note({ summary });
    } catch (error) {
      const failure = isAppError(error) ? error.code : 'internal_error';
      // The database may be what failed: then the error itself matters more than its note.
      await note({ failure }).catch(() => undefined);
      throw error;
    }
  }

  return {
    /** The regular sweep. */
    async runScheduled(): Promise<void> {
      const requestedAtMs = clock();
      await sweep((ending) => sweepRunRepository.create('schedule', requestedAtMs, ending));
    },

    /** Has a sweep start as soon as the queue lets it. @throws {AppError} queue_unavailable: then there is none. */
    async requestSweep(startedBy: string): Promise<SweepRun> {
      const requested = await sweepRunRepository.create(startedBy, clock(), null);
      try {
        await enqueueOperatorJob({ job: 'sweep', sweepId: requested.id });
      } catch (error) {
        await sweepRunRepository.delete(requested.id);
        throw error;
      }
      return requested;
    },

    /** Runs one that was requested, once: the queue may deliver it again. */
    async runRequested(id: string): Promise<void> {
      const requested = await sweepRunRepository.find(id);
      if (!requested || requested.status === 'finished') {
        return;
      }
      await sweep((ending) => sweepRunRepository.finish(id, ending));
    },

    /** The last ones, newest first. */
    getSweeps: (): Promise<SweepRun[]> => sweepRunRepository.findLatest(listLength),
  };
}
