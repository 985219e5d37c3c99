import { execFile } from 'node:child_process';
import { access, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { apiFolder } from '../stack/repository.ts';
import { StackError } from '../stack-error.ts';
import { type FirestoreTarget, withDatabase } from './firebase-json.ts';

const run = promisify(execFile);

/** Name of the kit, of its one instance, and of its folder in the project. */
export const kitName = 'klayim';

/** Firebase reserves this beginning for projects that exist in emulators only. */
export const isLocalProject = (projectId: string): boolean => projectId.startsWith('demo-');

/** The default Firestore database of the kit. */
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
 * @param folder holds the project's `firebase.json`, or nothing yet.
 * @returns the file of variables to fill in.
 * @throws {StackError} when it holds something that is no Firebase project, or has the kit already.
 */
export async function installKit(folder: string, projectId: string): Promise<string> {
  const file = join(folder, 'firebase.json');
  if (!(await exists(file))) {
    await mkdir(folder, { recursive: true });
    if ((await readdir(folder)).length > 0) {
      throw new StackError(`${folder} has no firebase.json: run "firebase init" there.`);
    }
    await writeFile(file, '{}\n');
  }
  const source = join(folder, kitName);
  if (await isInstalled(folder)) {
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
    // A local project has one provider, so that it starts as it is.
    `GOOGLE_CLIENT_ID=${isLocalProject(projectId) ? 'local' : ''}`,
    'MICROSOFT_CLIENT_ID=',
    '# Mails are off until the first is true; without a user there is no password either.',
    'NOTIFICATION_EMAILS_ENABLED=false',
    'NOTIFICATION_DASHBOARD_URL=',
    'SMTP_HOST=',
    'SMTP_PORT=587',
    'SMTP_SENDER=',
    'SMTP_USER=',
    ...defaults,
    '',
  ].join('\n');
}

/** Whether the kit is in a folder already. */
export function isInstalled(folder: string): Promise<boolean> {
  return exists(join(folder, kitName));
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
