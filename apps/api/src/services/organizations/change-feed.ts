import { randomUUID } from 'node:crypto';
import type { OrganizationChange } from '@klayim/shared/types';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../../lib/clock.ts';
import { minuteMs } from '../../lib/duration.ts';
import { isoTimestampOfMs } from '../../lib/iso-timestamp.ts';
import type {
  OrganizationChangesRepository,
  SeenChange,
} from '../../repositories/organizations/organization-changes.repository.ts';

/** A reader who comes back within this time misses nothing. Longer than the clocks of two instances differ. */
const overlapMs = 2 * minuteMs;
/** After this time a feed ends with its readers, who come back: the database's client keeps every document of a listener. */
const maxFeedMs = 10 * minuteMs;
/** A feed waits so long for its last reader to come back, since its listeners cost reads to begin. */
const defaultLingerMs = 10_000;
/** Max recent changes that a feed keeps, and that wait for a slow reader. Beyond it a reader is sent `everything`. */
export const maxChanges = 500;

/** A reader of the feed. */
export interface ChangeReader {
  /** Changes that are yet to be read. */
  readonly waiting: OrganizationChange[];
  /** Whether the feed has ended. */
  ended: boolean;
  /** Called when something was added or the feed has ended. */
  wake: () => void;
}

interface Feed {
  /** Positions begin with it: they are of this feed, and say nothing in another. */
  id: string;
  readers: Set<ChangeReader>;
  /** By kind, id and version: each is sent once. */
  recent: LRUCache<string, OrganizationChange>;
  /** Changes so far. */
  count: number;
  /** The last change that `recent` has lost, and when. */
  lost: { number: number; atMs: number };
  startedAtMs: number;
  /** When the last reader left; null while there is one. */
  leftAtMs: number | null;
  stop: () => void;
}

export interface ChangeFeedsDependencies {
  organizationChangesRepository: OrganizationChangesRepository;
  clock: Clock;
  /** How long a feed waits for its last reader to come back, in milliseconds. Default: 10 000. */
  feedLingerMs?: number | undefined;
}

/**
 * One set of listeners for each organization on this instance, shared by its readers: it starts with the first of them and
 * ends a little after the last.
 */
export function createChangeFeeds({
  organizationChangesRepository,
  clock,
  feedLingerMs = defaultLingerMs,
}: ChangeFeedsDependencies) {
  const feeds = new Map<string, Feed>();

  function end(organizationId: string, feed: Feed): void {
    feed.stop();
    if (feeds.get(organizationId) === feed) {
      feeds.delete(organizationId);
    }
    for (const reader of feed.readers) {
      reader.ended = true;
      reader.wake();
    }
    feed.readers.clear();
  }

  function endUnlessRead(organizationId: string, feed: Feed): void {
    if (feed.leftAtMs !== null && clock() - feed.leftAtMs >= feedLingerMs) {
      end(organizationId, feed);
    }
  }

  function tell(organizationId: string, feed: Feed, seen: readonly SeenChange[]): void {
    // A commit of a lease is seen, too: it changes nothing that anybody shows.
    const added = seen
      .filter((change) => !feed.recent.has(keyOf(change)))
      .map((change) => {
        feed.count += 1;
        return { ...change, position: `${feed.id}.${feed.count}` };
      });
    for (const change of added) {
      if (feed.recent.size >= maxChanges) {
        feed.lost = { number: feed.count - maxChanges, atMs: clock() };
      }
      feed.recent.set(keyOf(change), change);
    }
    for (const reader of added.length === 0 ? [] : feed.readers) {
      add(reader, added, everythingOf(organizationId, feed, clock()));
    }
    if (clock() - feed.startedAtMs >= maxFeedMs) {
      end(organizationId, feed);
    }
  }

  function start(organizationId: string): Feed {
    const feed: Feed = {
      id: randomUUID(),
      readers: new Set(),
      recent: new LRUCache({ max: maxChanges }),
      count: 0,
      lost: { number: 0, atMs: 0 },
      startedAtMs: clock(),
      leftAtMs: null,
      stop: () => undefined,
    };
    feeds.set(organizationId, feed);
    feed.stop = organizationChangesRepository.watch(
      organizationId,
      clock() - overlapMs,
      (changes) => tell(organizationId, feed, changes),
      () => end(organizationId, feed),
    );
    return feed;
  }

  /** The feed that goes on, if any. An instance that rests does not run its timers: one that is due has ended. */
  function find(organizationId: string): Feed | undefined {
    const feed = feeds.get(organizationId);
    if (feed) {
      endUnlessRead(organizationId, feed);
    }
    return feeds.get(organizationId);
  }

  return {
    /**
     * A new reader, who is told what has changed since a position, or in the last two minutes at least where the feed does
     * not know the position, and what changes from now on.
     */
    join(organizationId: string, after: string | null = null): { reader: ChangeReader; leave: () => void } {
      const feed = find(organizationId) ?? start(organizationId);
      const reader: ChangeReader = { waiting: [], ended: false, wake: () => undefined };
      feed.readers.add(reader);
      feed.leftAtMs = null;
      const everything = everythingOf(organizationId, feed, clock());
      add(reader, missedBy(feed, after, clock()) ?? [everything], everything);
      return {
        reader,
        leave() {
          feed.readers.delete(reader);
          if (feed.readers.size === 0 && feeds.get(organizationId) === feed) {
            feed.leftAtMs = clock();
            // Nothing but this waits for it: the process may end.
            setTimeout(() => endUnlessRead(organizationId, feed), feedLingerMs).unref();
            endUnlessRead(organizationId, feed);
          }
        },
      };
    },
    /** Organizations that are listened to. */
    get count(): number {
      return feeds.size;
    },
  };
}

/** What a new reader does not know; null when it is more than is kept. */
function missedBy(feed: Feed, after: string | null, nowMs: number): OrganizationChange[] | null {
  const kept = [...feed.recent.values()].reverse();
  const [feedId, number] = (after ?? '').split('.');
  if (feedId === feed.id) {
    return feed.lost.number > Number(number)
      ? null
      : kept.filter((change) => numberOf(change) > Number(number));
  }
  const since = isoTimestampOfMs(nowMs - overlapMs);
  return nowMs - feed.lost.atMs < overlapMs ? null : kept.filter(({ at }) => at > since);
}

function numberOf({ position }: OrganizationChange): number {
  return Number(position.split('.')[1]);
}

function add(
  reader: ChangeReader,
  changes: readonly OrganizationChange[],
  everything: OrganizationChange,
): void {
  reader.waiting.push(...changes);
  if (reader.waiting.length > maxChanges) {
    reader.waiting.splice(0, reader.waiting.length, everything);
  }
  reader.wake();
}

function everythingOf(organizationId: string, { id, count }: Feed, nowMs: number): OrganizationChange {
  const position = `${id}.${count}`;
  const at = isoTimestampOfMs(nowMs);
  return { kind: 'everything', id: organizationId, version: null, deleted: false, at, position };
}

function keyOf({ kind, id, version, at }: SeenChange): string {
  return JSON.stringify([kind, id, version ?? at]);
}
