import type { OrganizationChange, Role } from '@klayim/shared/types';
import type { Clock } from '../../lib/clock.ts';
import type { OrganizationChangesRepository } from '../../repositories/organizations/organization-changes.repository.ts';
import { type ChangeReader, createChangeFeeds } from './change-feed.ts';

/** A sign of life for whatever stands between, in milliseconds. */
const heartbeatMs = 15_000;
/** How long one stream lasts: a function answers within a minute. The reader connects again. */
const defaultStreamMs = 50_000;

export interface OrganizationEventsDependencies {
  organizationChangesRepository: OrganizationChangesRepository;
  clock: Clock;
  /** How long one stream lasts, in milliseconds. Default: 50 000. */
  eventStreamMs?: number | undefined;
}

export type OrganizationEventsService = ReturnType<typeof createOrganizationEventsService>;

/** Tells pages what has changed in their organization: see docs/api-conventions.md. */
export function createOrganizationEventsService(dependencies: OrganizationEventsDependencies) {
  const { eventStreamMs = defaultStreamMs } = dependencies;
  const feeds = createChangeFeeds(dependencies);

  async function* changesFor(
    reader: ChangeReader,
    role: Role,
    gone: AbortSignal,
  ): AsyncGenerator<OrganizationChange | null> {
    const endsAtMs = performance.now() + eventStreamMs;
    gone.addEventListener('abort', () => reader.wake());
    for (;;) {
      yield* reader.waiting.splice(0).filter(({ kind }) => isTold(kind, role));
      const leftMs = endsAtMs - performance.now();
      if (gone.aborted || reader.ended || leftMs <= 0) {
        return;
      }
      if (reader.waiting.length > 0) {
        continue;
      }
      const woken = Promise.withResolvers<boolean>();
      reader.wake = () => woken.resolve(true);
      const timer = setTimeout(() => woken.resolve(false), Math.min(heartbeatMs, leftMs));
      const isWoken = await woken.promise;
      clearTimeout(timer);
      if (!isWoken) {
        yield null;
      }
    }
  }

  return {
    /**
     * Server-sent events: a `change` for each change that the role may know of. What has changed in the last two minutes
     * comes first, so that nothing is missed between two streams.
     * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
     */
    follow({ organizationId, role }: { organizationId: string; role: Role }): AsyncIterable<string> {
      return {
        [Symbol.asyncIterator]() {
          const gone = new AbortController();
          const { reader, leave } = feeds.join(organizationId);
          const events = eventsOf(changesFor(reader, role, gone.signal), leave);
          return {
            next: () => events.next(),
            // A generator that waits for a change would hear of it only after that, and one that was never asked, never.
            return: async () => {
              gone.abort();
              leave();
              return events.return(undefined);
            },
          };
        },
      };
    },
    /** Organizations that this instance listens to. */
    get listeningTo(): number {
      return feeds.count;
    },
  };
}

async function* eventsOf(
  changes: AsyncIterable<OrganizationChange | null>,
  leave: () => void,
): AsyncGenerator<string> {
  try {
    yield 'retry: 1000\n\n';
    for await (const change of changes) {
      yield change ? `event: change\ndata: ${JSON.stringify(change)}\n\n` : ': still here\n\n';
    }
  } finally {
    leave();
  }
}

/** Who does not manage learns of connections only: the rest they could not look at. */
function isTold(kind: OrganizationChange['kind'], role: Role): boolean {
  return role === 'owner' || role === 'administrator' || kind === 'integration' || kind === 'everything';
}
