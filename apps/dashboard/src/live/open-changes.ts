import type { KlayimClient } from '@klayim/client';
import type { Change } from './follow-changes.ts';

/** The API ends an answer after 50 seconds: one that has not ended by then never will. */
const maxAnswerMs = 65_000;

/**
 * One answer of the stream of changes. It is asked to end with the first ones: Hosting passes an answer on when it is complete.
 * The client sends the ID token with it, a new one when the API says that it has expired.
 */
export async function* openChanges(
  klayim: KlayimClient,
  after: string | undefined,
  signal: AbortSignal,
): AsyncGenerator<Change> {
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  signal.addEventListener('abort', stop);
  const timer = window.setTimeout(stop, maxAnswerMs);
  try {
    const events = klayim.events('followOrganization', {
      query: { until: 'change', ...(after !== undefined && { after }) },
      signal: controller.signal,
      timeoutMs: maxAnswerMs,
      retries: 0,
    });
    for await (const { data } of events) {
      yield data;
    }
  } finally {
    window.clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}
