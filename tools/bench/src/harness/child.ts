import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

type Answer = { value: unknown } | { failure: string };

/** A subject, or a part of its surroundings, in a process of its own: nothing of it is measured with another. */
export interface Child {
  /** Sends a task, and gives what {@link answerParent}'s function made of it. One at a time. */
  ask<Result>(task: object): Promise<Result>;
  stop(): Promise<void>;
  /** Ends it in the middle of whatever it does. */
  kill(): Promise<void>;
}

/**
 * Starts a module that calls {@link answerParent}, with this process's environment and what is added to it. Its standard
 * output, where log lines go, is thrown away once it was written.
 * @param options.quiet whether what it writes to its standard error is thrown away too: lines of failures that are meant.
 */
export async function startChild(
  module: URL,
  {
    environment = {},
    nodeOptions = [],
    quiet = false,
  }: { environment?: NodeJS.ProcessEnv; nodeOptions?: string[]; quiet?: boolean } = {},
): Promise<Child> {
  const child = fork(module, {
    env: { ...process.env, ...environment },
    execArgv: nodeOptions,
    stdio: ['ignore', 'ignore', quiet ? 'ignore' : 'inherit', 'ipc'],
  });
  await receiveMessage(child);
  return {
    async ask<Result>(task: object): Promise<Result> {
      const answered = receiveMessage(child);
      child.send(task);
      const answer = await answered;
      if ('failure' in answer) {
        throw new Error(answer.failure);
      }
      return answer.value as Result;
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) {
        return;
      }
      const exited = once(child, 'exit');
      child.disconnect();
      await exited;
    },
    async kill() {
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** In the child: answers each task of the parent, until the parent is gone. */
export function answerParent<Task>(answer: (task: Task) => Promise<unknown>): void {
  process.on('message', (task: Task) => {
    answer(task).then(
      (value) => process.send?.({ value } satisfies Answer),
      (error: unknown) =>
        process.send?.({ failure: error instanceof Error ? (error.stack ?? error.message) : 'unknown' }),
    );
  });
  process.on('disconnect', () => process.exit());
  process.send?.({ value: 'ready' } satisfies Answer);
}

async function receiveMessage(child: ChildProcess): Promise<Answer> {
  const gone = new AbortController();
  const exited = once(child, 'exit', { signal: gone.signal }).then(
    ([code]) => Promise.reject(new Error(`A process of the bench ended with ${code}.`)),
    () => new Promise<never>(() => {}),
  );
  try {
    const [answer] = await Promise.race([once(child, 'message') as Promise<[Answer]>, exited]);
    return answer;
  } finally {
    gone.abort();
  }
}
