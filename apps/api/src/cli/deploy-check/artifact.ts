import { execFile } from 'node:child_process';
import { access, cp, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';

const run = promisify(execFile);

const endpointSchema = z.object({
  serviceAccountEmail: z.string().optional(),
  secretEnvironmentVariables: z.array(z.object({ key: z.string() })).default([]),
  taskQueueTrigger: z.object({}).optional(),
  scheduleTrigger: z.object({}).optional(),
});
const manifestSchema = z.object({ endpoints: z.record(z.string(), endpointSchema) });

/** The functions that a deployment of the artifact makes, by name. */
export type ArtifactManifest = z.infer<typeof manifestSchema>;

/** What is on disk to be deployed. */
export type Artifact =
  | { state: 'absent' }
  /** firebase-tools would not find functions in it. */
  | { state: 'broken'; reason: string }
  | { state: 'found'; node: string; manifest: ArtifactManifest };

/**
 * Asks the artifact what to deploy as firebase-tools does, in a copy beside the installed packages, so that nothing is
 * written where it lies.
 * @param apiFolder the folder of `@klayim/api`, whose `dist` it is.
 * @param variables those of the deployment: they decide which secrets are bound.
 */
export async function readArtifact(
  apiFolder: string,
  variables: Readonly<Record<string, string>>,
): Promise<Artifact> {
  const built = join(apiFolder, 'dist');
  if (!(await exists(join(built, 'package.json')))) {
    return { state: 'absent' };
  }
  const copy = await mkdtemp(join(tmpdir(), 'klayim-artifact-'));
  try {
    const wanted = (path: string) => !['node_modules', '.compile-cache'].includes(basename(path));
    await cp(built, copy, { recursive: true, filter: wanted });
    await symlink(join(apiFolder, 'node_modules'), join(copy, 'node_modules'), 'junction');
    const output = join(copy, 'functions.yaml');
    const { PATH } = process.env;
    await run(
      process.execPath,
      [join(copy, 'node_modules/firebase-functions/lib/bin/firebase-functions.js')],
      {
        cwd: copy,
        env: { PATH, FUNCTIONS_MANIFEST_OUTPUT_PATH: output, GCLOUD_PROJECT: 'demo-klayim', ...variables },
      },
    );
    const manifest = manifestSchema.parse(JSON.parse(await readFile(output, 'utf8')));
    const { engines } = z
      .object({ engines: z.object({ node: z.string() }) })
      .parse(JSON.parse(await readFile(join(built, 'package.json'), 'utf8')));
    return { state: 'found', node: engines.node, manifest };
  } catch (error) {
    return { state: 'broken', reason: lastLine(error) };
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

function lastLine(error: unknown): string {
  const text = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !/^\s+at /.test(line));
  return lines.find((line) => /Error/.test(line))?.trim() ?? lines.at(-1)?.trim() ?? 'it cannot be loaded';
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
