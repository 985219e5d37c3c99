/**
 * The process of Firebase's emulators. It uses firebase-tools as a library: no look for updates or messages, no usage
 * statistics, and no debug log, which would hold the URLs of all requests with their authorization codes.
 */
import { createRequire } from 'node:module';
import { watchAnswers } from './open-answers.ts';

/** The part of firebase-tools that is used here; it ships no types of its own. */
interface FirebaseTools {
  readonly logger: { readonly useConsoleLoggers: () => void };
  readonly emulators: {
    readonly start: (options: {
      only: string;
      project: string;
      site: string;
      nonInteractive: boolean;
    }) => Promise<unknown>;
  };
}

interface FunctionsEmulator {
  readonly staticBackends: readonly unknown[];
  readonly loadTriggers: (backend: unknown) => Promise<void>;
  /** Listens, and runs functions at their first request. */
  readonly start: () => Promise<void>;
  readonly getInfo: () => { readonly port: number };
  /** Closes the port and every connection to it. */
  readonly destroyServer?: () => Promise<void>;
  /** The processes that run functions, by codebase. */
  readonly workerPools: Readonly<Record<string, { readonly exit: () => void }>>;
}

/** What the parent may ask for by a message; the answer is the same word. */
const orders: Readonly<Record<string, (functions: FunctionsEmulator) => Promise<void>>> = {
  /** Loads the functions again. The processes of the old ones end by themselves. */
  async reload(functions) {
    // Its own watch of the folder ignores everything below a folder whose name begins with a dot.
    for (const backend of functions.staticBackends) {
      await functions.loadTriggers(backend);
    }
  },
  /** Closes the port of the functions and ends their processes. The emulator's own `stop` waits for requests, which wait for it. */
  async stop(functions) {
    for (const pool of Object.values(functions.workerPools)) {
      pool.exit();
    }
    await endAnswers(functions.getInfo().port);
    await functions.destroyServer?.();
  },
  start: (functions) => functions.start(),
};

const [projectId = ''] = process.argv.slice(2);
const endAnswers = watchAnswers();
// The console output of firebase-tools is made for its command line only.
process.env['IS_FIREBASE_CLI'] = 'true';
const require = createRequire(import.meta.url);
compileSchemasLate(createRequire(require.resolve('firebase-tools')));
const firebaseTools = require('firebase-tools/lib/index.js') as FirebaseTools;
firebaseTools.logger.useConsoleLoggers();
process.on('message', (order) => void obey(String(order)));
try {
  await firebaseTools.emulators.start({
    only: 'functions,auth,tasks,hosting',
    project: projectId,
    // It would ask the cloud for the name of the site.
    site: projectId,
    nonInteractive: true,
  });
  process.exit(0);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

/** Does what the parent asks for, and answers when it is done. */
async function obey(order: string): Promise<void> {
  const { EmulatorRegistry } = require('firebase-tools/lib/emulator/registry.js') as {
    EmulatorRegistry: { get: (name: 'functions') => FunctionsEmulator };
  };
  await orders[order]?.(EmulatorRegistry.get('functions'));
  process.send?.(order);
}

/**
 * The Auth emulator compiles the schemas of all its operations when it starts, which takes ten seconds of computing.
 * The library that does so can also compile each one at its first use; the emulator only does not ask it to.
 */
function compileSchemasLate(requireOfFirebaseTools: NodeJS.Require): void {
  const exegesis = requireOfFirebaseTools('exegesis-express') as {
    middleware: (document: unknown, options: object) => unknown;
  };
  const { middleware } = exegesis;
  exegesis.middleware = (document, options) =>
    middleware(document, { ...options, lazyCompileValidationSchemas: true });
}
