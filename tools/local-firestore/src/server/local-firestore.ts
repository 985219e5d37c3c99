import { Server, ServerCredentials } from '@grpc/grpc-js';
import { createRulesStore } from '../authorization/rules-store.ts';
import { createDatabaseRegistry } from '../engine/database-registry.ts';
import { createIndexCheck } from '../indexes/index-check.ts';
import { openIndexFile } from '../indexes/index-file.ts';
import { assertFolderFree, markFolder } from '../persistence/data-folder-lock.ts';
import { type Journal, openJournal } from '../persistence/journal.ts';
import { createDocumentLocks, noLocks } from '../rpc/document-locks.ts';
import { createService } from '../rpc/service.ts';
import { asServiceDefinition, firestoreService } from '../wire/protocol.ts';
import { createHttpEndpoints } from './http-endpoints.ts';
import { listenOnPort } from './port-router.ts';

/** Firestore's own limit for one request. */
const maxRequestBytes = 10 * 1024 * 1024;
const defaultDatabase = '(default)';

/** Where the server tells what goes wrong outside of any call. */
export interface LocalFirestoreLogger {
  error(message: string): void;
}

export interface LocalFirestoreOptions {
  /** 0, the default, takes any free port. */
  port?: number;
  /** `127.0.0.1` by default, so that only this machine reaches it. */
  host?: string;
  /** A folder to keep the data in. Without it the data is gone when the server stops. */
  dataDir?: string;
  /**
   * A `firestore.indexes.json`: queries that need an index that is not in it are refused, as the deployed database
   * refuses them. It is read again when it changes. Without it every query is answered.
   */
  indexesFile?: string;
  /**
   * A `firestore.rules` for the projects that have loaded none of their own. Without rules only administrators
   * (`Bearer owner`) have access.
   */
  rulesFile?: string;
  /**
   * Locks what a transaction has read until it ends, as a database in pessimistic mode and Google's emulator do: a
   * transaction whose client is gone holds its documents for so many milliseconds. Default: nothing is locked.
   */
  lockMs?: number;
  /** Writes to stderr by default. */
  logger?: LocalFirestoreLogger;
}

export interface LocalFirestore {
  /** `host:port`, as in FIRESTORE_EMULATOR_HOST. */
  readonly host: string;
  readonly port: number;
  /** Deletes every document of a project's default database. */
  clear(projectId: string): Promise<void>;
  /** Ends all connections and lets go of port and data folder. Calling it again does nothing more. */
  stop(): Promise<void>;
}

/**
 * Starts a Firestore for development and tests, on the wire as Google's emulator is: every project id
 * has a database of its own, created when it is first named.
 *
 * @throws {LocalFirestoreError} port_in_use, address_unavailable, data_folder_in_use, data_folder_unusable,
 *   journal_corrupt, indexes_invalid, rules_invalid
 */
export async function startLocalFirestore(options: LocalFirestoreOptions = {}): Promise<LocalFirestore> {
  const { port = 0, host = '127.0.0.1', dataDir, indexesFile, rulesFile, lockMs, logger = console } = options;
  const rules = createRulesStore(rulesFile);
  const indexes = createIndexCheck(indexesFile === undefined ? undefined : openIndexFile(indexesFile));
  const journal = dataDir === undefined ? undefined : await openFolder(dataDir);
  let closing = false;
  const databases = createDatabaseRegistry((name, changes) => {
    try {
      journal?.append(name, changes);
    } catch (error) {
      // A commit that arrives while the server stops fails too, but nothing is wrong with the folder.
      if (!closing) {
        logger.error(
          `Cannot write to the data folder: ${error instanceof Error ? error.message : String(error)}`,
        );
      }
      throw error;
    }
  });
  for (const { name, documents } of journal?.databases ?? []) {
    await databases.load(name, [...documents.values()]);
  }

  const locks = lockMs === undefined ? noLocks : createDocumentLocks(lockMs);
  const grpc = new Server({ 'grpc.max_receive_message_length': maxRequestBytes });
  const service = firestoreService();
  grpc.addService(asServiceDefinition(service), createService(service, { databases, indexes, locks, rules }));
  const injector = grpc.createConnectionInjector(ServerCredentials.createInsecure());
  const http = createHttpEndpoints({
    clear: (name) => databases.clear(name),
    loadRules: (projectId, source) => rules.set(projectId, source),
  });
  const router = await listenOnPort(host, port, {
    http2: (socket) => injector.injectConnection(socket),
    http1: (socket) => http.emit('connection', socket),
  }).catch((error: unknown) => {
    databases.stop();
    journal?.close();
    throw error;
  });
  const lock = dataDir === undefined ? undefined : markFolder(dataDir, host, router.port);

  async function close(): Promise<void> {
    closing = true;
    databases.stop();
    injector.destroy();
    grpc.forceShutdown();
    await router.stop();
    journal?.close();
    lock?.release();
  }
  let stopped: Promise<void> | undefined;
  return {
    host: `${host.includes(':') ? `[${host}]` : host}:${router.port}`,
    port: router.port,
    clear: (projectId) => databases.clear({ projectId, databaseId: defaultDatabase }),
    stop() {
      stopped ??= close();
      return stopped;
    },
  };
}

async function openFolder(folder: string): Promise<Journal> {
  await assertFolderFree(folder);
  return openJournal(folder);
}
