import { parseArgs } from 'node:util';

/** What the command was asked to do. */
export type CommandArguments =
  | {
      readonly action: 'serve';
      readonly port: number;
      readonly dataDir: string | undefined;
      readonly indexesFile: string | undefined;
      readonly rulesFile: string | undefined;
      readonly fresh: boolean;
    }
  | { readonly action: 'help' }
  | { readonly action: 'refuse'; readonly message: string };

const maxPort = 65_535;
const defaultPort = 8080;

/** The text of `--help`. */
export const helpText = `A Firestore for development and tests: same wire protocol as Google's emulator, no Java.

Usage: node tools/local-firestore/src/main.ts [options]

  --port PORT   port on 127.0.0.1 (default ${defaultPort}; 0 takes any free one)
  --data DIR    keep the data in this folder (default: in memory only)
  --fresh       with --data: delete what the folder holds and start empty
  --indexes F   refuse queries that need an index that is not in this firestore.indexes.json
  --rules F     security rules for client SDKs (default: none, so only administrators have access)
  --help        this text
`;

/** Reads the command line; every mistake becomes one sentence. */
export function parseArguments(argv: readonly string[]): CommandArguments {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        port: { type: 'string', default: String(defaultPort) },
        data: { type: 'string' },
        indexes: { type: 'string' },
        rules: { type: 'string' },
        fresh: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) {
      return { action: 'help' };
    }
    const port = /^\d+$/.test(values.port) ? Number(values.port) : Number.NaN;
    if (!(port <= maxPort)) {
      return refuse(`--port must be a number from 0 to ${maxPort}, not "${values.port}".`);
    }
    if (values.data === '') {
      return refuse('--data needs the name of a folder.');
    }
    if (values.fresh && values.data === undefined) {
      return refuse('--fresh needs --data: without a folder every start is empty.');
    }
    return {
      action: 'serve',
      port,
      dataDir: values.data,
      indexesFile: values.indexes,
      rulesFile: values.rules,
      fresh: values.fresh,
    };
  } catch (error) {
    // Node explains with several sentences; the first one names the mistake.
    const message = error instanceof Error ? error.message : String(error);
    return refuse(`${message.split(/\.\s/)[0]?.replace(/\.$/, '')}.`);
  }
}

function refuse(message: string): CommandArguments {
  return { action: 'refuse', message: `${message} Try --help.` };
}
