import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { get } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { apiFolder } from './repository.ts';

const framework = join(apiFolder, 'node_modules/@google-cloud/functions-framework/build/src/main.js');
const pollEveryMs = 2;
const timeoutMs = 30_000;

/** How to start a function, and what to ask it. */
export interface ColdStart {
  /** The artifact that holds the function `api`. */
  folder: string;
  path: string;
  headers?: Record<string, string>;
  environment: NodeJS.ProcessEnv;
  nodeOptions?: string[];
}

/**
 * Starts the function as Cloud Functions does, with the functions framework, and asks until it answers.
 * @returns milliseconds from the start of the process to the end of its first answer.
 * @throws {Error} when that answer is not 200.
 */
export async function coldStartMs(start: ColdStart): Promise<number> {
  const { folder, path, headers = {}, environment, nodeOptions = [] } = start;
  const port = await freePort();
  const startedAtMs = performance.now();
  const child = spawn(
    process.execPath,
    [...nodeOptions, framework, '--target=api', `--source=${folder}`, `--port=${port}`],
    {
      env: { ...process.env, ...environment, FUNCTION_TARGET: 'api', FUNCTION_SIGNATURE_TYPE: 'http' },
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  try {
    while (child.exitCode === null && performance.now() - startedAtMs < timeoutMs) {
      const status = await statusOf(`http://127.0.0.1:${port}${path}`, headers);
      if (status === 200) {
        return performance.now() - startedAtMs;
      }
      if (status !== null) {
        throw new Error(`The first answer of ${folder} was ${status}.`);
      }
      await sleep(pollEveryMs);
    }
    throw new Error(`${folder} did not start.`);
  } finally {
    await stop(child);
  }
}

/** Null while nobody listens. */
function statusOf(url: string, headers: Record<string, string>): Promise<number | null> {
  return new Promise((resolve) => {
    const request = get(url, { headers, agent: false }, (response) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode ?? null));
    });
    request.once('error', () => resolve(null));
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) {
    return;
  }
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}
