// Node's own modules and what imports nothing else: the rest is loaded when it is known to be installed.
import { join } from 'node:path';
import { helpText, parseArguments } from './cli/arguments.ts';
import { findObstacle } from './cli/preflight.ts';

const misused = 2;
const exitFailed = 1;

const command = parseArguments(process.argv.slice(2));
if (command.action === 'help') {
  process.stdout.write(helpText);
} else if (command.action === 'refuse') {
  process.stderr.write(`${command.message}\n`);
  process.exitCode = misused;
} else {
  const obstacle = findObstacle(join(import.meta.dirname, '../../..'));
  if (obstacle === null) {
    const { dev } = await import('./cli/dev.ts');
    // Nothing may keep the process: everything that was started has been stopped by now.
    process.exit(await dev(command));
  }
  process.stderr.write(`${obstacle}\n`);
  process.exitCode = exitFailed;
}
