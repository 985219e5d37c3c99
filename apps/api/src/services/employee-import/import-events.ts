import type { EmployeeImport } from '@klayim/shared/types';
import { isOver, toImport } from '../../repositories/employee-imports/employee-import.document.ts';
import type { EmployeeImportRepository } from '../../repositories/employee-imports/employee-import.repository.ts';

/** A sign of life for whatever stands between, in milliseconds. */
const heartbeatMs = 15_000;
/** How long one stream lasts: a function answers within a minute. The reader connects again. */
const streamMs = 50_000;

/** An import as it changes; null when nothing changed for a while. `gone` ends it at once, without another change. */
async function* changesOf(
  imports: EmployeeImportRepository,
  organizationId: string,
  id: string,
  gone: AbortSignal,
): AsyncGenerator<EmployeeImport | null> {
  let latest: { value: EmployeeImport } | { error: Error } | undefined;
  let wake = () => {};
  const note = (what: typeof latest) => {
    latest = what;
    wake();
  };
  const stop = imports.watch(
    organizationId,
    id,
    (stored) => stored && note({ value: toImport(stored) }),
    (error) => note({ error }),
  );
  gone.addEventListener('abort', () => wake());
  const endsAtMs = Date.now() + streamMs;
  try {
    while (Date.now() < endsAtMs) {
      if (!latest) {
        const changed = Promise.withResolvers<void>();
        wake = changed.resolve;
        const timer = setTimeout(wake, heartbeatMs);
        await changed.promise;
        clearTimeout(timer);
      }
      if (gone.aborted) {
        return;
      }
      // Several changes at once are one: only the last counts.
      const now = latest;
      latest = undefined;
      if (!now) {
        yield null;
      } else if ('error' in now) {
        throw now.error;
      } else {
        yield now.value;
        if (isOver(now.value)) {
          return;
        }
      }
    }
  } finally {
    stop();
  }
}

/**
 * The progress of an import as server-sent events: one `progress` for each change, with the whole import as its data,
 * until the import is over. A stream ends after a minute in any case; a reader that connects again misses nothing. With a
 * reader that goes away, the watch in the database ends at once.
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export function importEvents(
  imports: EmployeeImportRepository,
  organizationId: string,
  id: string,
): AsyncIterable<string> {
  return {
    [Symbol.asyncIterator]() {
      const reader = new AbortController();
      const events = eventsOf(changesOf(imports, organizationId, id, reader.signal));
      return {
        next: () => events.next(),
        // A generator that waits for a change would hear of it only after that.
        return: () => {
          reader.abort();
          return events.return(undefined);
        },
      };
    },
  };
}

async function* eventsOf(changes: AsyncIterable<EmployeeImport | null>): AsyncGenerator<string> {
  yield 'retry: 1000\n\n';
  for await (const change of changes) {
    yield change ? `event: progress\ndata: ${JSON.stringify(change)}\n\n` : ': still here\n\n';
  }
}
