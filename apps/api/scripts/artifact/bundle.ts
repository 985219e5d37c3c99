import { join } from 'node:path';
import { type BuildResult, build, type Metafile } from 'esbuild';

/** The functions codebase. */
export const apiFolder = join(import.meta.dirname, '../..');

/** Name of the file, in the artifact, that everything of a cold start hangs on. */
export const mainFile = 'functions.js';

/** What the libraries written as CommonJS expect around them; ECMAScript modules have none of it. */
const commonJsGlobals = [
  "import { createRequire as createRequireOf } from 'node:module';",
  "import { dirname as dirnameOf } from 'node:path';",
  "import { fileURLToPath as pathOf } from 'node:url';",
  'const require = createRequireOf(import.meta.url);',
  'const __filename = pathOf(import.meta.url);',
  'const __dirname = dirnameOf(__filename);',
].join('');

/**
 * Bundles our code and all its libraries into one file for the cold start, and one more for each library that is
 * imported when it is first needed: a container reads seven files instead of eight hundred and fifty.
 *
 * @param entryPoint the module whose exports are the functions.
 * @returns what became of what, for {@link file://./budget.ts}.
 */
export async function bundle(outDir: string, entryPoint: string): Promise<Metafile> {
  const result: BuildResult<{ metafile: true }> = await build({
    entryPoints: { functions: entryPoint },
    outdir: outDir,
    absWorkingDir: apiFolder,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    // Less to read and to parse. Names stay as they are: stack traces are read by people.
    minifyWhitespace: true,
    banner: { js: commonJsGlobals },
    sourcemap: true,
    sourcesContent: false,
    metafile: true,
    logLevel: 'warning',
  });
  return result.metafile;
}
