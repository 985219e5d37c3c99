import { execFile } from 'node:child_process';
import { access, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { apiFolder } from '../stack/repository.ts';
import { StackError } from '../stack-error.ts';
import { type FirestoreTarget, withDatabase } from './firebase-json.ts';

const run = promisify(execFile);

/** Name of the kit, of its one instance, and of its folder in the project. */
export const kitName = 'klayim';

/** Firestore database that the kit uses unless it is told otherwise. */
const kitDatabase = 'klayim';

/** The part of firebase-tools that is used here; it ships no types of its own. */
interface FirebaseConfig {
  path: (name: string) => string;
}

interface KitInstaller {
  installKitOrInstance: (options: {
    config: FirebaseConfig;
    directory: string;
    kitId: string;
    instanceId: string;
    nonInteractive: boolean;
    configure: boolean;
    project: string;
    projectId: string;
  }) => Promise<{ configDirPath: string }>;
}

/**
 * Builds the function kit into a Firebase project folder and installs it there with firebase-tools' own code: an entry in
 * `firebase.json`, a database of its own beside the project's, and a file of variables. Nothing is deployed, nobody has to
 * be logged in, and functions, rules and indexes of the project stay as they are.
 *
 * @param folder holds the project's `firebase.json`.
 * @returns the file of variables to fill in.
 * @throws {StackError} when it is no Firebase project folder, or has the kit already.
 */
export async function installKit(folder: string, projectId: string): Promise<string> {
  const file = join(folder, 'firebase.json');
  if (!(await exists(file))) {
    throw new StackError(`${folder} has no firebase.json: run "firebase init" there.`);
  }
  const source = join(folder, kitName);
  if (await exists(source)) {
    throw new StackError(`${source} is there already.`);
  }
  await run(process.execPath, [join(apiFolder, 'scripts/build-kit.ts'), source], { cwd: apiFolder });

  // The experiment that kits are behind.
  process.env['FIREBASE_CLI_EXPERIMENTS'] = 'kits';
  const require = createRequire(import.meta.url);
  const { Config } = require('firebase-tools/lib/config.js') as {
    Config: { load: (options: { cwd: string }) => FirebaseConfig };
  };
  const { installKitOrInstance } = require('firebase-tools/lib/functions/kits/install.js') as KitInstaller;
  const { configDirPath } = await installKitOrInstance({
    config: Config.load({ cwd: folder }),
    directory: kitName,
    kitId: kitName,
    instanceId: kitName,
    nonInteractive: true,
    // Its questions need Secret Manager; the file of variables below has all of them.
    configure: false,
    project: projectId,
    projectId,
  });

  const config = JSON.parse(await readFile(file, 'utf8')) as { firestore?: FirestoreTarget };
  const firestore = withDatabase(config.firestore, {
    database: kitDatabase,
    rules: `${kitName}/firestore.rules`,
    indexes: `${kitName}/firestore.indexes.json`,
  });
  await writeFile(file, `${JSON.stringify({ ...config, firestore }, null, 2)}\n`);

  const variables = join(folder, configDirPath, `.env.${projectId}`);
  await writeFile(variables, await kitVariables(projectId));
  return variables;
}

/** Every parameter of the kit, so that a deployment asks for nothing. */
async function kitVariables(projectId: string): Promise<string> {
  const deployment = await readFile(join(apiFolder, 'deploy/.env'), 'utf8');
  const defaults = deployment.split('\n').filter((line) => /^[A-Z]/.test(line));
  return [
    `PUBLIC_BASE_URL=https://us-central1-${projectId}.cloudfunctions.net/kit-${kitName}-api`,
    'RETURN_URL_ALLOWLIST=',
    'CORS_ALLOWED_ORIGINS=',
    `FIRESTORE_DATABASE_ID=${kitDatabase}`,
    'AUTH_PROJECT_ID=',
    '# A provider without a client id is not offered, and needs no secret.',
    'GOOGLE_CLIENT_ID=',
    'MICROSOFT_CLIENT_ID=',
    '# Mails are off until the first is true; without a user there is no password either.',
    'NOTICE_EMAILS_ENABLED=false',
    'NOTICE_DASHBOARD_URL=',
    'SMTP_HOST=',
    'SMTP_PORT=587',
    'SMTP_SENDER=',
    'SMTP_USER=',
    ...defaults,
    '',
  ].join('\n');
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
