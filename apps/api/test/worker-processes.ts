import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll } from 'vitest';
import type { TokenAnswer, TokenRequestMessage } from './token-worker.ts';

/**
 * Gives the calling block so many instances of the service, each in a process of its own.
 * @param environment asked when they are started.
 */
export function useWorkerProcesses(count: number, environment: () => NodeJS.ProcessEnv) {
  const workers: ChildProcess[] = [];

  beforeAll(async () => {
    const started = Array.from({ length: count }, async () => {
      const worker = fork(new URL('./token-worker.ts', import.meta.url), {
        env: { ...process.env, ...environment() },
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      });
      workers.push(worker);
      await once(worker, 'message');
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
      const asked = workers.map(async (worker) => {
        const answer = once(worker, 'message');
        worker.send({ calls } satisfies TokenRequestMessage);
        const [answers] = (await answer) as [TokenAnswer[]];
        return answers;
      });
      return (await Promise.all(asked)).flat();
    },
  };
}
