/** The command that installs the functions as a kit, and may serve them: `kit FOLDER --project ID [--serve]`. */
import { once } from 'node:events';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { sentenceOf } from '../stack-error.ts';
import { installKit, isInstalled } from './install-kit.ts';
import { serveKit } from './serve-kit.ts';

const usage = `Usage: npx -y pnpm@10 kit FOLDER --project ID [--serve]
FOLDER is empty or holds a firebase.json. With --serve the emulators serve it afterwards, until Ctrl-C: ID begins with demo-.`;

try {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { project: { type: 'string' }, serve: { type: 'boolean', default: false } },
  });
  const [given] = positionals;
  if (given === undefined || values.project === undefined) {
    console.error(usage);
    process.exitCode = 2;
  } else {
    const folder = resolve(given);
    if (!values.serve || !(await isInstalled(folder))) {
      console.log(`Building the kit and installing it into ${folder} …`);
      const variables = await installKit(folder, values.project);
      console.log(`Installed. Its variables are in ${variables}; docs/kit.md says how it is deployed.`);
    }
    if (values.serve) {
      await serve(folder, values.project);
    }
  }
} catch (error) {
  console.error(sentenceOf(error));
  process.exitCode = 1;
}

async function serve(folder: string, projectId: string): Promise<void> {
  const interrupted = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  console.log('Starting the emulators …');
  const kit = await serveKit(folder, projectId);
  try {
    const { status } = await fetch(`${kit.apiUrl}/readyz`);
    console.log(`The API is at ${kit.apiUrl} and answered ${status} to /readyz.`);
    console.log(`The Auth emulator is at ${kit.emulators.authUrl}. Ctrl-C stops everything.`);
    await interrupted;
  } finally {
    await kit.stop();
  }
}
