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
  /** Default: `.local` at the root of the repository. */
  readonly stateDir: string | undefined;
}

/** What `--help` prints. */
export const HELP = `Usage: npx -y pnpm@10 dev [options]

Starts the whole product on this machine, does its main job aloud (connects a Google and a Microsoft account, gets,
refreshes and revokes tokens) and stays up until Ctrl-C. No Java, no Docker, no cloud account.

Options:
  --once           stop everything after the main job; exit status 1 if any step failed
  --fresh          forget data, grants and keys of earlier runs first
  --any-ports      take free ports instead of the fixed ones
  --state-dir DIR  keep data, keys and logs there instead of in .local
  --verbose        show stack traces
  --help           show this

Environment:
  FIRESTORE_EMULATOR_HOST  host:port of a Firestore emulator to use instead of starting the local one
`;

/** Reads the command line. */
export function parseArguments(given: readonly string[]): Command {
  let [once, fresh, anyPorts, verbose] = [false, false, false, false];
  let stateDir: string | undefined;
  for (let index = 0; index < given.length; index += 1) {
    const argument = given[index];
    if (argument === '--help' || argument === '-h') return { action: 'help' };
    if (argument === '--once') once = true;
    else if (argument === '--fresh') fresh = true;
    else if (argument === '--any-ports') anyPorts = true;
    else if (argument === '--verbose') verbose = true;
    else if (argument === '--state-dir') {
      index += 1;
      stateDir = given[index];
      if (stateDir === undefined || stateDir.startsWith('--')) return refuse('--state-dir needs a folder.');
    } else if (argument !== '--') {
      return refuse(`There is no option "${argument}".`);
    }
  }
  return { action: 'run', once, fresh, anyPorts, verbose, stateDir };
}

function refuse(sentence: string): Command {
  return { action: 'refuse', message: `${sentence} See: npx -y pnpm@10 dev --help` };
}
