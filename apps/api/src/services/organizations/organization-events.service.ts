import type { OrganizationChange, OrganizationEventsQuery, Role } from '@klayim/shared/types';
import { type ChangeFeedsDependencies, type ChangeReader, createChangeFeeds } from './change-feed.ts';

/** A sign of life for whatever stands between, in milliseconds. */
const heartbeatMs = 15_000;
/** How long one stream lasts: a function answers within a minute. The reader connects again. */
const defaultStreamMs = 50_000;

export interface OrganizationEventsDependencies extends ChangeFeedsDependencies {
  /** How long one stream lasts, in milliseconds. Default: 50 000. */
  eventStreamMs?: number | undefined;
}

/** Who follows, and how. */
export interface Follower extends OrganizationEventsQuery {
  organizationId: string;
  role: Role;
}

export type OrganizationEventsService = ReturnType<typeof createOrganizationEventsService>;

/** Tells pages what has changed in their organization: see docs/api-conventions.md. */
export function createOrganizationEventsService(dependencies: OrganizationEventsDependencies) {
  const { eventStreamMs = defaultStreamMs } = dependencies;
  const feeds = createChangeFeeds(dependencies);

  async function* changesFor(
    reader: ChangeReader,
    { role, until }: Follower,
    gone: AbortSignal,
  ): AsyncGenerator<OrganizationChange | null> {
    const endsAtMs = performance.now() + eventStreamMs;
    gone.addEventListener('abort', () => reader.wake());
    for (;;) {
      const told = reader.waiting.splice(0).filter(({ kind }) => isTold(kind, role));
      yield* told;
      const leftMs = endsAtMs - performance.now();
      const isEnough = until === 'change' && told.length > 0;
      if (gone.aborted || reader.ended || leftMs <= 0 || isEnough) {
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
     * Server-sent events: a `change` for each change that the role may know of. What has changed since the position `after`,
     * or in the last two minutes, comes first, so that nothing is missed between two streams.
     * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
     */
    follow(follower: Follower): AsyncIterable<string> {
      return {
        [Symbol.asyncIterator]() {
          const gone = new AbortController();
          const { reader, leave } = feeds.join(follower.organizationId, follower.after);
          const events = eventsOf(changesFor(reader, follower, gone.signal), leave);
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

const everybodys: ReadonlySet<OrganizationChange['kind']> = new Set([
  'integration',
  'incident',
  'everything',
]);
const directorys: ReadonlySet<OrganizationChange['kind']> = new Set(['employee', 'employees']);

/** Members learn of connections and the directory, backends of connections: the rest they could not look at. */
function isTold(kind: OrganizationChange['kind'], role: Role): boolean {
  return (
    role === 'owner' ||
    role === 'administrator' ||
    everybodys.has(kind) ||
    (role === 'member' && directorys.has(kind))
  );
}
