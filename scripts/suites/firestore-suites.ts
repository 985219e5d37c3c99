import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** Where suites are, from the root folder of the repository. */
export const suitePatterns = [
  '{apps,packages,tools}/*/{src,scripts,test}/**/*.test.ts',
  'scripts/**/*.test.ts',
] as const;
/** They compare Google's emulator with ours, so they run on Google's only. */
export const differentialSuites = 'tools/local-firestore/src/**/*.differential.ts';
/** Soak suites have a run of their own. */
export const notSuites = ['**/node_modules/**', '**/*.soak.test.ts'] as const;

/** Reads the variable that names the Firestore of a test run; a mention in a comment, or a value for it, is none. */
const opensFirestore =
  /process\.env\['FIRESTORE_EMULATOR_HOST'\](?! =)|\bFIRESTORE_EMULATOR_HOST\b[^;=]*\}\s*=\s*process\.env\b/;
const namedFile = /['"`]([^'"`\n]+\.ts)['"`]/g;

interface Module {
  opensFirestore: boolean;
  /** The files beside it that it imports, or names to start them as a process. */
  names: string[];
}

/**
 * The suites that need no Firestore. A suite needs one when it, or a file of the same package that it reaches, reads
 * `FIRESTORE_EMULATOR_HOST`: only support files of tests do, the product leaves that to its client library.
 * @param root the repository's root folder.
 * @returns paths from there, sorted.
 */
export function suitesWithoutFirestore(root: string): string[] {
  const modules = new Map<string, Module>();
  return globSync([...suitePatterns], { cwd: root, exclude: [...notSuites] })
    .filter((suite) => !reachesFirestore(resolve(root, suite), modules))
    .toSorted();
}

function reachesFirestore(suite: string, modules: Map<string, Module>): boolean {
  const reached = new Set([suite]);
  // Grows while it is walked.
  for (const path of reached) {
    const module = modules.get(path) ?? readModule(path);
    modules.set(path, module);
    if (module.opensFirestore) {
      return true;
    }
    for (const name of module.names) {
      reached.add(name);
    }
  }
  return false;
}

function readModule(path: string): Module {
  const text = readFileSync(path, 'utf8');
  const names = Array.from(text.matchAll(namedFile), ([, name = '']) => resolve(dirname(path), name));
  return { opensFirestore: opensFirestore.test(text), names: names.filter((name) => existsSync(name)) };
}
