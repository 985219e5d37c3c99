import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll } from 'vitest';
import type { TokenAnswer, TokenRequestMessage } from './token-worker.ts';

/** Starts an instance of the service in a process of its own. */
export async function forkTokenWorker(environment: NodeJS.ProcessEnv): Promise<ChildProcess> {
  const worker = fork(new URL('./token-worker.ts', import.meta.url), {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  await once(worker, 'message');
  return worker;
}

/** Lets a worker make calls at once; its answers in their order. */
export async function askWorker(worker: ChildProcess, message: TokenRequestMessage): Promise<TokenAnswer[]> {
  const answer = once(worker, 'message');
  worker.send(message);
  const [answers] = (await answer) as [TokenAnswer[]];
  return answers;
}

/**
 * Gives the calling block so many instances of the service, each in a process of its own.
 * @param environment asked when they are started.
 */
export function useWorkerProcesses(count: number, environment: () => NodeJS.ProcessEnv) {
  const workers: ChildProcess[] = [];

  beforeAll(async () => {
    const started = Array.from({ length: count }, async () => {
      workers.push(await forkTokenWorker(environment()));
    });
    await Promise.all(started);
  });
  afterAll(async () => {
    await Promise.all(
      workers.map(async (worker) => {
        const exited = once(worker, 'exit');
        worker.disconnect();
        await exited;
      }),
    );
  });

  return {
    /** Lets every process make the same calls at once; the answers in the order of processes and calls. */
    async askAll(calls: TokenRequestMessage['calls']): Promise<TokenAnswer[]> {
      return (
        await Promise.all(workers.map((worker) => askWorker(worker, { calls, isPatient: true })))
      ).flat();
    },
  };
}
