import type { Adapter, AdapterPayload } from 'oidc-provider';

/** One stored artifact. `expiresAtMs` is null for what never expires. */
export interface StoredEntry {
  readonly model: string;
  readonly id: string;
  readonly payload: AdapterPayload;
  readonly expiresAtMs: number | null;
}

/** Expired entries are swept after this many writes, so that memory stays bounded. */
const writesBetweenSweeps = 1000;

/** All state of one authorization server, in memory. */
export interface MemoryStore {
  /** The adapter factory that oidc-provider wants. */
  readonly adapterFor: (model: string) => Adapter;
  /** Everything that has not expired, for the state file. */
  readonly snapshot: () => StoredEntry[];
  /** Entries in memory, expired ones that were not yet swept included. */
  readonly size: () => number;
  /** Ids of the living grants of one account. */
  readonly grantIdsOf: (accountId: string) => string[];
  /** Removes a grant with every code and token that came from it. */
  readonly removeGrant: (grantId: string) => void;
}

/**
 * Makes a store, optionally with what an earlier run left. `onChange` is called after every write.
 * Payloads are copied in and out, as a database would, so that no caller can change stored state by reference.
 * No method waits for anything: that keeps oidc-provider's "find, then consume" in one turn of the event loop, so
 * that of two simultaneous requests with one refresh token only one finds it unused.
 */
export function createMemoryStore(
  options: { readonly entries?: readonly StoredEntry[]; readonly onChange?: () => void } = {},
): MemoryStore {
  const onChange = options.onChange ?? (() => undefined);
  const entries = new Map<string, StoredEntry>();
  let writes = 0;
  for (const entry of options.entries ?? []) {
    entries.set(keyOf(entry.model, entry.id), entry);
  }

  const read = (key: string): StoredEntry | undefined => {
    const entry = entries.get(key);
    if (entry === undefined || !hasExpired(entry)) {
      return entry;
    }
    entries.delete(key);
    return undefined;
  };
  const living = (): StoredEntry[] => [...entries.values()].filter((entry) => !hasExpired(entry));
  const write = (entry: StoredEntry): void => {
    entries.set(keyOf(entry.model, entry.id), entry);
    writes += 1;
    if (writes % writesBetweenSweeps === 0) {
      for (const [key, candidate] of entries) {
        if (hasExpired(candidate)) {
          entries.delete(key);
        }
      }
    }
    onChange();
  };
  const removeWhere = (matches: (entry: StoredEntry) => boolean): void => {
    for (const [key, entry] of entries) {
      if (matches(entry)) {
        entries.delete(key);
      }
    }
    onChange();
  };
  const findWhere = (model: string, matches: (payload: AdapterPayload) => boolean) => {
    const found = living().find((entry) => entry.model === model && matches(entry.payload));
    return found === undefined ? undefined : structuredClone(found.payload);
  };

  const adapterFor = (model: string): Adapter => ({
    async upsert(id, payload, expiresInSeconds) {
      const expiresAtMs = expiresInSeconds === undefined ? null : Date.now() + expiresInSeconds * 1000;
      write({ model, id, payload: structuredClone(payload), expiresAtMs });
    },
    async find(id) {
      const entry = read(keyOf(model, id));
      return entry === undefined ? undefined : structuredClone(entry.payload);
    },
    async findByUid(uid) {
      return findWhere(model, (payload) => payload.uid === uid);
    },
    async findByUserCode(userCode) {
      return findWhere(model, (payload) => payload.userCode === userCode);
    },
    async consume(id) {
      const entry = read(keyOf(model, id));
      if (entry === undefined) {
        return;
      }
      write({ ...entry, payload: { ...entry.payload, consumed: Math.floor(Date.now() / 1000) } });
    },
    async destroy(id) {
      entries.delete(keyOf(model, id));
      onChange();
    },
    async revokeByGrantId(grantId) {
      removeWhere((entry) => entry.model === model && entry.payload.grantId === grantId);
    },
  });

  return {
    adapterFor,
    snapshot: living,
    size: () => entries.size,
    grantIdsOf: (accountId) =>
      living()
        .filter((entry) => entry.model === 'Grant' && entry.payload.accountId === accountId)
        .map((entry) => entry.id),
    removeGrant: (grantId) => {
      removeWhere(
        (entry) => entry.payload.grantId === grantId || (entry.model === 'Grant' && entry.id === grantId),
      );
    },
  };
}

function keyOf(model: string, id: string): string {
  return `${model}:${id}`;
}

function hasExpired(entry: StoredEntry): boolean {
  return entry.expiresAtMs !== null && entry.expiresAtMs <= Date.now();
}
