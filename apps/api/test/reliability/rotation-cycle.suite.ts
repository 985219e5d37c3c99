import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LoadReport } from '../load-worker.ts';
import { useTestFirestore } from '../repositories/test-firestore.ts';
import { startTokenServer, type TokenServer } from './interleaving-token-server.ts';
import { type CycleRecord, type CycleScale, startCycle } from './rotation-cycle.ts';

/**
 * Four generations of the key, one after the other, while instances of two generations at a time read, refresh and
 * disconnect: a rotation that is killed half-way and resumed, one that is killed and left where it was, so that records of
 * three generations are there at once, and one that is killed and resumed over all of them.
 */
export function describeRotationCycle(name: string, scale: CycleScale, timeoutMs: number): void {
  describe(name, () => {
    const database = useTestFirestore();
    let tokenServer: TokenServer;
    let cycle: Awaited<ReturnType<typeof startCycle>>;
    let records: CycleRecord[] = [];

    beforeAll(async () => {
      tokenServer = await startTokenServer();
      cycle = await startCycle(database, tokenServer, scale);
      records = await cycle.connectAll();
    });
    afterAll(async () => {
      await cycle.stop();
      await tokenServer.stop();
    });

    it(
      'keeps every record readable at every moment, and loses no rotated token',
      async () => {
        const half = Math.floor(scale.records / 2);
        const reports: LoadReport[] = [];
        const [first, second] = await Promise.all([cycle.serve(1, records), cycle.serve(2, records)]);

        // From the first key to the second: killed half-way; the old instances go; resumed.
        await cycle.rotateAndKill(2, half);
        expect((await cycle.countUsage(1)).credentials).toBeGreaterThan(0);
        reports.push(await first.stop());
        await cycle.rotateToTheEnd(2);
        const toSecond = await cycle.readProgress(2);
        await expect(cycle.countUsage(1)).resolves.toMatchObject({ credentials: 0 });

        // To the third: killed, and left. To the fourth: over three generations at once.
        const third = await cycle.serve(3, records);
        await cycle.rotateAndKill(3, Math.floor(half / 2));
        const atTheKill = await cycle.readProgress(3);
        reports.push(await second.stop());
        const fourth = await cycle.serve(4, records);
        await expect.poll(() => cycle.versionsInUse(), { timeout: 20_000 }).toEqual([2, 3, 4]);
        await cycle.rotateAndKill(4, Math.floor(half / 2));
        reports.push(await third.stop());
        await cycle.rotateToTheEnd(4);
        const toFourth = await cycle.readProgress(4);
        reports.push(await fourth.stop());

        // Whoever read or refreshed anything at any time was given a token.
        expect(reports.map(({ errors }) => errors)).toEqual([{}, {}, {}, {}]);
        expect(toSecond).toMatchObject({ status: 'finished', failed: 0 });
        expect(atTheKill).toMatchObject({ status: 'running' });
        await expect(cycle.readProgress(3)).resolves.toMatchObject({ status: 'superseded' });
        expect(toFourth).toMatchObject({ status: 'finished', failed: 0, remaining: 0 });
        await expect(cycle.versionsInUse()).resolves.toEqual([4]);
        expect(await countOutdated()).toBe(0);

        const sum = (count: (report: LoadReport) => number) =>
          reports.reduce((all, each) => all + count(each), 0);
        const refreshes = records.reduce((all, { grant }) => all + grant.refreshTokens.length - 1, 0);
        expect(refreshes).toBeGreaterThan(0);
        expect(sum(({ reads }) => reads)).toBeGreaterThan(0);
      },
      timeoutMs,
    );

    /** The newest key alone reads everything, and what it reads is the newest token that the provider has given. */
    async function countOutdated(): Promise<number> {
      const repository = cycle.repositoryWith(4);
      let outdated = 0;
      for (const { organizationId, integrationId, grant, doomed } of records) {
        const stored = await repository.findById(organizationId, integrationId);
        if (!stored) {
          throw new Error('a record is gone');
        }
        expect(grant.replays).toBe(0);
        if (stored.status === 'disconnected') {
          expect([doomed, stored.credentials]).toEqual([true, null]);
          continue;
        }
        const { refreshToken } = await repository.getDecryptedCredentials(organizationId, stored);
        if (!grant.alive || refreshToken !== grant.refreshTokens.at(-1)) {
          outdated += 1;
        }
        expect(stored.status).toBe('connected');
        expect(stored.refreshCount).toBe(grant.refreshTokens.length - 1);
        expect(stored.credentialVersion).toBe(grant.refreshTokens.length);
      }
      return outdated;
    }
  });
}
