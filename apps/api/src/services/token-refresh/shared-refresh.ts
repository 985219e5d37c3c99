import { AppError } from '../../errors/app-error.ts';
import { settlesWithin } from '../../lib/deadline.ts';
import type { IntegrationRepository } from '../../repositories/integrations/integration.repository.ts';
import type { RefreshInput } from './refresh.ts';
import { type RefreshLogDependencies, withRefreshLog } from './refresh-log.ts';
import { fallBackOrThrow, type RefreshResult } from './refresh-result.ts';

export interface SharedRefreshDependencies extends RefreshLogDependencies {
  integrationRepository: Pick<IntegrationRepository, 'getDecryptedCredentials'>;
  refresh: (input: RefreshInput) => Promise<RefreshResult>;
}

/** What is to be refreshed, and until when its caller waits. */
export type SharedRefreshInput = Omit<RefreshInput, 'onAnswer'>;

export type RefreshShared = ReturnType<typeof createSharedRefresh>;

interface RunningRefresh {
  result: Promise<RefreshResult>;
  /** The provider has given new credentials, and they are being stored. */
  isAnswered: boolean;
}

/**
 * Lets callers of this process who want the same refresh share it. It goes on when they have left: what the provider
 * answers late is stored as any other answer, and who comes meanwhile waits for the same one.
 */
export function createSharedRefresh(dependencies: SharedRefreshDependencies) {
  const { integrationRepository, refresh, clock } = dependencies;
  const running = new Map<string, RunningRefresh>();

  function start(key: string, input: SharedRefreshInput): RunningRefresh {
    const onAnswer = () => {
      started.isAnswered = true;
    };
    const refreshing = withRefreshLog(dependencies, input.stored, () => refresh({ ...input, onAnswer }));
    const started: RunningRefresh = {
      isAnswered: false,
      result: refreshing.finally(() => running.delete(key)),
    };
    // Perhaps no caller waits for it any more.
    started.result.catch(() => undefined);
    running.set(key, started);
    return started;
  }

  /**
   * Joins a refresh for the same request that is running in this process, or starts one.
   * @returns its result, or the previous token while it is valid, once the caller's time is up. Who waits when the
   * provider has answered waits until that is stored: only then is the token sure to be the one that others get.
   * @throws {AppError} refresh_in_progress when the time is up and there is no valid token.
   */
  return async function refreshShared(
    input: SharedRefreshInput,
    onStart: () => void = () => undefined,
  ): Promise<RefreshResult> {
    const key = toFlightKey(input);
    const found = running.get(key);
    if (!found) {
      onStart();
    }
    const shared = found ?? start(key, input);
    const { stored, request, callersLeaveAtMs } = input;
    if (
      callersLeaveAtMs === null ||
      (await settlesWithin(shared.result, callersLeaveAtMs - clock())) ||
      shared.isAnswered
    ) {
      return shared.result;
    }
    const credentials = await integrationRepository.getDecryptedCredentials(stored.organizationId, stored);
    const late = new AppError('refresh_in_progress', { retryAfterMs: 1_000 });
    return fallBackOrThrow(clock(), stored, credentials, request, late);
  };
}

/** Only equal requests share a refresh: the sweep gives up where a caller would wait. */
function toFlightKey({ stored, request }: SharedRefreshInput): string {
  const { background = false, forceRefresh = false, ignoreAge = false, minValidityMs = null } = request;
  return JSON.stringify([
    stored.organizationId,
    stored.id,
    background,
    forceRefresh,
    ignoreAge,
    minValidityMs,
  ]);
}
