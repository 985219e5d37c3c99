import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Timestamp } from 'firebase-admin/firestore';
import { afterEach, describe, expect, it } from 'vitest';
import { isAppError } from '../../src/errors/app-error.ts';
import { minuteMs } from '../../src/lib/duration.ts';
import { sampled } from '../thorough.ts';
import type { TokenRequestMessage } from '../token-worker.ts';
import { forkTokenWorker } from '../worker-processes.ts';
import { type DueConnection, useBatchFixture, writesTogether } from './batch-fixture.ts';

const batchSize = 6;
const options = { timeout: 4 * minuteMs };

interface Crash {
  /** The call of the batch that is the last one to be sent. */
  step: 'lease' | 'commit of the token';
  /** `sent`: Firestore has not seen it. `applied`, and in part: Firestore has done its work, and not answered. */
  how: 'sent' | 'applied' | 'applied in part';
}

const crashes: Crash[] = (['lease', 'commit of the token'] as const).flatMap((step) =>
  (['sent', 'applied', 'applied in part'] as const).map((how) => ({ step, how })),
);

describe('a process that is killed in the middle of a batch', options, () => {
  const { firestore, proxy, stack, processEnvironment, newInstance, connectDue, touch, tokenServer } =
    useBatchFixture();
  const workers: ChildProcess[] = [];
  afterEach(() => {
    for (const worker of workers.splice(0)) {
      worker.kill('SIGKILL');
    }
  });

  /**
   * Lets nothing pass from the first call of the step on: that call itself where it is only sent, or its answer.
   * @returns the ids in that call whose writes were stored, once it has come so far.
   */
  function stopAt({ step, how }: Crash, connections: readonly DueConnection[]) {
    const { promise: reached, resolve } = Promise.withResolvers<string[]>();
    const never = new Promise<void>(() => {});
    let stored: string[] | undefined;
    const remove = proxy().intercept(async (call) => {
      if (stored !== undefined && call.rpc === 'BatchWrite') {
        resolve(stored);
        return never;
      }
      if (!writesTogether(call, step)) {
        return;
      }
      const text = JSON.stringify(call.message);
      const sent = connections.filter(({ integration }) => text.includes(integration.id));
      const moved = how === 'applied in part' ? sent.filter((_, index) => index % 2 === 0) : [];
      stored = sent
        .filter((connection) => how !== 'sent' && !moved.includes(connection))
        .map(({ integration }) => integration.id);
      await Promise.all(moved.map(touch));
      if (how === 'sent') {
        resolve(stored);
        return never;
      }
    });
    return { reached, remove };
  }

  /** All of the batch are answered by the provider at once, so that their results are written together. */
  async function answerTogether(): Promise<void> {
    const before = tokenServer().requestsAtMs().length;
    const release = tokenServer().holdAnswers();
    await expect
      .poll(() => tokenServer().requestsAtMs().length, { timeout: minuteMs })
      .toBe(before + batchSize);
    release();
  }

  async function endLeases(connections: readonly DueConnection[]): Promise<void> {
    const expiresAt = Timestamp.fromMillis(stack.clock() - 1_000);
    for (const { integration } of connections) {
      if ((await stack.raw(integration))['refreshLease'] !== null) {
        await firestore()
          .collection('integrations')
          .doc(integration.id)
          .update({ 'refreshLease.expiresAt': expiresAt });
      }
    }
  }

  async function crashAt(crash: Crash, connections: readonly DueConnection[]): Promise<string[]> {
    const worker = await forkTokenWorker(processEnvironment());
    workers.push(worker);
    const { reached, remove } = stopAt(crash, connections);
    const answered = crash.step === 'lease' ? undefined : answerTogether();
    const batch = connections.map(({ reference }) => reference);
    worker.send({ calls: [], batch } satisfies TokenRequestMessage);
    await answered;
    const stored = await reached;
    const exited = once(worker, 'exit');
    worker.kill('SIGKILL');
    await exited;
    remove();
    return stored;
  }

  async function isRecovered({ reference }: DueConnection): Promise<boolean> {
    try {
      await newInstance().getValidToken(reference.organizationId, reference.integrationId);
      return true;
    } catch (error) {
      expect(isAppError(error, 'reauthorization_required')).toBe(true);
      return false;
    }
  }

  it.each(sampled(crashes, 2, 1))(
    'when the call for each $step is $how loses the grants whose answers were not stored, and no other',
    async (crash) => {
      tokenServer().setRotation('strict');
      const connections = await connectDue(batchSize);
      const stored = await crashAt(crash, connections);
      if (crash.step === 'lease' || crash.how !== 'sent') {
        expect(stored.length > 0).toBe(crash.how !== 'sent');
      }
      for (const { integration } of connections) {
        const isStored = stored.includes(integration.id);
        expect(await stack.raw(integration)).toMatchObject(
          crash.step === 'lease'
            ? {
                credentialVersion: 1,
                refreshLease: isStored ? { ownerId: expect.any(String) as string } : null,
              }
            : { credentialVersion: isStored ? 2 : 1 },
        );
      }
      await endLeases(connections);
      for (const connection of connections) {
        const isKept = crash.step === 'lease' || stored.includes(connection.integration.id);
        expect(await isRecovered(connection)).toBe(isKept);
        expect(connection.grant).toMatchObject({ alive: isKept, replays: isKept ? 0 : 1 });
        expect(connection.grant.refreshTokens).toHaveLength(2);
      }
    },
  );

  it('loses nothing where the previous refresh token still counts', async () => {
    tokenServer().setRotation('grace');
    const connections = await connectDue(batchSize);
    await crashAt({ step: 'commit of the token', how: 'applied in part' }, connections);
    await endLeases(connections);
    for (const connection of connections) {
      expect(await isRecovered(connection)).toBe(true);
      expect(connection.grant.alive).toBe(true);
    }
  });
});
