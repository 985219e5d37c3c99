import { cp, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { StackError } from '../stack-error.ts';
import { builtApi } from './build-api.ts';
import { localHostingConfig, placeDashboard } from './hosting.ts';
import { loopbackHost, type Ports } from './ports.ts';
import { isRunning } from './processes.ts';
import { apiFolder, repositoryRoot } from './repository.ts';

/** What one run of the emulators works from: runs side by side do not touch each other's. */
export interface RunFolder {
  /** Holds `firebase.json`; the emulators' working directory. */
  readonly path: string;
  /** Copies the built API again. */
  readonly reload: () => Promise<void>;
  /** Copies the built dashboard to where it is served, again if it is there. */
  readonly placeDashboard: () => Promise<void>;
  readonly remove: () => Promise<void>;
}

/** What the functions of a run are told. */
export interface RunSettings {
  readonly ports: Ports;
  /** The Auth emulator, which the dashboard signs in at. */
  readonly authUrl: string;
  /** Ordinary variables of the functions. */
  readonly environment: Readonly<Record<string, string>>;
  /** What comes from Secret Manager in production. */
  readonly secrets: Readonly<Record<string, string>>;
  /** A built and installed API to run, instead of this clone's with the packages of the workspace. */
  readonly artifact?: string | undefined;
}

const ownerOnly = 0o600;
const copyAttempts = 3;
/** What Hosting serves, in the folder of the run. */
const hostingFolder = 'hosting';

/**
 * Makes the folder of one run: a copy of the built API with its variables and secrets, and a `firebase.json` beside it.
 * Folders that earlier runs could not remove are swept away.
 */
export async function makeRunFolder(
  runs: string,
  { ports, authUrl, environment, secrets, artifact }: RunSettings,
): Promise<RunFolder> {
  await removeAbandoned(runs);
  const path = join(runs, String(process.pid));
  await rm(path, { recursive: true, force: true });
  const functions = join(path, 'functions');
  await mkdir(join(path, 'home'), { recursive: true });
  await mkdir(join(path, hostingFolder));
  await copyApi(artifact ?? builtApi, functions);
  await symlink(join(artifact ?? apiFolder, 'node_modules'), join(functions, 'node_modules'), 'junction');
  await cp(join(apiFolder, 'deploy/.env'), join(functions, '.env'));
  await writeFile(join(functions, '.env.local'), dotenv(environment), { mode: ownerOnly });
  await writeFile(join(functions, '.secret.local'), dotenv(secrets), { mode: ownerOnly });
  await writeFile(join(path, 'firebase.json'), await firebaseConfig(ports, authUrl));
  return {
    path,
    reload: () => copyApi(artifact ?? builtApi, functions),
    placeDashboard: () => placeDashboard(join(path, hostingFolder), authUrl),
    remove: () => rm(path, { recursive: true, force: true }),
  };
}

/** A build of another process may replace the bundle while it is copied. */
async function copyApi(source: string, target: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await cp(source, target, {
        recursive: true,
        filter: (path) => relative(source, path) !== 'node_modules',
      });
      return;
    } catch (error) {
      if (attempt === copyAttempts) {
        throw new StackError(`There is no whole build of the API in ${source}.`, { cause: error });
      }
    }
  }
}

/** The project's own `firebase.json`, for this run's functions and ports. */
async function firebaseConfig(ports: Ports, authUrl: string): Promise<string> {
  const project: unknown = JSON.parse(await readFile(join(repositoryRoot, 'firebase.json'), 'utf8'));
  if (typeof project !== 'object' || project === null || !('functions' in project)) {
    throw new StackError('firebase.json does not say what the functions are.');
  }
  const [first] = Array.isArray(project.functions) ? project.functions : [project.functions];
  // The variables of this run lie beside its functions.
  const { configDir: _configDir, ...codebase } = first;
  const at = (port: number) => ({ host: loopbackHost, port });
  const config = {
    functions: [{ ...codebase, source: 'functions' }],
    hosting: await localHostingConfig(hostingFolder, authUrl),
    emulators: {
      singleProjectMode: true,
      functions: at(ports.functions),
      auth: at(ports.auth),
      tasks: at(ports.tasks),
      hosting: at(ports.hosting),
      hub: at(ports.hub),
      eventarc: at(ports.eventarc),
      logging: at(ports.logging),
      ui: { enabled: false },
    },
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}

function dotenv(variables: Readonly<Record<string, string>>): string {
  return Object.entries(variables)
    .map(([name, value]) => `${name}="${value}"\n`)
    .join('');
}

async function removeAbandoned(runs: string): Promise<void> {
  for (const name of await readdir(runs)) {
    if (!isRunning(Number(name))) {
      await rm(join(runs, name), { recursive: true, force: true });
    }
  }
}
