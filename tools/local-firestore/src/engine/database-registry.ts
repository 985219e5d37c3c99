import type { DatabaseName } from '../model/resource-names.ts';
import { type ChangeSink, type Database, openDatabase, type StoredDocument } from './database.ts';
import { createServerClock } from './server-clock.ts';

/** How often unfinished transactions are looked for, in milliseconds. */
const sweepIntervalMs = 10_000;

/** All databases of one server, created when they are first named. */
export interface DatabaseRegistry {
  get(name: DatabaseName): Promise<Database>;
  /** Opens a database with documents from disk. */
  load(name: DatabaseName, documents: readonly StoredDocument[]): Promise<void>;
  /** Deletes all documents of a project's database, if it exists. */
  clear(name: DatabaseName): Promise<void>;
  stop(): void;
}

/** @param onChange is told of every commit in every database */
export function createDatabaseRegistry(onChange: ChangeSink): DatabaseRegistry {
  const clock = createServerClock();
  const databases = new Map<string, Promise<Database>>();
  const keyOf = ({ projectId, databaseId }: DatabaseName) => `${projectId}/${databaseId}`;

  async function sweep(): Promise<void> {
    for (const opened of await Promise.allSettled(databases.values())) {
      if (opened.status === 'fulfilled') {
        opened.value.sweep();
      }
    }
  }
  const timer = setInterval(() => void sweep(), sweepIntervalMs);
  timer.unref();

  function open(name: DatabaseName, documents?: readonly StoredDocument[]): Promise<Database> {
    const opened = openDatabase(name, clock, onChange, documents);
    databases.set(keyOf(name), opened);
    // A project id that the library refuses must not stay, or the sweep would fail for ever.
    opened.catch(() => databases.delete(keyOf(name)));
    return opened;
  }

  return {
    get: (name) => databases.get(keyOf(name)) ?? open(name),
    async load(name, documents) {
      await open(name, documents);
    },
    async clear(name) {
      await (await databases.get(keyOf(name)))?.clear();
    },
    stop() {
      clearInterval(timer);
    },
  };
}
