import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const host = '127.0.0.1';
const mainClass = 'com.google.cloud.datastore.emulator.firestore.CloudFirestore';
const startTimeoutMs = 60_000;
const pollMs = 200;
/** Runs a command until standard input ends, which it also does when this process is killed. */
const endWithStdin =
  'exec 3<&0; "$@" 3<&- & child=$!; { cat <&3 >/dev/null; kill "$child"; } 2>/dev/null & wait "$child"';

/** A running emulator. */
export interface StartedGoogleEmulator {
  host: string;
  stop(): Promise<void>;
}

/**
 * Starts Google's emulator on the loopback address.
 * @param port default: a free one.
 * @throws {Error} when it ends, or does not answer within a minute.
 */
export async function startGoogleEmulator({
  jar,
  java,
  port: wanted,
}: {
  jar: string;
  java: string;
  port?: number;
}): Promise<StartedGoogleEmulator> {
  const port = wanted ?? (await findFreePort());
  const command = [java, '-Duser.language=en', '-cp', jar, mainClass, '--host', host, '--port', String(port)];
  const emulator = spawn('sh', ['-c', endWithStdin, 'sh', ...command], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const address = `${host}:${port}`;
  try {
    await waitUntilReady(address, emulator);
  } catch (error) {
    emulator.stdin?.end();
    throw error;
  }
  return {
    host: address,
    async stop() {
      if (emulator.exitCode !== null || emulator.signalCode !== null) {
        return;
      }
      const ended = once(emulator, 'exit');
      emulator.stdin?.end();
      await ended;
    },
  };
}

async function waitUntilReady(address: string, emulator: ChildProcess): Promise<void> {
  let failure: unknown;
  emulator.once('error', (error) => {
    failure = error;
  });
  const giveUpAtMs = Date.now() + startTimeoutMs;
  while (Date.now() < giveUpAtMs) {
    if (failure || emulator.exitCode !== null) {
      throw new Error('The emulator ended at once.', { cause: failure });
    }
    const isReady = await fetch(`http://${address}/`).then(
      (response) => response.ok,
      () => false,
    );
    if (isReady) {
      return;
    }
    await sleep(pollMs);
  }
  throw new Error('The emulator did not answer within a minute.');
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, host);
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') {
    throw new Error('No port is free.');
  }
  return address.port;
}
