import { afterAll, beforeAll } from 'vitest';
import { startLocalFirestore } from '../../server/local-firestore.ts';
import { connectRaw } from '../raw-client.ts';
import { startSubject } from '../subject.ts';
import { processTimeoutMs, randomProjectId } from '../test-project.ts';
import { comparable } from './comparable.ts';

/** A client of one of the servers. */
export type RawClient = ReturnType<typeof connectRaw>;

/** Clients of two servers, for a project of the same name. */
export interface BothServers {
  readonly projectId: string;
  /** Sends the same to both, and gives both answers in a form that can be compared, Google's first. */
  ask(send: (client: RawClient) => Promise<unknown>): Promise<[google: unknown, ours: unknown]>;
}

/** Google's emulator, which FIRESTORE_EMULATOR_HOST names, and a server of ours, for the calling test file. */
export function useBothServers(): BothServers {
  const projectId = randomProjectId();
  const clients: RawClient[] = [];
  const stops: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    for (const server of [await startSubject(), await startLocalFirestore()]) {
      const client = connectRaw(server.host, projectId);
      clients.push(client);
      stops.push(async () => {
        await client.stop();
        await server.stop();
      });
    }
  }, processTimeoutMs);
  afterAll(() => Promise.all(stops.map((stop) => stop())));
  return {
    projectId,
    async ask(send) {
      const [google, ours] = await Promise.all(clients.map(async (client) => comparable(await send(client))));
      return [google, ours];
    },
  };
}
