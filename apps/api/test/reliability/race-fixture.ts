import { expect } from 'vitest';
import { useTestFirestore } from '../repositories/test-firestore.ts';
import { useTestServices } from '../test-services.ts';
import { useWorkerProcesses } from '../worker-processes.ts';

const processCount = 4;
const callersOfProcess = 50;
const integrationsOfProvider = 10;
const latencyMs = 300;
const providers = ['google_calendar', 'microsoft_calendar'] as const;

/**
 * Four processes of 50 callers each, who all want tokens of the same 20 integrations at once; the two authorization
 * servers rotate strictly, end a grant at the first replay, and take 300 ms for each answer.
 */
export function useRace() {
  const { firestore, projectId } = useTestFirestore();
  const stack = useTestServices(firestore, { providerTimeoutMs: 30_000 });
  const { askAll } = useWorkerProcesses(processCount, () => ({
    ...stack.environment(),
    GCLOUD_PROJECT: projectId,
    ENCRYPTION_KEY: stack.encryptionKey,
  }));

  return {
    /** Lets every token expire, and all callers come at once, so many times; what the providers saw of it. */
    async run(rounds: number) {
      const connections = await Promise.all(
        providers.flatMap((provider) =>
          Array.from({ length: integrationsOfProvider }, (_, index) =>
            stack.connect(provider, `${provider}-organization-${index}`),
          ),
        ),
      );
      for (const provider of providers) {
        stack.server(provider).control.reset();
        stack.server(provider).control.setLatencyMs(latencyMs);
      }
      const seen = new Set<string>();
      for (let round = 1; round <= rounds; round += 1) {
        await Promise.all(connections.map((integration) => stack.expire(integration)));
        await expectOneNewTokenEach(connections, seen);
        const refreshes = countRefreshes('ok');
        expect(refreshes, `round ${round}`).toBe(round * connections.length);
      }
      // No update was lost: each refresh is one version and one count more, and its token is what is stored.
      for (const integration of connections) {
        expect(await stack.raw(integration)).toMatchObject({
          status: 'connected',
          credentialVersion: 1 + rounds,
          refreshCount: rounds,
          refreshLease: null,
          lastError: null,
        });
      }
      const [callers, refreshes] = [processCount * callersOfProcess * rounds, countRefreshes('ok')];
      const refused = countRefreshes() - refreshes;
      expect(refused).toBe(0);
      return {
        rounds,
        processes: processCount,
        integrations: connections.length,
        callers,
        refreshes,
        refused,
      };
    },
  };

  async function expectOneNewTokenEach(
    connections: readonly { organizationId: string; id: string }[],
    seen: Set<string>,
  ): Promise<void> {
    const calls = Array.from({ length: callersOfProcess }, (_, index) => {
      const connection = connections[index % connections.length];
      if (!connection) {
        throw new Error('there is no connection');
      }
      return { organizationId: connection.organizationId, integrationId: connection.id };
    });
    const answers = await askAll(calls);
    expect(answers).toHaveLength(processCount * callersOfProcess);
    const tokens = new Map<string, Set<string>>();
    for (const [index, answer] of answers.entries()) {
      expect(answer).toHaveProperty('accessToken');
      const id = calls[index % calls.length]?.integrationId ?? '';
      tokens.set(id, (tokens.get(id) ?? new Set()).add(JSON.stringify(answer)));
    }
    for (const ofOne of tokens.values()) {
      const [token = '', ...others] = ofOne;
      expect(others).toEqual([]);
      expect(seen).not.toContain(token);
      seen.add(token);
    }
  }

  function countRefreshes(outcome?: string): number {
    const counts = providers.map((provider) => stack.server(provider).control.refreshCount(outcome));
    return counts.reduce((sum, count) => sum + count, 0);
  }
}
