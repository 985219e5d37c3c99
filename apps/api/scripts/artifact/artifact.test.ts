import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { isBuiltin, SourceMap } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import type { Metafile } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ArtifactReport, budget, reportOn } from './budget.ts';
import { mainFile } from './bundle.ts';
import { makeArtifact } from './make-artifact.ts';

describe('the artifact', () => {
  let folder = '';
  let metafile: Metafile;
  let report: ArtifactReport;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'klayim-dist-'));
    metafile = await makeArtifact(folder);
    report = await reportOn(metafile, folder);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('keeps its budget', () => {
    expect(report.faults).toEqual([]);
    expect(report.packages.has('express')).toBe(true);
  });

  it('would be told of a budget that is not kept, and of a library that every cold start loads', async () => {
    const size = Math.ceil(budget.coldBytes) + 1;
    const [main] = Object.entries(metafile.outputs).filter(([path]) => path.endsWith(`/${mainFile}`));
    if (!main) {
      throw new Error(`the bundler wrote no ${mainFile}`);
    }
    const [path, output] = main;
    const msal = 'node_modules/@azure/msal-node/index.js';
    const heavier = { ...output, bytes: size, inputs: { ...output.inputs, [msal]: { bytesInOutput: 1 } } };
    const { faults } = await reportOn(
      { ...metafile, outputs: { ...metafile.outputs, [path]: heavier } },
      folder,
    );
    expect(faults).toEqual([
      expect.stringMatching(/^coldBytes is \d+, and the budget is/),
      '@azure/msal-node is loaded by every cold start',
    ]);
  });

  it('has both providers’ libraries in files of their own', () => {
    const lazy = Object.values(metafile.outputs).map(({ entryPoint }) => entryPoint ?? '');
    expect(lazy.some((path) => path.includes('googleapis/build/src/apis/oauth2'))).toBe(true);
    expect(lazy.some((path) => path.includes('@azure/msal-node'))).toBe(true);
  });

  it('imports nothing but Node’s own modules', () => {
    const external = Object.values(metafile.outputs).flatMap(({ imports }) =>
      imports.filter(({ external }) => external).map(({ path }) => path),
    );
    expect(external.filter((path) => !isBuiltin(path))).toEqual([]);
  });

  it('loads no HTTP client of Node’s before one is used', async () => {
    const program = `require(${JSON.stringify(folder)}); console.log(JSON.stringify(process.moduleLoadList))`;
    const { stdout } = await promisify(execFile)(process.execPath, ['-e', program]);
    const loaded = JSON.parse(stdout) as string[];
    expect(loaded).toContain('NativeModule http');
    expect(loaded.filter((name) => name.includes('undici'))).toEqual([]);
  });

  it('has the libraries of a cold start in a file of their own, which has no source map', async () => {
    const maps = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.map'));
    expect(maps).toEqual([`${mainFile}.map`]);
    const [libraries] = Object.entries(metafile.outputs).sort(([, a], [, b]) => b.bytes - a.bytes)[0] ?? [''];
    const code = await readFile(join(folder, 'chunks', basename(libraries)), 'utf8');
    expect(code).toContain('"Cannot compose insecure credentials');
    expect(code).not.toMatch(/^\/\/# sourceMappingURL/m);
  });

  it('tells the lines of our own sources in stack traces', async () => {
    const code = await readFile(join(folder, mainFile), 'utf8');
    const map = new SourceMap(JSON.parse(await readFile(join(folder, `${mainFile}.map`), 'utf8')));
    const sourceOf = (text: string) => {
      expect(code).toContain(text);
      const before = code.slice(0, code.indexOf(text)).split('\n');
      const entry = map.findEntry(before.length - 1, before.at(-1)?.length ?? 0);
      return 'originalSource' in entry ? entry.originalSource : undefined;
    };
    expect(sourceOf('"Sweep finished"')).toMatch(/token-refresh\/token-refresh-service\.ts$/);
    // A library that stands with our own code: zod.
    expect(sourceOf('_zod.run')).toBeFalsy();
  });
});
