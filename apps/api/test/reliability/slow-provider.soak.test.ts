import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { Integration } from '@klayim/shared/types';
import { Timestamp } from 'firebase-admin/firestore';
import { afterEach, describe, expect, it } from 'vitest';
import type { RefreshLease } from '../../src/repositories/integrations/integration-document.ts';
import type { TokenRequestMessage } from '../token-worker.ts';
import { askWorker, forkTokenWorker } from '../worker-processes.ts';
import { type Connected, useSlowProvider } from './slow-provider-fixture.ts';

const secondMs = 1_000;
const connectionCount = 4;
/** Whoever has no token asks again after this time. */
const pollMs = 250;

/** In real time, with instances in processes of their own: what these promises mean to a caller. */
describe('callers of a provider that is slow, out, or whose client is killed', () => {
  const { firestore, tokenServer, processEnvironment, connected } = useSlowProvider();
  const workers: ChildProcess[] = [];
  afterEach(() => {
    tokenServer().setAnswerDelayMs(0);
    tokenServer().setOutage(false);
    for (const worker of workers.splice(0)) {
      worker.kill('SIGKILL');
    }
  });

  async function startWorkers(count: number): Promise<ChildProcess[]> {
    const started = await Promise.all(
      Array.from({ length: count }, () => forkTokenWorker(processEnvironment())),
    );
    workers.push(...started);
    return started;
  }

  const connect = (count: number) => Promise.all(Array.from({ length: count }, () => connected()));

  const toCall = ({ integration: { organizationId, id } }: { integration: Integration }) => ({
    organizationId,
    integrationId: id,
  });

  /**
   * Each caller asks until it has a token or the connection is broken.
   * @returns after how many milliseconds each had one, the longest last.
   */
  async function askUntilServed(worker: ChildProcess, connections: readonly Connected[]) {
    const startedAtMs = Date.now();
    const servedAfterMs = new Map<Connected, number>();
    let waiting = [...connections];
    while (waiting.length > 0 && Date.now() - startedAtMs < 60 * secondMs) {
      const answers = await askWorker(worker, { calls: waiting.map(toCall) });
      for (const [index, connection] of waiting.entries()) {
        const answer = answers[index];
        if (answer && 'accessToken' in answer) {
          servedAfterMs.set(connection, Date.now() - startedAtMs);
        } else if (answer?.error === 'reauthorization_required') {
          servedAfterMs.set(connection, Number.POSITIVE_INFINITY);
        }
      }
      waiting = connections.filter((connection) => !servedAfterMs.has(connection));
      await delay(waiting.length > 0 ? pollMs : 0);
    }
    return [...servedAfterMs.values()].sort((one, other) => one - other);
  }

  /** The provider has the request and has not answered, and the caller has left. */
  async function askUntilToldToComeBack(worker: ChildProcess, connection: Connected): Promise<void> {
    const before = tokenServer().requestsAtMs().length;
    do {
      const [answer] = await askWorker(worker, { calls: [toCall(connection)] });
      expect(answer).toHaveProperty('error');
    } while (tokenServer().requestsAtMs().length === before);
  }

  const kept = (connections: readonly Connected[]) =>
    connections.filter(({ grant }) => grant.alive && grant.replays === 0).length;

  it.each([
    { processes: 1, answerMs: 12 * secondMs },
    { processes: 2, answerMs: 12 * secondMs },
    { processes: 1, answerMs: 20 * secondMs },
    { processes: 2, answerMs: 20 * secondMs },
  ])(
    'keep every grant, in $processes processes, of a provider that rotates at once and answers after $answerMs ms',
    async ({ processes, answerMs }) => {
      const started = await startWorkers(processes);
      const connections = await connect(connectionCount);
      tokenServer().setAnswerDelayMs(answerMs);
      const seen = await Promise.all(started.map((worker) => askUntilServed(worker, connections)));
      const waits = seen.flat();
      expect(kept(connections)).toBe(connectionCount);
      for (const { grant } of connections) {
        expect([...grant.successes.values()]).toEqual([1]);
      }
      expect(waits.every(Number.isFinite)).toBe(true);
    },
    90 * secondMs,
  );

  it(
    'keep the grant when the process gets no time to run after its callers have left, until the answer has long come',
    async () => {
      const [frozen, other] = await startWorkers(2);
      if (!frozen || !other) {
        throw new Error('there is no process');
      }
      const [connection] = await connect(1);
      if (!connection) {
        throw new Error('there is no connection');
      }
      tokenServer().setAnswerDelayMs(12 * secondMs);
      await askUntilToldToComeBack(frozen, connection);
      frozen.kill('SIGSTOP');
      setTimeout(() => frozen.kill('SIGCONT'), 15 * secondMs);
      const waits = await askUntilServed(other, [connection]);
      expect(kept([connection])).toBe(1);
      expect(waits.every(Number.isFinite)).toBe(true);
    },
    90 * secondMs,
  );

  it(
    'lose the grant when the process is killed after its callers have left, and the provider has rotated',
    async () => {
      const [doomed, survivor] = await startWorkers(2);
      const [connection] = await connect(1);
      if (!doomed || !survivor || !connection) {
        throw new Error('there is no process, or no connection');
      }
      const release = tokenServer().holdAnswers();
      await askUntilToldToComeBack(doomed, connection);
      doomed.kill('SIGKILL');
      await once(doomed, 'exit');
      release();
      const document = firestore().collection('integrations').doc(connection.integration.id);
      const lease = (await document.get()).get('refreshLease') as RefreshLease;
      const leaseLeftMs = lease.expiresAt.toMillis() - Date.now();
      expect(leaseLeftMs).toBeLessThanOrEqual(55 * secondMs);
      // Nobody would come sooner: the rest of the lease is cut short.
      await document.update({ 'refreshLease.expiresAt': Timestamp.fromMillis(Date.now() + 500) });
      const waits = await askUntilServed(survivor, [connection]);
      expect(waits).toEqual([Number.POSITIVE_INFINITY]);
    },
    90 * secondMs,
  );

  it(
    'wait for the rest of a short lease when the process that refreshed was killed',
    async () => {
      const [survivor, ...doomed] = await startWorkers(1 + connectionCount);
      if (!survivor) {
        throw new Error('there is no process');
      }
      const connections = await connect(connectionCount);
      const before = tokenServer().requestsAtMs().length;
      // The requests are on their way, and nothing has rotated: what is to be seen is the wait.
      tokenServer().setOutage(true);
      tokenServer().setAnswerDelayMs(60 * secondMs);
      for (const [index, worker] of doomed.entries()) {
        const connection = connections[index];
        if (connection) {
          worker.send({ calls: [toCall(connection)], isPatient: true } satisfies TokenRequestMessage);
        }
      }
      await expect
        .poll(() => tokenServer().requestsAtMs().length, { timeout: 20 * secondMs })
        .toBe(before + connectionCount);
      for (const worker of doomed) {
        worker.kill('SIGKILL');
        await once(worker, 'exit');
      }
      tokenServer().setOutage(false);
      tokenServer().setAnswerDelayMs(0);
      const waits = await askUntilServed(survivor, connections);
      expect(kept(connections)).toBe(connectionCount);
      // The lease, and what a busy machine adds.
      expect(waits.at(-1)).toBeLessThan(20 * secondMs);
    },
    90 * secondMs,
  );

  it(
    'have their tokens soon after an outage of 25 seconds, which is probed once a second',
    async () => {
      const [worker] = await startWorkers(1);
      if (!worker) {
        throw new Error('there is no process');
      }
      const connections = await connect(8);
      const requests = tokenServer().requestsAtMs();
      const before = requests.length;
      tokenServer().setOutage(true);
      const outageEnds = delay(25 * secondMs).then(() => {
        tokenServer().setOutage(false);
        return { endedAtMs: Date.now(), calls: requests.length - before };
      });
      const startedAtMs = Date.now();
      const waits = await askUntilServed(worker, connections);
      const { endedAtMs, calls } = await outageEnds;
      const lastServedMs = startedAtMs + (waits.at(-1) ?? Number.NaN) - endedAtMs;
      // The three quick tries of each connection come before the outage is known.
      const probes = calls - 3 * connections.length;
      expect(kept(connections)).toBe(connections.length);
      expect(probes).toBeLessThanOrEqual(26);
      // Three seconds, and what a busy machine adds.
      expect(lastServedMs).toBeLessThan(10 * secondMs);
      expect(requests.length - before - calls).toBe(connections.length);
    },
    90 * secondMs,
  );
});
