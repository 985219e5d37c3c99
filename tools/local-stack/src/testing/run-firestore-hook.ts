import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { firebaseToolsFolder } from '../stack/firebase-emulators.ts';

/**
 * Runs the hook that `firebase deploy --only firestore` runs first, as firebase-tools does, for a person who is logged in
 * nowhere.
 */
export async function runFirestoreHook(
  projectDir: string,
  projectId: string,
  variables: Readonly<Record<string, string>>,
): Promise<{ exitCode: number | null; output: string }> {
  const home = await mkdtemp(join(tmpdir(), 'klayim-home-'));
  const { GOOGLE_APPLICATION_CREDENTIALS: _credentials, ...inherited } = process.env;
  const folders = (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => !folder.includes('node_modules'));
  const env = {
    ...Object.fromEntries(Object.entries(inherited).filter(([name]) => !/^(npm|pnpm)_/i.test(name))),
    ...variables,
    PATH: [dirname(process.execPath), ...folders].join(delimiter),
    CLOUDSDK_CONFIG: home,
    METADATA_SERVER_DETECTION: 'none',
  };
  const script = join(import.meta.dirname, 'run-firestore-hook.cjs');
  try {
    return await new Promise((resolve) => {
      const child = execFile(
        process.execPath,
        [script, firebaseToolsFolder, projectDir, projectId],
        { cwd: projectDir, env },
        (_error, stdout, stderr) => resolve({ exitCode: child.exitCode, output: stdout + stderr }),
      );
    });
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}
