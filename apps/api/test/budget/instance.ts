import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import type { ProbeAnswer, ProbeOrder } from './probe-messages.ts';

const framework = createRequire(import.meta.url).resolve('@google-cloud/functions-framework');
const probe = new URL('./probe.ts', import.meta.url).href;

/** What some requests cost an instance. */
export interface Cost {
  /** By how much resident memory grew at most, from what an idle instance takes, in bytes. */
  grownBytes: number;
  /**
   * How long the event loop was blocked at most: the longest delay, but not more than the computing time of the longest turn.
   * The rest of a delay is other processes' share of the machine.
   */
  maxBlockMs: number;
  maxDelayMs: number;
  /** Computing time of the known piece of work, before or after: the slower of both. */
  calibrationMs: number;
}

/** A process that serves one function of a built artifact under Google's functions framework, as Cloud Run starts it. */
export interface Instance {
  port: number;
  /** What `requests` cost. */
  measure<Result>(requests: () => Promise<Result>): Promise<Cost & { result: Result }>;
  stop(): Promise<void>;
}

/**
 * @param folder the artifact, with `node_modules`.
 * @param target name of the function.
 * @param environment all that the process is told.
 */
export async function startInstance(
  folder: string,
  target: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Instance> {
  const child = fork(
    framework.replace(/index\.js$/, 'main.js'),
    [`--target=${target}`, `--source=${folder}`],
    {
      execArgv: ['--expose-gc', '--import', probe],
      env: { ...environment, PORT: '0', FUNCTION_TARGET: target, METADATA_SERVER_DETECTION: 'none' },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    },
  );
  const { port } = await receiveAnswer(child, 'listen');
  const ask = (order: ProbeOrder) => {
    const answer = receiveAnswer(child, order);
    child.send(order);
    return answer;
  };
  let idleBytes: number | undefined;
  return {
    port,
    async measure(requests) {
      const before = await ask('calibrate');
      const { residentBytes } = await ask('start');
      idleBytes ??= residentBytes;
      const result = await requests();
      const { peakBytes, maxDelayMs, maxTurnMs } = await ask('stop');
      const after = await ask('calibrate');
      return {
        result,
        grownBytes: Math.max(0, peakBytes - idleBytes),
        maxBlockMs: Math.min(maxDelayMs, maxTurnMs),
        maxDelayMs,
        calibrationMs: Math.max(before.calibrationMs, after.calibrationMs),
      };
    },
    async stop() {
      if (child.exitCode !== null) {
        return;
      }
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function receiveAnswer(child: ChildProcess, order: ProbeAnswer['order']): Promise<ProbeAnswer> {
  return new Promise((resolve, reject) => {
    const onMessage = (answer: ProbeAnswer) => {
      if (answer.order !== order) {
        return;
      }
      child.off('message', onMessage);
      child.off('exit', onExit);
      resolve(answer);
    };
    const onExit = (code: number | null) => reject(new Error(`The instance ended by itself (${code})`));
    child.on('message', onMessage);
    child.once('exit', onExit);
  });
}
