import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { apiFolder, mainFile } from './bundle.ts';

/** What a cold start may cost at most. Raise a figure only with a reason in the commit that does so. */
export const budget = {
  /** Files that Node reads before the first request. */
  coldFiles: 10,
  /** Their size. */
  coldBytes: 6_650_000,
  /** Modules that went into them; each is a function that is called while they are loaded. */
  coldModules: 1_280,
  /** Everything that is uploaded. */
  artifactBytes: 8_250_000,
} satisfies Record<keyof ArtifactSize, number>;

/** Loaded by the function that needs them, when it needs them, and never by a cold start. */
export const lazyPackages = [
  '@azure/msal-node',
  '@azure/msal-common',
  'googleapis',
  'googleapis-common',
  'nodemailer',
  '@opentelemetry/sdk-metrics',
  '@opentelemetry/exporter-metrics-otlp-http',
];

/** What an artifact measures. */
export interface ArtifactSize {
  coldFiles: number;
  coldBytes: number;
  coldModules: number;
  artifactBytes: number;
}

/** What an artifact is measured by. */
export interface ArtifactReport {
  size: ArtifactSize;
  /** Packages of a cold start, the largest first, in bytes. */
  packages: ReadonlyMap<string, number>;
  /** Everything that breaks the budget, in sentences. */
  faults: string[];
}

/** Measures a built artifact by what the bundler says of it. */
export async function reportOn(metafile: Metafile, outDir: string): Promise<ArtifactReport> {
  const outputs = new Map(
    Object.entries(metafile.outputs).map(([path, output]) => [join(apiFolder, path), output]),
  );
  const cold = filesLoadedWith(join(outDir, mainFile), outputs);
  const packages = new Map<string, number>();
  let coldModules = 0;
  for (const { inputs } of cold.values()) {
    for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
      coldModules += 1;
      const name = packageOf(path);
      packages.set(name, (packages.get(name) ?? 0) + bytesInOutput);
    }
  }
  const sizes = await Promise.all([...outputs.keys()].map(async (path) => (await stat(path)).size));
  const size: ArtifactSize = {
    coldFiles: cold.size,
    coldBytes: sum([...cold.values()].map(({ bytes }) => bytes)),
    coldModules,
    artifactBytes: sum(sizes),
  };
  const largestFirst = [...packages].sort(([, a], [, b]) => b - a);
  return { size, packages: new Map(largestFirst), faults: faultsOf(size, packages) };
}

function faultsOf(size: ArtifactSize, packages: ReadonlyMap<string, number>): string[] {
  const keys = Object.keys(budget) as (keyof ArtifactSize)[];
  return [
    ...keys
      .filter((key) => size[key] > budget[key])
      .map((key) => `${key} is ${size[key]}, and the budget is ${budget[key]}`),
    ...lazyPackages
      .filter((name) => packages.has(name))
      .map((name) => `${name} is loaded by every cold start`),
  ];
}

type Outputs = ReadonlyMap<string, Metafile['outputs'][string]>;

/** A file and all that it imports statically. */
function filesLoadedWith(path: string, outputs: Outputs): Outputs {
  const loaded = new Map<string, Metafile['outputs'][string]>();
  const waiting = [path];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const output = outputs.get(next);
    if (!output || loaded.has(next)) {
      continue;
    }
    loaded.set(next, output);
    for (const { kind, path: imported, external } of output.imports) {
      if (!external && kind === 'import-statement') {
        waiting.push(join(apiFolder, imported));
      }
    }
  }
  return loaded;
}

/** `our own`, or the name of the installed package that a module is from. */
function packageOf(path: string): string {
  const [, name] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path) ?? [];
  return name ?? 'our own';
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
