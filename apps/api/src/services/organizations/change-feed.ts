import type { OrganizationChange } from '@klayim/shared/types';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../../lib/clock.ts';
import { minuteMs } from '../../lib/duration.ts';
import { isoInstantOf } from '../../lib/instant.ts';
import type { OrganizationChangesRepository } from '../../repositories/organizations/organization-changes.repository.ts';

/** A reader who comes back within this time misses nothing. Longer than the clocks of two instances differ. */
const overlapMs = 2 * minuteMs;
/** After this time a feed ends with its readers, who come back: the database's client keeps every document of a listener. */
const maxFeedMs = 10 * minuteMs;
/** Recent changes that a feed keeps, and that wait for a slow reader. More are told as `everything`. */
export const maxChanges = 500;

/** Who is told of changes. */
export interface ChangeReader {
  /** Changes that are yet to be read. */
  readonly waiting: OrganizationChange[];
  /** Whether the feed has ended. */
  ended: boolean;
  /** Called when something was added or the feed has ended. */
  wake: () => void;
}

interface Feed {
  readers: Set<ChangeReader>;
  /** By kind, id and version: each is told once. */
  recent: LRUCache<string, OrganizationChange>;
  overflowedAtMs: number;
  startedAtMs: number;
  stop: () => void;
}

/**
 * One pair of listeners for each organization on this instance, shared by its readers: it starts with the first of them and
 * ends with the last.
 */
export function createChangeFeeds({
  organizationChangesRepository,
  clock,
}: {
  organizationChangesRepository: OrganizationChangesRepository;
  clock: Clock;
}) {
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

  function tell(organizationId: string, feed: Feed, changes: readonly OrganizationChange[]): void {
    // A commit of a lease is seen, too: it changes nothing that anybody shows.
    const added = changes.filter((change) => !feed.recent.has(keyOf(change)));
    for (const change of added) {
      if (feed.recent.size >= maxChanges) {
        feed.overflowedAtMs = clock();
      }
      feed.recent.set(keyOf(change), change);
    }
    for (const reader of added.length === 0 ? [] : feed.readers) {
      add(reader, added, everythingOf(organizationId, clock()));
    }
    if (clock() - feed.startedAtMs >= maxFeedMs) {
      end(organizationId, feed);
    }
  }

  function start(organizationId: string): Feed {
    const feed: Feed = {
      readers: new Set(),
      recent: new LRUCache({ max: maxChanges }),
      overflowedAtMs: 0,
      startedAtMs: clock(),
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

  return {
    /** A new reader, who is told what has changed in the last two minutes at least, and what changes from now on. */
    join(organizationId: string): { reader: ChangeReader; leave: () => void } {
      const feed = feeds.get(organizationId) ?? start(organizationId);
      const reader: ChangeReader = { waiting: [], ended: false, wake: () => undefined };
      feed.readers.add(reader);
      const since = isoInstantOf(clock() - overlapMs);
      const everything = everythingOf(organizationId, clock());
      const overflowed = clock() - feed.overflowedAtMs < overlapMs;
      const recent = [...feed.recent.values()].filter(({ at }) => at > since).reverse();
      add(reader, overflowed ? [everything] : recent, everything);
      return {
        reader,
        leave() {
          feed.readers.delete(reader);
          if (feed.readers.size === 0) {
            end(organizationId, feed);
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

function everythingOf(organizationId: string, nowMs: number): OrganizationChange {
  return { kind: 'everything', id: organizationId, version: null, deleted: false, at: isoInstantOf(nowMs) };
}

function keyOf({ kind, id, version, at }: OrganizationChange): string {
  return JSON.stringify([kind, id, version ?? at]);
}
