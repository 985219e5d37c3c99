/** What the person asked for. */
export type Command =
  | { readonly action: 'help' }
  | { readonly action: 'refuse'; readonly message: string }
  | ({ readonly action: 'run' } & RunArguments);

/** How `dev` is to run. */
export interface RunArguments {
  readonly once: boolean;
  readonly fresh: boolean;
  readonly anyPorts: boolean;
  readonly verbose: boolean;
  /** Whether the demonstration runs. */
  readonly demo: boolean;
  /** Make a new encryption key current; stored credentials keep the old one until a key rotation moves them. */
  readonly newKey: boolean;
  /** Google's own emulator, which needs Java, or ours. Default: ours, or the one that FIRESTORE_EMULATOR_HOST names. */
  readonly firestore: 'local' | 'google';
  /** Default: `.local` at the root of the repository. */
  readonly stateDir: string | undefined;
}

/** What `--help` prints. */
export const helpText = `Usage: npx -y pnpm@10 dev [options]

Starts the whole product on this machine and runs a demonstration: it connects a
Google and a Microsoft account, and gets, refreshes and revokes tokens. Then it
stays up until Ctrl-C and rebuilds the functions when the code changes. No Java,
no Docker, no cloud account.

The demonstration works in an organization of its own, "demo". What you make in
the other organizations is kept from one start to the next.

Options:
  --no-demo        do not run the demonstration
  --once           stop after the demonstration; exit status 1 if a step failed
  --fresh          delete the data, grants and keys of earlier runs first
  --new-key        make a new encryption key current, to try a key rotation
  --any-ports      take free ports instead of the fixed ones
  --firestore google  use Google's Firestore emulator, which needs Java 17 and
                   keeps nothing from one start to the next
  --state-dir DIR  keep data, keys and logs there instead of in .local
  --verbose        show stack traces
  --help           show this

Environment:
  FIRESTORE_EMULATOR_HOST  host:port of a Firestore emulator to use instead of
                           starting one
  FIRESTORE_EMULATOR_JAR   where Google's emulator is, unless Debian's package
                           google-cloud-cli-firestore-emulator put it there
  NO_COLOR                 print without colour
`;

/** Reads the command line. */
export function parseArguments(given: readonly string[]): Command {
  let [once, fresh, anyPorts, verbose, newKey] = [false, false, false, false, false];
  let demo = true;
  let stateDir: string | undefined;
  let firestore: RunArguments['firestore'] = 'local';
  for (let index = 0; index < given.length; index += 1) {
    const argument = given[index];
    if (argument === '--help' || argument === '-h') {
      return { action: 'help' };
    }
    if (argument === '--once') {
      once = true;
    } else if (argument === '--fresh') {
      fresh = true;
    } else if (argument === '--any-ports') {
      anyPorts = true;
    } else if (argument === '--verbose') {
      verbose = true;
    } else if (argument === '--no-demo') {
      demo = false;
    } else if (argument === '--new-key') {
      newKey = true;
    } else if (argument === '--firestore') {
      index += 1;
      const kind = given[index];
      if (kind !== 'local' && kind !== 'google') {
        return refuse('--firestore needs "local" or "google".');
      }
      firestore = kind;
    } else if (argument === '--state-dir') {
      index += 1;
      stateDir = given[index];
      if (stateDir === undefined || stateDir.startsWith('--')) {
        return refuse('--state-dir needs a folder.');
      }
    } else if (argument !== '--') {
      return refuse(`There is no option "${argument}".`);
    }
  }
  if (once && !demo) {
    return refuse('--once runs the demonstration and --no-demo leaves it out.');
  }
  return { action: 'run', once, fresh, anyPorts, verbose, demo, newKey, firestore, stateDir };
}

function refuse(sentence: string): Command {
  return { action: 'refuse', message: `${sentence} See: npx -y pnpm@10 dev --help` };
}
