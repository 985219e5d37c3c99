import { deleteApp, initializeApp } from 'firebase/app';
import {
  connectFirestoreEmulator,
  type DocumentReference,
  type Firestore,
  getFirestore,
  onSnapshot,
  type Query,
  setLogLevel,
  terminate,
} from 'firebase/firestore';
import { putRules } from './put-rules.ts';

/** Who the client signs in as: claims with a `sub`, `owner` for whom no rules are, or nobody. */
export type Identity = { readonly sub: string; readonly [claim: string]: unknown } | 'owner' | undefined;

/** Clients of the JavaScript SDK. */
export interface ClientSdk {
  /** Connects a client of its own. */
  connect(identity?: Identity): Firestore;
  /** Replaces the project's rules. */
  loadRules(source: string): Promise<Response>;
  stop(): Promise<void>;
}

/** @param projectId the database that the clients use */
export function createClientSdk({ host }: { host: string }, projectId: string): ClientSdk {
  // Refusals are what these tests are about; the SDK would print each.
  setLogLevel('silent');
  const opened: Firestore[] = [];
  return {
    connect(identity) {
      const db = getFirestore(initializeApp({ projectId }, `${projectId}-${opened.length}`));
      const { hostname, port } = new URL(`http://${host}`);
      connectFirestoreEmulator(
        db,
        hostname,
        Number(port),
        identity === undefined ? {} : { mockUserToken: identity },
      );
      opened.push(db);
      return db;
    },
    loadRules: (content) => putRules(host, projectId, content),
    async stop() {
      await Promise.all(
        opened.map(async (db) => {
          await terminate(db);
          await deleteApp(db.app);
        }),
      );
    },
  };
}

/** What a listener has seen of the server. */
export interface Watch {
  /** Waits until the ids are these, in any order of snapshots before. */
  shows(...ids: readonly string[]): Promise<void>;
  /** Waits for the error that ends the listener, and gives its code. */
  fails(): Promise<string>;
  stop(): void;
}

/** Listens to a query, or to a document, which shows its id while it exists. */
export function watch(target: Query | DocumentReference): Watch {
  let seen: readonly string[] | undefined;
  let code: string | undefined;
  let wake = () => {};
  const next = (ids: readonly string[], isFromServer: boolean) => {
    if (isFromServer) {
      seen = ids;
      wake();
    }
  };
  const failed = (error: { code: string }) => {
    code = error.code;
    wake();
  };
  const options = { includeMetadataChanges: true };
  const stop =
    target.type === 'document'
      ? onSnapshot(
          target,
          options,
          (one) => next(one.exists() ? [one.id] : [], !one.metadata.fromCache),
          failed,
        )
      : onSnapshot(
          target,
          options,
          (all) =>
            next(
              all.docs.map(({ id }) => id),
              !all.metadata.fromCache,
            ),
          failed,
        );

  async function until<T>(read: () => T | undefined): Promise<T> {
    for (let found = read(); ; found = read()) {
      if (found !== undefined) {
        return found;
      }
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }
  return {
    async shows(...ids) {
      await until(() => {
        if (code !== undefined) {
          throw new Error(`The listener ended: ${code}`);
        }
        return seen && JSON.stringify(seen) === JSON.stringify(ids) ? true : undefined;
      });
    },
    fails: () => until(() => code),
    stop,
  };
}
