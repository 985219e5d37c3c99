import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const host = '127.0.0.1';
const mainClass = 'com.google.cloud.datastore.emulator.firestore.CloudFirestore';
const startTimeoutMs = 60_000;
const pollMs = 200;

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
  const args = ['-Duser.language=en', '-cp', jar, mainClass, '--host', host, '--port', String(port)];
  const emulator = spawn(java, args, { stdio: ['ignore', 'ignore', 'ignore'] });
  const address = `${host}:${port}`;
  try {
    await waitUntilReady(address, emulator);
  } catch (error) {
    emulator.kill();
    throw error;
  }
  return {
    host: address,
    async stop() {
      if (emulator.exitCode !== null || emulator.signalCode !== null) return;
      const ended = once(emulator, 'exit');
      emulator.kill();
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
    if (failure || emulator.exitCode !== null)
      throw new Error('The emulator ended at once.', { cause: failure });
    const isReady = await fetch(`http://${address}/`).then(
      (response) => response.ok,
      () => false,
    );
    if (isReady) return;
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
  if (address === null || typeof address === 'string') throw new Error('No port is free.');
  return address.port;
}
