import { execFile } from 'node:child_process';
import { access, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Where Debian's package google-cloud-cli-firestore-emulator puts it. */
const packagedJar =
  '/usr/lib/google-cloud-sdk/platform/cloud-firestore-emulator/cloud-firestore-emulator.jar';
const minJavaVersion = 17;

/** Google's emulator: one that runs already, one that can be started, or why there is none. */
export type FoundGoogleEmulator =
  | { host: string }
  | { jar: string; java: string /** As 1.19.9; null when nothing tells it. */; version: string | null }
  | { missing: string };

/** What the search looks at; all of it may be replaced. */
export interface EmulatorSearch {
  environment: Readonly<Record<string, string | undefined>>;
  isFile: (path: string) => Promise<boolean>;
  /** What `java -version` prints; null where there is no such program. */
  describeJava: (java: string) => Promise<string | null>;
  /** The text of a file; null where there is none. */
  read: (path: string) => Promise<string | null>;
}

/** Finds the emulator by FIRESTORE_EMULATOR_HOST, FIRESTORE_EMULATOR_JAR, or where the Debian package puts it. */
export async function findGoogleEmulator({
  environment,
  isFile,
  describeJava,
  read,
}: EmulatorSearch = thisMachine): Promise<FoundGoogleEmulator> {
  const host = environment['FIRESTORE_EMULATOR_HOST'];
  if (host) {
    return { host };
  }
  const jar = environment['FIRESTORE_EMULATOR_JAR'] || packagedJar;
  if (!(await isFile(jar))) {
    return { missing: `there is no file ${jar} (Debian package google-cloud-cli-firestore-emulator)` };
  }
  const home = environment['JAVA_HOME'];
  const java = home ? `${home}/bin/java` : 'java';
  const version = readJavaVersion(await describeJava(java));
  if (version < minJavaVersion) {
    return {
      missing: `it needs Java ${minJavaVersion}, and there is ${version === 0 ? 'none' : `Java ${version}`}`,
    };
  }
  return { jar, java, version: await readVersion(jar, read) };
}

/** The version stands in the jar's name, or in what the Google Cloud CLI writes beside its components. */
async function readVersion(jar: string, read: EmulatorSearch['read']): Promise<string | null> {
  const [, named] = /v?(\d+\.\d+\.\d+)\.jar$/.exec(basename(jar)) ?? [];
  if (named) {
    return named;
  }
  const component = join(dirname(jar), '../../.install/cloud-firestore-emulator.snapshot.json');
  const [, installed] = /"version_string": "([\d.]+)"/.exec((await read(component)) ?? '') ?? [];
  return installed ?? null;
}

/** The major version that `java -version` prints, 0 for none. Java 8 and older call themselves 1.8 and so on. */
function readJavaVersion(description: string | null): number {
  const [, first, second] = /version "(\d+)(?:\.(\d+))?/.exec(description ?? '') ?? [];
  return Number((first === '1' ? second : first) ?? 0);
}

/** Looks at this machine. */
const thisMachine: EmulatorSearch = {
  environment: process.env,
  isFile: (path) =>
    access(path).then(
      () => true,
      () => false,
    ),
  describeJava: (java) =>
    new Promise((resolve) => {
      execFile(java, ['-version'], (error, _stdout, stderr) => resolve(error ? null : stderr));
    }),
  read: (path) => readFile(path, 'utf8').catch(() => null),
};
