import { type CommandArguments, helpText, parseArguments } from './cli/arguments.ts';
import { LocalFirestoreError } from './errors.ts';
import { assertFolderFree } from './persistence/data-folder-lock.ts';
import { deleteJournal } from './persistence/journal.ts';
import type { LocalFirestore } from './server/local-firestore.ts';

type ServeCommand = Extract<CommandArguments, { action: 'serve' }>;

const refused = 2;
const exitFailed = 1;

async function start({
  port,
  dataDir,
  indexesFile,
  rulesFile,
  fresh,
}: ServeCommand): Promise<LocalFirestore> {
  if (dataDir !== undefined && fresh) {
    await assertFolderFree(dataDir);
    await deleteJournal(dataDir);
  }
  // Loaded only now: a mistake on the command line is answered at once.
  const { startLocalFirestore } = await import('./server/local-firestore.ts');
  return startLocalFirestore({
    port,
    ...(dataDir === undefined ? {} : { dataDir }),
    ...(indexesFile === undefined ? {} : { indexesFile }),
    ...(rulesFile === undefined ? {} : { rulesFile }),
  });
}

async function main(): Promise<void> {
  const command = parseArguments(process.argv.slice(2));
  if (command.action === 'help') {
    process.stdout.write(helpText);
    return;
  }
  if (command.action === 'refuse') {
    process.stderr.write(`${command.message}\n`);
    process.exitCode = refused;
    return;
  }
  const server = await start(command);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void server.stop());
  }
  process.stdout.write(`export FIRESTORE_EMULATOR_HOST=${server.host}\n`);
}

try {
  await main();
} catch (error) {
  if (!(error instanceof LocalFirestoreError)) {
    throw error;
  }
  process.stderr.write(`${error.message}\n`);
  process.exitCode = exitFailed;
}
