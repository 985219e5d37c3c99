/**
 * An instance of the service under load, in a process of its own: the singletons that are deployed, configured by the
 * environment. Until it is told to stop, its callers read tokens, refresh, and disconnect what is doomed.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { isAppError } from '../src/errors/app-error.ts';
import { integrationService } from '../src/services/integration.service.ts';
import { tokenRefreshService } from '../src/services/token-refresh.service.ts';

/** One connection to work on; what is doomed may be disconnected at any time. */
export interface LoadTarget {
  organizationId: string;
  integrationId: string;
  doomed: boolean;
}

/** What a parent asks of a worker: begin, or come to an end and say what was done. */
export type LoadMessage = { targets: LoadTarget[]; callers: number; pauseMs: number } | 'stop';

/** What a worker did. Errors by code, and by the target's fate. */
export interface LoadReport {
  reads: number;
  refreshes: number;
  disconnects: number;
  errors: Record<string, number>;
}

const report: LoadReport = { reads: 0, refreshes: 0, disconnects: 0, errors: {} };
let stopped = false;
let callers: Promise<void>[] = [];

async function act({ organizationId, integrationId, doomed }: LoadTarget): Promise<void> {
  const dice = Math.random();
  if (doomed && dice < 0.05) {
    await integrationService.disconnect(organizationId, integrationId);
    report.disconnects += 1;
  } else if (dice < 0.3) {
    await tokenRefreshService.refreshToken(organizationId, integrationId);
    report.refreshes += 1;
  } else {
    await tokenRefreshService.getValidToken(organizationId, integrationId);
    report.reads += 1;
  }
}

async function call(targets: readonly LoadTarget[], pauseMs: number): Promise<void> {
  while (!stopped) {
    const target = targets[Math.floor(Math.random() * targets.length)];
    if (!target) {
      return;
    }
    try {
      await act(target);
    } catch (error) {
      const code = isAppError(error) ? error.code : error instanceof Error ? error.message : 'unknown';
      if (target.doomed && code === 'integration_disconnected') {
        continue;
      }
      report.errors[code] = (report.errors[code] ?? 0) + 1;
    }
    await sleep(pauseMs);
  }
}

process.on('message', (message: LoadMessage) => {
  if (message !== 'stop') {
    callers = Array.from({ length: message.callers }, () => call(message.targets, message.pauseMs));
    return;
  }
  stopped = true;
  void Promise.all(callers).then(() => process.send?.(report, () => process.exit()));
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
