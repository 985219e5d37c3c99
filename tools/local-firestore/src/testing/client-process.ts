import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { Firestore } from 'firebase-admin-14/firestore';
import type { Scenarios } from './scenarios/index.ts';

type ArgumentsOf<Name extends keyof Scenarios> = Scenarios[Name] extends (
  db: Firestore,
  ...args: infer Args
) => unknown
  ? Args
  : never;
type ResultOf<Name extends keyof Scenarios> = Scenarios[Name] extends (
  ...args: never[]
) => Promise<infer Result>
  ? Result
  : never;
interface Answer {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: string;
}

/** A client in a process of its own. */
export interface ClientProcess {
  /** Runs a scenario there. Rejects with the error that it threw there. */
  run<Name extends keyof Scenarios>(name: Name, ...args: ArgumentsOf<Name>): Promise<ResultOf<Name>>;
  /** Kills the process at once; returns when it is gone. */
  kill(): Promise<void>;
}

/**
 * Starts a process with firebase-admin 14.
 *
 * @param host `host:port` of the Firestore
 */
export async function startClient(host: string, projectId: string): Promise<ClientProcess> {
  const child = fork(new URL('client.worker.ts', import.meta.url), [projectId], {
    execPath: process.execPath,
    execArgv: [],
    serialization: 'advanced',
    env: { ...process.env, FIRESTORE_EMULATOR_HOST: host, METADATA_SERVER_DETECTION: 'none' },
  });
  await once(child, 'message');
  const waiting = new Map<number, (answer: Answer) => void>();
  child.on('message', (message) => {
    const answer = message as Answer;
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });
  child.once('exit', () => {
    for (const [id, resolve] of waiting) {
      resolve({ id, error: 'The client process is gone.' });
    }
  });
  let lastId = 0;
  return {
    async run(name, ...args) {
      lastId += 1;
      const id = lastId;
      const answer = await new Promise<Answer>((resolve) => {
        waiting.set(id, resolve);
        child.send({ id, name, args });
      });
      if (answer.error !== undefined) {
        throw new Error(answer.error);
      }
      return answer.result as ResultOf<typeof name>;
    },
    kill: () => kill(child),
  };
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }
}
