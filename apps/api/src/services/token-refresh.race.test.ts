import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useTestFirestore } from '../repositories/testing/test-firestore.ts';
import { useTestServices } from '../testing/test-services.ts';
import type { TokenAnswer, TokenRequestMessage } from '../testing/token-worker.ts';

describe('two processes that want the same token', () => {
  const { firestore, projectId } = useTestFirestore();
  const stack = useTestServices(firestore);
  const workers: ChildProcess[] = [];

  beforeAll(async () => {
    const env = {
      ...process.env,
      ...stack.environment(),
      GCLOUD_PROJECT: projectId,
      ENCRYPTION_KEY: stack.encryptionKey,
    };
    for (let index = 0; index < 2; index += 1) {
      const worker = fork(new URL('../testing/token-worker.ts', import.meta.url), {
        env,
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      });
      workers.push(worker);
      await once(worker, 'message');
    }
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

  async function ask(worker: ChildProcess, message: TokenRequestMessage): Promise<TokenAnswer[]> {
    const answer = once(worker, 'message');
    worker.send(message);
    const [answers] = (await answer) as [TokenAnswer[]];
    return answers;
  }

  it.each(['google', 'microsoft'] as const)(
    'cause one refresh at %s, for 50 callers, five times in a row, and all have the new token',
    async (provider) => {
      const { control } = stack.server(provider);
      control.setLatencyMs(300);
      const integration = await stack.connect(provider);
      const seen = new Set<string>();
      for (let round = 1; round <= 5; round += 1) {
        await stack.expire(integration);
        const message = { organizationId: 'northwind', integrationId: integration.id, callers: 25 };
        const answers = (await Promise.all(workers.map((worker) => ask(worker, message)))).flat();
        const tokens = new Set(answers.map((answer) => JSON.stringify(answer)));
        expect(answers).toHaveLength(50);
        expect([...tokens]).toEqual([expect.stringContaining('accessToken')]);
        for (const token of tokens) seen.add(token);
        expect(control.refreshCount()).toBe(round);
        expect(control.refreshCount('ok')).toBe(round);
      }
      expect(seen.size).toBe(5);
    },
  );
});
