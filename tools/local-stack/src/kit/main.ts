/** The command that installs the functions as a kit: `kit FOLDER --project ID`. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { sentenceOf } from '../stack-error.ts';
import { installKit } from './install-kit.ts';

const usage = 'Usage: npx -y pnpm@10 kit FOLDER --project ID   (FOLDER holds a firebase.json)';

try {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { project: { type: 'string' } },
  });
  const [folder] = positionals;
  if (folder === undefined || values.project === undefined) {
    console.error(usage);
    process.exitCode = 2;
  } else {
    const variables = await installKit(resolve(folder), values.project);
    console.log(`Installed. Fill in ${variables}, then follow docs/kit.md: secrets, database, deploy.`);
  }
} catch (error) {
  console.error(sentenceOf(error));
  process.exitCode = 1;
}
