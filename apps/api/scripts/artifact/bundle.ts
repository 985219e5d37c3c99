import { readFile, rm, writeFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import { type BuildOptions, type BuildResult, build, type Metafile, type Plugin } from 'esbuild';

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

/** Takes `node:http` by `require`: an import reads every export at once, and one of them loads a whole HTTP client. */
const requiredHttp: Plugin = {
  name: 'required-http',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:http$/ }, ({ path, kind }) =>
      kind === 'import-statement' ? { path, namespace: 'required' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'required' }, ({ path }) => ({
      contents: `module.exports = require(${JSON.stringify(path)});`,
    }));
  },
};

const options = {
  absWorkingDir: apiFolder,
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  logLevel: 'warning',
} as const satisfies BuildOptions;

/**
 * Bundles our code into one file, the libraries of a cold start into a second, and those that are imported when they are
 * first needed into more: a container reads eight files instead of eight hundred and fifty. The libraries stand apart
 * because Node counts the characters of each line of a file that has a source map, whenever it loads one.
 *
 * @param entryPoint the module whose exports are the functions.
 * @returns what became of what, for {@link file://./budget.ts}.
 */
export async function bundle(outDir: string, entryPoint: string): Promise<Metafile> {
  // What two entry points share becomes a file of its own. The second entry point itself is of no use.
  const libraries = (await findLibraries(entryPoint)).map((name) => `import ${JSON.stringify(name)};`);
  const { metafile }: BuildResult<{ metafile: true }> = await build({
    ...options,
    entryPoints: { functions: entryPoint },
    stdin: { contents: libraries.join(''), resolveDir: dirname(entryPoint) },
    outdir: outDir,
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    // Less to read and to parse. Names stay as they are: stack traces are read by people.
    minifyWhitespace: true,
    banner: { js: commonJsGlobals },
    sourcemap: true,
    sourcesContent: false,
    metafile: true,
    plugins: [requiredHttp],
    // Of a package that says so, nothing happens when it is merely imported: it is left with our own code.
    logOverride: { 'ignored-bare-import': 'silent' },
  });
  for (const [path, { inputs }] of Object.entries(metafile.outputs)) {
    if (!path.endsWith('.js')) {
      continue;
    }
    if (path.endsWith('/stdin.js')) {
      await remove(metafile, path, `${path}.map`);
    } else if (!Object.keys(inputs).some(isOwnSource)) {
      await remove(metafile, `${path}.map`);
      await withoutMapComment(join(apiFolder, path));
    }
  }
  return metafile;
}

const isOwnSource = (input: string): boolean => !/node_modules\/|^required:/.test(input);

async function remove(metafile: Metafile, ...paths: string[]): Promise<void> {
  for (const path of paths) {
    delete metafile.outputs[path];
    await rm(join(apiFolder, path));
  }
}

async function withoutMapComment(path: string): Promise<void> {
  const text = await readFile(path, 'utf8');
  await writeFile(path, text.replace(/\n\/\/# sourceMappingURL=\S+\n?$/, '\n'));
}

/** The packages that are imported at a cold start. */
async function findLibraries(entryPoint: string): Promise<string[]> {
  const { metafile } = await build({
    ...options,
    entryPoints: [entryPoint],
    packages: 'external',
    // What is imported when it is first needed is none of them.
    splitting: true,
    outdir: apiFolder,
    write: false,
    metafile: true,
  });
  const imports = Object.values(metafile.outputs).flatMap((output) => output.imports);
  const names = imports
    .filter(({ external, kind }) => external && kind === 'import-statement')
    .map(({ path }) => path)
    .filter((name) => !isBuiltin(name) && !name.startsWith('@klayim/'));
  return [...new Set(names)];
}
