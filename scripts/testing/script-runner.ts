import { spawn } from 'node:child_process';
import {
  accessSync,
  chmodSync,
  constants,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** How a script ended. */
export interface ScriptOutcome {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

/** How to run a script. */
export interface ScriptRun {
  args?: string[];
  /** The whole environment, apart from PATH and HOME. */
  env?: Record<string, string>;
  /** Standard input; empty by default. */
  input?: string;
  /** Whether a program named `jq` is to be found. Default: false. */
  jq?: boolean;
}

/** All that the scripts use. */
const tools = ['awk', 'cat', 'dirname', 'grep', 'sed', 'sh', 'sleep', 'tr'];
const scriptsFolder = fileURLToPath(new URL('..', import.meta.url));

/** What the stand-in for jq puts before its input. */
export const jqMark = '[through jq .]';

function locate(tool: string): string {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const candidate = join(folder, tool);
    try {
      accessSync(candidate, constants.X_OK);
      return candidate;
    } catch {
      // Not in this folder.
    }
  }
  throw new Error(`${tool} is needed by these tests and is not on the PATH`);
}

function executable(path: string, text: string): void {
  writeFileSync(path, text);
  chmodSync(path, 0o755);
}

/**
 * Runs the scripts as an administrator would, with nothing on the PATH but what they need, and a `curl` that writes
 * down its arguments before it does its work: those are what a process list shows.
 */
export function createScriptRunner() {
  const home = mkdtempSync(join(tmpdir(), 'klayim-scripts-'));
  const bin = join(home, 'bin');
  const jqBin = join(home, 'jq-bin');
  const argumentsLog = join(home, 'curl-arguments');
  mkdirSync(bin);
  mkdirSync(jqBin);
  for (const tool of tools) {
    symlinkSync(locate(tool), join(bin, tool));
  }
  executable(
    join(bin, 'curl'),
    `#!/bin/sh\nprintf '%s\\n' "$@" >>'${argumentsLog}'\nexec '${locate('curl')}' "$@"\n`,
  );
  executable(join(jqBin, 'jq'), `#!/bin/sh\nprintf '[through jq %s]' "$*"\nexec cat\n`);

  return {
    /** A folder of its own, the script's HOME. */
    home,

    run(script: string, { args = [], env = {}, input = '', jq = false }: ScriptRun = {}) {
      return new Promise<ScriptOutcome>((resolve, reject) => {
        const child = spawn(join(scriptsFolder, script), args, {
          env: { ...env, HOME: home, PATH: jq ? `${bin}${delimiter}${jqBin}` : bin },
        });
        const outcome: ScriptOutcome = { exitCode: null, stdout: '', stderr: '' };
        child.stdout.setEncoding('utf8').on('data', (text: string) => {
          outcome.stdout += text;
        });
        child.stderr.setEncoding('utf8').on('data', (text: string) => {
          outcome.stderr += text;
        });
        // A script that ends without reading its input closes the pipe early.
        child.stdin.on('error', () => undefined);
        child.stdin.end(input);
        child.on('error', reject);
        child.on('close', (exitCode) => resolve({ ...outcome, exitCode }));
      });
    },

    /** Every argument that curl was ever given, one a line. */
    curlArguments: () => readFileSync(argumentsLog, 'utf8'),

    remove: () => rmSync(home, { recursive: true, force: true }),
  };
}
