import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const mainFile = fileURLToPath(new URL('../main.ts', import.meta.url));

/** How a command ended. */
export interface CommandEnd {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command while it serves. */
export interface RunningCommand {
  readonly host: string;
  /** Sends a signal and waits for the end. */
  kill(signal: 'SIGINT' | 'SIGTERM' | 'SIGKILL'): Promise<CommandEnd>;
}

/** Runs the command until it ends by itself. */
export async function runCommandToEnd(args: readonly string[]): Promise<CommandEnd> {
  return start(args).ended;
}

/** Runs the command until it has printed its address. Rejects with its error output when it ends instead. */
export async function runCommand(args: readonly string[]): Promise<RunningCommand> {
  const { child, ended } = start(args);
  const host = await Promise.race([
    printedHost(child.stdout),
    ended.then(({ stderr }): never => {
      throw new Error(`The command ended: ${stderr}`);
    }),
  ]);
  return {
    host,
    kill(signal) {
      child.kill(signal);
      return ended;
    },
  };
}

function start(args: readonly string[]) {
  const child = spawn(process.execPath, [mainFile, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = once(child, 'close').then(
    ([exitCode, signal]): CommandEnd => ({ exitCode, signal, stdout, stderr }),
  );
  return { child, ended };
}

function printedHost(output: NodeJS.ReadableStream): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    output.on('data', (part: string) => {
      text += part;
      const host = /^export FIRESTORE_EMULATOR_HOST=(\S+)$/m.exec(text)?.[1];
      if (host !== undefined) {
        resolve(host);
      }
    });
  });
}
