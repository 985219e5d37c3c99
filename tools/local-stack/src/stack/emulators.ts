import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import { pathToFileURL } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { StackError } from '../stack-error.ts';
import { loopbackHost } from './ports.ts';

/** How to start the emulators. */
export interface EmulatorsOptions {
  readonly projectId: string;
  /** Holds the `firebase.json` to go by. */
  readonly folder: string;
  /** `host:port` of the Firestore that the functions use. */
  readonly firestoreHost: string;
  /** Gets every line that the emulators and the functions print. */
  readonly logFile: string;
  /** Called when the emulators end without having been asked to, or have no functions to run. */
  readonly onFailure: (error: StackError) => void;
}

/** Firebase's Auth, Functions and Cloud Tasks emulators in a process of their own. */
export interface Emulators {
  /** Lines printed so far, oldest first. */
  readonly lines: readonly string[];
  /** Rejects when the process ends before it was stopped, or cannot load the functions; never resolves. */
  readonly failure: Promise<never>;
  /** Loads the functions again. @throws {StackError} when they cannot be loaded; the old ones go on then. */
  readonly reload: () => Promise<void>;
  /** Ends the functions alone: nothing listens on their port until `startFunctions`. */
  readonly stopFunctions: () => Promise<void>;
  /** Listens on it again; the functions start at the next request. */
  readonly startFunctions: () => Promise<void>;
  /** Ends the emulators and the functions. Calling it again is harmless. */
  readonly stop: () => Promise<void>;
  /** Ends them at once. */
  readonly kill: () => void;
}

/** Seconds on an idle machine; a busy one may take minutes. */
export const startTimeoutMs = 300_000;
const stopTimeoutMs = 4000;
const lastLines = 12;

/** Starts the emulators; whether they are ready shows when they answer. */
export function startEmulators(options: EmulatorsOptions): Emulators {
  const { projectId, folder, logFile } = options;
  const preload = `--import=${pathToFileURL(join(import.meta.dirname, 'exit-with-parent.ts')).href}`;
  // A short path: the name of a socket may have about a hundred characters.
  const sockets = mkdtempSync(join(tmpdir(), 'klayim-'));
  const child = spawn(process.execPath, [join(import.meta.dirname, 'emulators-process.ts'), projectId], {
    cwd: folder,
    env: emulatorEnvironment(options, { preload, sockets }),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // A process group of its own: Ctrl-C reaches only us, and we stop them in order.
    detached: true,
  });
  const lines: string[] = [];
  const log = createWriteStream(logFile, { mode: 0o600 });
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) {
      continue;
    }
    createInterface(stream).on('line', (line) => {
      const plain = stripVTControlCharacters(line);
      lines.push(plain);
      log.write(`${plain}\n`);
      // The emulators carry on without any function then.
      if (!plain.includes('Failed to load function definition')) {
        return;
      }
      if (ordered) {
        ordered.reject(describeFailure('The functions cannot be loaded.'));
      } else {
        fail('The functions cannot be loaded.');
      }
    });
  }

  let ordered: PromiseWithResolvers<void> | undefined;
  child.on('message', () => ordered?.resolve());
  const order = async (what: 'reload' | 'stop' | 'start'): Promise<void> => {
    ordered = Promise.withResolvers();
    child.send(what);
    try {
      await Promise.race([ordered.promise, failed.promise]);
    } finally {
      ordered = undefined;
    }
  };

  let stopping = false;
  // Not 'exit': by 'close', the last lines have been read.
  const exited = new Promise<number | string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'unknown'));
  });
  const failed = Promise.withResolvers<never>();
  // Callers that wait for the start get the error; without one, it must not be an unhandled rejection.
  failed.promise.catch(() => {});
  const describeFailure = (what: string): StackError => {
    const last = lines.filter(isTelling).slice(-lastLines);
    return new StackError(`${what} The last lines of ${logFile}:\n  ${last.join('\n  ')}`);
  };
  const fail = (what: string): void => {
    if (stopping) {
      return;
    }
    const error = describeFailure(what);
    failed.reject(error);
    options.onFailure(error);
  };
  exited.then(
    (how) => fail(`Firebase's emulators ended by themselves (${how}).`),
    () => {},
  );
  const kill = (): void => killGroup(child);
  let stopped: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    stopping = true;
    child.kill('SIGTERM');
    const timer = setTimeout(kill, stopTimeoutMs);
    await exited;
    clearTimeout(timer);
    // What the emulators started and did not end themselves.
    kill();
    await rm(sockets, { recursive: true, force: true });
    log.end();
    await finished(log);
  };
  return {
    lines,
    failure: failed.promise,
    reload: () => order('reload'),
    stopFunctions: () => order('stop'),
    startFunctions: () => order('start'),
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
    kill,
  };
}

/** Nothing of the person's own Firebase and Google Cloud set-up is used, so that no cloud project can be reached. */
function emulatorEnvironment(
  { folder, firestoreHost }: EmulatorsOptions,
  { preload, sockets }: { preload: string; sockets: string },
): NodeJS.ProcessEnv {
  const { GOOGLE_APPLICATION_CREDENTIALS: _credentials, FIREBASE_TOKEN: _token, ...inherited } = process.env;
  const home = join(folder, 'home');
  return {
    ...inherited,
    NODE_OPTIONS: preload,
    FIRESTORE_EMULATOR_HOST: firestoreHost,
    // Read the functions from a file instead of from a server on one more port.
    FIREBASE_FUNCTIONS_DISCOVERY_OUTPUT_PATH: home,
    XDG_CONFIG_HOME: home,
    CLOUDSDK_CONFIG: home,
    // The functions emulator leaves a socket here for each process that it starts.
    TMPDIR: sockets,
    METADATA_SERVER_DETECTION: 'none',
    // Seconds; the default of ten is short for a busy machine. Nobody waits for it on an idle one.
    FUNCTIONS_DISCOVERY_TIMEOUT: String(startTimeoutMs / 1000),
    NO_PROXY: `${loopbackHost},localhost`,
    NO_COLOR: '1',
  };
}

/** Neither empty nor a line of a stack trace. */
function isTelling(line: string): boolean {
  return line.trim() !== '' && !/^\s+at /.test(line);
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) {
    return;
  }
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    // ESRCH: all of them are gone, as they should be.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) {
      throw error;
    }
  }
}
