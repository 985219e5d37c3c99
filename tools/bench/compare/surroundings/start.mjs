import { randomBytes } from 'node:crypto';
import { startFirestoreProcess } from '../../src/fixtures/firestore-process.ts';
import { startChild } from '../../src/harness/child.ts';
import { createDatabase } from './database.mjs';
import { startGate } from './gate.mjs';
import { client, startProvider } from './provider.mjs';

const contenderProcess = new URL('../subject-process.mjs', import.meta.url);

/** Starts everything around a subject: the provider, the gate before its token endpoint, and an empty database. */
export async function startSurroundings(subject) {
  const provider = await startProvider();
  const { endpoints, env } = provider.server;
  const gate = await startGate(endpoints.token);
  const database = await startDatabaseOf(subject);
  const environment = {
    ...env,
    ...database.environment,
    COMPARE_CONTENDER: subject,
    COMPARE_DISCOVERY: endpoints.discovery,
    COMPARE_SECRET: randomBytes(32).toString('base64'),
    GOOGLE_CLIENT_ID: client.id,
    GOOGLE_CLIENT_SECRET: client.secret,
    GOOGLE_TOKEN_ENDPOINT: gate.url,
  };
  const children = [];

  const startOne = async () => {
    const child = await startChild(contenderProcess, { environment, quiet: !process.env['COMPARE_LOUD'] });
    children.push(child);
    return child;
  };
  const first = await startOne();
  await first.ask({ action: 'prepare' });

  return {
    gate,
    provider,
    /** Does what a test does to a connection, and has nothing to do with refreshes. */
    first,
    /** Processes of the subject. */
    startProcesses: (count) => Promise.all(Array.from({ length: count }, startOne)),
    /** Connects so many people, whose tokens end in so many seconds; or ended, when negative. */
    async connect(count, endsInSeconds) {
      const connections = [];
      for (let index = 0; index < count; index += 1) {
        const email = provider.nextEmail();
        connections.push(await first.ask({ action: 'connect', input: [email] }));
      }
      await endTokens(connections, endsInSeconds);
      return connections;
    },
    endTokens,
    /** How many of the connections a process that has just started can refresh, when their tokens have ended. */
    async countKept(connections) {
      await endTokens(connections, -1);
      const judge = await startOne();
      const answers = await judge.ask({ action: 'askUntilServed', input: [connections, 15_000] });
      return answers.filter(({ servedAfterMs }) => servedAfterMs !== null).length;
    },
    async stop() {
      await Promise.all(children.map((child) => child.stop()));
      await Promise.all([gate.stop(), provider.server.stop()]);
      await database.drop();
    },
  };

  async function endTokens(connections, seconds) {
    for (const connection of connections) {
      await first.ask({ action: 'endToken', input: [connection, Date.now() + seconds * 1000] });
    }
  }
}

async function startDatabaseOf(subject) {
  if (subject !== 'klayim') {
    const { name, drop } = await createDatabase();
    return { environment: { PGDATABASE: name }, drop };
  }
  const { host, stop } = await startFirestoreProcess();
  return { environment: { FIRESTORE_EMULATOR_HOST: host }, drop: stop };
}
