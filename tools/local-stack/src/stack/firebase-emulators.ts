import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { findFreePorts, loopbackHost } from './ports.ts';

/** The folder of the installed firebase-tools. */
export const firebaseToolsFolder = dirname(
  createRequire(import.meta.url).resolve('firebase-tools/package.json'),
);

const stopTimeoutMs = 10_000;
/** `firebase.json` with free ports, while the emulators run. */
const configName = 'firebase.emulators.json';

/** Which emulators run, and for whom. */
export interface EmulatorsOptions {
  /** As of `--only`. */
  only: string;
  /** Default: `demo-klayim`. */
  projectId?: string;
  /** In addition to this process's. */
  environment: Readonly<Record<string, string>>;
}

/** What `firebase emulators:start` serves. */
export interface RunningEmulators {
  /** `http://127.0.0.1:port` of the functions emulator. */
  functionsUrl: string;
  /** `http://127.0.0.1:port` of the Auth emulator. */
  authUrl: string;
  /** `http://127.0.0.1:port` of the Hosting emulator. */
  hostingUrl: string;
  /** Everything that was printed so far. */
  output: () => string;
  stop: () => Promise<void>;
}

/**
 * Runs `firebase emulators:start` in a Firebase project folder, on free ports.
 *
 * @param folder holds `firebase.json`, which stays as it is.
 * @throws {Error} with what the command printed, when it ends before the emulators are ready.
 */
export async function startFirebaseEmulators(
  folder: string,
  { only, projectId = 'demo-klayim', environment }: EmulatorsOptions,
): Promise<RunningEmulators> {
  const { hosting, functions, auth, tasks, hub, eventarc, logging } = await findFreePorts();
  const ports = { hosting, functions, auth, tasks, hub, eventarc, logging };
  const emulators = Object.entries(ports).map(([name, port]) => [name, { host: loopbackHost, port }]);
  const file = join(folder, configName);
  const config: object = JSON.parse(await readFile(join(folder, 'firebase.json'), 'utf8'));
  const ui = { enabled: false };
  const changed = { ...config, emulators: { ...Object.fromEntries(emulators), ui, singleProjectMode: true } };
  await writeFile(file, JSON.stringify(changed));
  const home = await mkdtemp(join(tmpdir(), 'klayim-firebase-'));
  const child = spawn(
    process.execPath,
    [
      join(firebaseToolsFolder, 'lib/bin/firebase.js'),
      'emulators:start',
      '--config',
      configName,
      '--only',
      only,
      '--project',
      projectId,
    ],
    {
      cwd: folder,
      env: {
        ...process.env,
        ...environment,
        XDG_CONFIG_HOME: home,
        CLOUDSDK_CONFIG: home,
        METADATA_SERVER_DETECTION: 'none',
        // Seconds; the default of ten is short for a busy machine.
        FUNCTIONS_DISCOVERY_TIMEOUT: '120',
        NO_COLOR: '1',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let printed = '';
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const ready = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface(stream).on('line', (line) => {
        printed += `${line}\n`;
        if (line.includes('All emulators ready')) {
          resolve();
        }
      });
    }
  });
  const ended = closed.then(() => {
    throw new Error(`The emulators ended by themselves:\n${printed}`);
  });
  ended.catch(() => undefined);
  const removeFiles = () =>
    Promise.all([file, home].map((path) => rm(path, { recursive: true, force: true })));
  await Promise.race([ready, ended]).catch(async (error: unknown) => {
    await removeFiles();
    throw error;
  });
  return {
    functionsUrl: `http://${loopbackHost}:${functions}`,
    authUrl: `http://${loopbackHost}:${auth}`,
    hostingUrl: `http://${loopbackHost}:${hosting}`,
    output: () => printed,
    async stop() {
      child.kill('SIGINT');
      const timer = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs);
      await closed;
      clearTimeout(timer);
      await removeFiles();
    },
  };
}
