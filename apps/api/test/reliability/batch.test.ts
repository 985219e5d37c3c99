import { describe, expect, it } from 'vitest';
import { minuteMs } from '../../src/lib/duration.ts';
import { sampled } from '../thorough.ts';
import { beforeNext, loseNextAnswer, useBatchFixture } from './batch-fixture.ts';
import { type FirestoreFault, type GrpcStatusName, plantFault } from './firestore-fault-steps.ts';

const batchSize = 6;
/** A busy machine takes its time; nothing here depends on how long. */
const options = { timeout: 4 * minuteMs };
const statuses = ['UNAVAILABLE', 'ABORTED', 'DEADLINE_EXCEEDED', 'INTERNAL', 'RESOURCE_EXHAUSTED'] as const;
const steps = ['lease', 'commit of the token'] as const;
const phases = ['request', 'response'] as const;

describe('refreshes that a sweep writes together', options, () => {
  const { proxy, stack, newInstance, connectDue, touch, expectRefreshedOnce, firestore } = useBatchFixture();
  const referencesOf = (connections: Awaited<ReturnType<typeof connectDue>>) =>
    connections.map(({ reference }) => reference);

  it('take their leases in one call, and no write needs its own call', async () => {
    const connections = await connectDue(batchSize);
    proxy().reset();
    await expect(newInstance().refreshBatch(referencesOf(connections))).resolves.toMatchObject({
      refreshed: batchSize,
    });
    const { rpcs, documentsWritten } = proxy().counts();
    expect(rpcs['Commit'] ?? 0).toBe(0);
    expect(rpcs['BatchWrite']).toBeLessThanOrEqual(1 + batchSize);
    expect(documentsWritten).toBe(2 * batchSize);
    await expectRefreshedOnce(connections);
  });

  it.each(
    sampled<FirestoreFault & { effect: GrpcStatusName }>(
      steps.flatMap((step) => phases.flatMap((phase) => statuses.map((effect) => ({ step, phase, effect })))),
      3,
    ),
  )('lose nothing when the call for the $step meets $effect at the $phase', async (fault) => {
    const connections = await connectDue(batchSize);
    const { struck, remove } = plantFault(proxy(), fault);
    await expect(newInstance().refreshBatch(referencesOf(connections))).resolves.toMatchObject({
      refreshed: batchSize,
      failed: 0,
    });
    remove();
    expect(struck()).toBe(1);
    await expectRefreshedOnce(connections);
  });

  it.each(steps)(
    'find out for each of them what became of it, when the call for the %s is applied in part and its answer is lost',
    async (step) => {
      const connections = await connectDue(batchSize);
      beforeNext(proxy(), step, async () => {
        await Promise.all(connections.filter((_, index) => index % 2 === 0).map(touch));
      });
      loseNextAnswer(proxy(), step);
      await expect(newInstance().refreshBatch(referencesOf(connections))).resolves.toMatchObject({
        refreshed: batchSize,
        failed: 0,
      });
      await expectRefreshedOnce(connections);
    },
  );

  it('get the other leases when another instance has refreshed one of them', async () => {
    const connections = await connectDue(batchSize);
    const [first] = connections;
    beforeNext(proxy(), 'lease', async () => {
      const { organizationId, integrationId } = first?.reference ?? { organizationId: '', integrationId: '' };
      await newInstance().getValidToken(organizationId, integrationId);
    });
    await expect(newInstance().refreshBatch(referencesOf(connections))).resolves.toMatchObject({
      refreshed: batchSize - 1,
      skipped: 1,
      failed: 0,
    });
    await expectRefreshedOnce(connections);
  });

  it.each(steps)(
    'keep none of the others from being stored when one is disconnected before the call for the %s',
    async (step) => {
      const connections = await connectDue(batchSize);
      const references = referencesOf(connections);
      let disconnected: (typeof connections)[number] | undefined;
      const remove = proxy().intercept(async (call) => {
        const found = connections.find(({ integration }) =>
          JSON.stringify(call.message).includes(integration.id),
        );
        if (call.rpc === 'BatchWrite' && call.phase === 'request' && found) {
          const isLease = !JSON.stringify(call.message).includes('ciphertext');
          if (isLease === (step === 'lease')) {
            remove();
            disconnected = found;
            await stack.integrationService.disconnect(found.reference.organizationId, found.integration.id);
          }
        }
      });
      await expect(newInstance().refreshBatch(references)).resolves.toMatchObject({
        refreshed: batchSize - 1,
        skipped: 1,
        failed: 0,
      });
      expect(await stack.raw({ id: disconnected?.integration.id ?? '' })).toMatchObject({
        status: 'disconnected',
        credentials: null,
        refreshLease: null,
      });
      await expectRefreshedOnce(connections.filter((connection) => connection !== disconnected));
    },
  );

  it('are refreshed once each when two sweeps have the same batch at once', async () => {
    const connections = await connectDue(batchSize);
    const references = referencesOf(connections);
    const [one, other] = await Promise.all([
      newInstance().refreshBatch(references),
      newInstance().refreshBatch(references.toReversed()),
    ]);
    expect(one.refreshed + other.refreshed).toBe(batchSize);
    expect(one.failed + other.failed).toBe(0);
    await expectRefreshedOnce(connections);
  });

  it('are one atomic commit each where there is an audit event to store with the result', async () => {
    const connections = await connectDue(2);
    const [broken] = connections;
    const id = broken?.integration.id ?? '';
    await firestore().collection('integrations').doc(id).update({ status: 'error', lastError: null });
    const atOnce: number[] = [];
    const remove = proxy().intercept(({ rpc, phase, message }) => {
      const { writes = [] } = message as { writes?: object[] };
      if (rpc === 'Commit' && phase === 'request') {
        atOnce.push(writes.length);
      }
    });
    await newInstance().refreshBatch(referencesOf(connections));
    remove();
    expect(atOnce).toEqual([2]);
    const events = await firestore().collection('auditEvents').where('subject.id', '==', id).get();
    expect(events.docs.map((event) => event.get('type') as string)).toContain('integration.recovered');
    await expectRefreshedOnce(connections);
  });
});
