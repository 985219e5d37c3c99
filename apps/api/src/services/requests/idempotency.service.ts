import { createHash } from 'node:crypto';
import type { Timestamp } from 'firebase-admin/firestore';
import { AppError } from '../../errors/app-error.ts';
import type { Clock } from '../../lib/clock.ts';
import { dayMs, minuteMs } from '../../lib/duration.ts';
import { isTransient } from '../../lib/firestore-errors.ts';
import type { Logger } from '../../lib/logger.ts';
import type {
  IdempotencyKeyRepository,
  IdempotencyRecord,
  StoredAnswer,
} from '../../repositories/platform/idempotency-key.repository.ts';

/** Longer than a request may take (60 seconds), so that an attempt whose lease has ended is dead. */
const leaseMs = 2 * minuteMs;
/** How long an answer is given again. */
const retentionMs = dayMs;
const pollAfterMs = 1_000;

/** Whose key it is: the same text of another caller, or for another operation, is another key. */
export interface IdempotencyScope {
  organizationId: string | null;
  userId: string;
  operationId: string;
  key: string;
}

/** An answer, and whether it is an earlier one. */
export interface IdempotentAnswer {
  answer: StoredAnswer;
  isReplayed: boolean;
}

export interface IdempotencyServiceDependencies {
  idempotencyKeyRepository: IdempotencyKeyRepository;
  clock: Clock;
  logger: Logger;
}

export type IdempotencyService = ReturnType<typeof createIdempotencyService>;

/**
 * Serves a request once, however often it is sent (docs/adr/0012-idempotency.md). An attempt holds the key for two
 * minutes; what it answers is stored and given again for a day. One that fails gives the key back, since nothing was
 * created. One that dies lets the next attempt take the key over: that one runs the action again, which therefore must
 * recognise what the first may have created, by the record's id that {@link recordIdOf} gives. So does the next attempt
 * when the stored answer is not authentic: its forger could have removed it as well.
 */
export function createIdempotencyService({
  idempotencyKeyRepository,
  clock,
  logger,
}: IdempotencyServiceDependencies) {
  /**
   * The version of a record that is ours, or the answer that is there.
   * @throws {AppError} idempotency_key_reused, idempotency_key_in_use
   */
  async function take(id: string, record: IdempotencyRecord): Promise<Timestamp | StoredAnswer> {
    const created = await idempotencyKeyRepository.create(id, record);
    if (created) {
      return created;
    }
    const found = await idempotencyKeyRepository.find(id);
    // It was released in between: the next attempt finds it free.
    if (!found) {
      throw new AppError('idempotency_key_in_use', { retryAfterMs: pollAfterMs });
    }
    const { record: earlier, version } = found;
    if (!earlier) {
      logger.error('A stored answer is not authentic: the request is served again', { id });
    }
    // Firestore removes what has expired in its own time.
    const valid = earlier && earlier.expiresAtMs > clock() ? earlier : null;
    if (valid && valid.fingerprint !== record.fingerprint) {
      throw new AppError('idempotency_key_reused');
    }
    if (valid?.answer) {
      return valid.answer;
    }
    const isFree = !valid || valid.leaseEndsAtMs <= clock();
    const taken = isFree ? await idempotencyKeyRepository.replace(id, version, record) : null;
    if (!taken) {
      throw new AppError('idempotency_key_in_use', { retryAfterMs: pollAfterMs });
    }
    return taken;
  }

  /** An outage at the end must not turn a success into a failure: the lease ends, and the record's id protects. */
  async function throughOutage(id: string, writing: Promise<unknown>): Promise<void> {
    try {
      await writing;
    } catch (error) {
      if (!isTransient(error)) {
        throw error;
      }
      logger.warn('An idempotency key could not be settled', { id });
    }
  }

  return {
    /**
     * Runs an action unless it has been run for this key already.
     * @param content What makes the request the same request, as JSON text.
     * @throws {AppError} idempotency_key_reused when the key was used for something else; idempotency_key_in_use while
     * the first attempt runs; whatever the action throws.
     */
    async once(
      scope: IdempotencyScope,
      content: string,
      action: () => Promise<StoredAnswer>,
    ): Promise<IdempotentAnswer> {
      const id = digestOf('key', scope);
      const nowMs = clock();
      const record: IdempotencyRecord = {
        organizationId: scope.organizationId,
        fingerprint: createHash('sha256').update(content).digest('base64url'),
        leaseEndsAtMs: nowMs + leaseMs,
        expiresAtMs: nowMs + retentionMs,
        answer: null,
      };
      const taken = await take(id, record);
      if ('status' in taken) {
        return { answer: taken, isReplayed: true };
      }
      let answer: StoredAnswer;
      try {
        answer = await action();
      } catch (error) {
        await throughOutage(id, idempotencyKeyRepository.remove(id, taken));
        throw error;
      }
      await throughOutage(id, idempotencyKeyRepository.replace(id, taken, { ...record, answer }));
      return { answer, isReplayed: false };
    },
  };
}

/** The id that a record gets which is created under a key: every attempt would create the same one. */
export function recordIdOf(scope: IdempotencyScope): string {
  return `k${digestOf('record', scope)}`;
}

function digestOf(purpose: string, { organizationId, userId, operationId, key }: IdempotencyScope): string {
  const scope = JSON.stringify([purpose, organizationId, userId, operationId, key]);
  return createHash('sha256').update(scope).digest('base64url');
}
