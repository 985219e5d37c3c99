import { refreshSummarySchema } from '@klayim/shared/schemas';
import type { RefreshSummary } from '@klayim/shared/types';
import { waitFor } from '../stack/wait.ts';
import { check } from './check.ts';
import { queueTimeoutMs } from './job-api.ts';
import type { JobContext } from './job-context.ts';
import { connectionOf, countRefreshes, getIntegration } from './step-helpers.ts';

const longLifetimeSeconds = 3600;

/**
 * Two runs of the scheduled function find the Microsoft connection due and put it on the queue; the queue's worker
 * refreshes it, once.
 */
export async function sweep(context: JobContext): Promise<void> {
  const { stack, say, facts } = context;
  const { id } = connectionOf(context, 'microsoft_calendar');
  const { control } = stack.microsoft;
  // What this refresh gives is what the next run finds.
  control.setAccessTokenLifetimeSeconds(longLifetimeSeconds);
  const before = await getIntegration(context, id);
  const refreshed = countRefreshes(control);
  const linesBefore = stack.logLines.length;

  // As a late schedule and an operator would: two at once, and the work is done once.
  await Promise.all([stack.triggerSweep(), stack.triggerSweep()]);
  const swept = await waitForSummary(context, linesBefore, ({ enqueued }) => enqueued > 0);
  say(`the sweep says: ${describe(swept)}`);
  const after = await waitFor(
    async () => {
      const now = await getIntegration(context, id);
      return now.refreshCount > before.refreshCount ? now : undefined;
    },
    {
      what: 'the task queue to refresh the Microsoft connection',
      timeoutMs: queueTimeoutMs,
      intervalMs: 250,
    },
  );
  const batch = await waitForSummary(context, linesBefore, (summary) => summary.refreshed > 0);
  say(`the queue's worker says: ${describe(batch)}`);
  facts.refreshesBySweep = countRefreshes(control) - refreshed;
  say(
    `refreshCount ${before.refreshCount} → ${after.refreshCount}, lastRefreshedAt ${after.lastRefreshedAt}`,
  );
  say(`the provider saw ${facts.refreshesBySweep} refresh; the token now expires ${after.expiresAt}`);
  check(after.status === 'connected', `The status is ${after.status} after the sweep.`);
  check(facts.refreshesBySweep === 1, `The provider saw ${facts.refreshesBySweep} refreshes, not 1.`);
}

/** The sweep and its tasks only log what they did; they have no HTTP answer. */
async function waitForSummary(
  { stack }: JobContext,
  fromLine: number,
  wanted: (summary: RefreshSummary) => boolean,
): Promise<RefreshSummary> {
  return waitFor(
    () =>
      stack.logLines
        .slice(fromLine)
        .map(readSummary)
        .find((found) => found && wanted(found)),
    {
      what: 'the summary in the log of the functions',
      timeoutMs: queueTimeoutMs,
    },
  );
}

function readSummary(line: string): RefreshSummary | undefined {
  const start = line.indexOf('{');
  if (start === -1 || !line.includes('"byProvider"')) {
    return undefined;
  }
  try {
    const { due, enqueued, refreshed, skipped, failed, byProvider } = JSON.parse(line.slice(start));
    return refreshSummarySchema.parse({ due, enqueued, refreshed, skipped, failed, byProvider });
  } catch {
    // Somebody else's line.
    return undefined;
  }
}

function describe({ due, enqueued, refreshed, skipped, failed }: RefreshSummary): string {
  return `due ${due}, enqueued ${enqueued}, refreshed ${refreshed}, skipped ${skipped}, failed ${failed}`;
}
