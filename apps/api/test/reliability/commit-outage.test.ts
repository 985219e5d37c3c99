import type { Integration } from '@klayim/shared/types';
import { Timestamp } from 'firebase-admin/firestore';
import { describe, expect, it } from 'vitest';
import { minuteMs } from '../../src/lib/duration.ts';
import { type DeferredCommitTask, deferredCommitSchema } from '../../src/tasks/deferred-commit.queue.ts';
import { useFaultyFirestore } from './firestore-fault-fixture.ts';

describe('an outage of commits', () => {
  const { firestore, stack, providers, plant, newService, connected, ask, expectUnharmed, refreshes } =
    useFaultyFirestore();

  /** Lets every commit of a renewed token fail until `end` is called. */
  function outageOfCommits() {
    const fault = plant({
      step: 'commit of the token',
      phase: 'request',
      effect: 'INTERNAL',
      times: Number.POSITIVE_INFINITY,
    });
    const leaseEndedAt = async (integration: Integration) => {
      const lease = (await stack.raw(integration))['refreshLease'] as { expiresAt: Timestamp };
      return lease.expiresAt.toMillis();
    };
    const begun = () => expect.poll(() => fault.struck(), { timeout: 20_000 }).toBeGreaterThan(0);
    /** Time passes until the lease is over by Firestore's clock, which is this machine's. */
    const outlastLease = async (integration: Integration) => {
      const endMs = await leaseEndedAt(integration);
      await expect.poll(() => Date.now(), { timeout: 20_000 }).toBeGreaterThan(endMs);
    };
    return { begun, outlastLease, end: fault.remove };
  }

  it('that outlasts the lease loses nothing when nobody takes over: the token is stored after all', async () => {
    const integration = await connected();
    const outage = outageOfCommits();
    const asking = ask(newService({ leaseTtlMs: 500 }), integration);
    await outage.begun();
    await outage.outlastLease(integration);
    outage.end();
    await expect(asking).resolves.toBe('ok');
    await expectUnharmed(integration, 1);
  });

  it('that outlasts the invocation still gives the caller its token, and raises the alarm; a strictly rotating provider then needs a new authorization', async () => {
    const integration = await connected();
    const outage = outageOfCommits();
    await expect(ask(newService({ leaseTtlMs: 500, commitTimeoutMs: 300 }), integration)).resolves.toBe(
      'degraded',
    );
    expect(stack.lines.filter(({ level }) => level === 'critical')).toHaveLength(1);
    outage.end();
    await expect(ask(newService(), integration)).resolves.toBe('reauthorization_required');
    expect(refreshes('ok')).toBe(1);
    expect(refreshes('invalid_grant')).toBe(1);
  });

  it('that outlasts the commit loses nothing: a queue keeps the renewal, and nobody hurries to take over', async () => {
    const integration = await connected(-minuteMs);
    const tasks: DeferredCommitTask[] = [];
    const service = stack.newTokenRefreshService({
      providers,
      timing: { leaseTtlMs: 500, commitTimeoutMs: 300 },
      enqueueDeferredCommit: async (task) => void tasks.push(task),
    });
    const outage = outageOfCommits();
    await expect(ask(service, integration)).resolves.toBe('ok');
    await outage.outlastLease(integration);
    // The token lives for another minute: a caller gets it, and the sweep comes back later.
    const { id, organizationId, provider } = integration;
    await expect(ask(newService(), integration)).resolves.toBe('degraded');
    await expect(
      newService().refreshBatch([{ integrationId: id, organizationId, provider }]),
    ).resolves.toMatchObject({ skipped: 1 });
    expect(refreshes()).toBe(1);
    const [task] = tasks;
    if (!task) {
      throw new Error('nothing was handed over');
    }
    outage.end();
    // While another instance is at work the queue has to come again; and it may bring the same twice.
    const document = firestore().collection('integrations').doc(id);
    const expiresAt = Timestamp.fromMillis(Date.now() + minuteMs);
    await document.update({ refreshLease: { ownerId: 'other', expiresAt } });
    await expect(service.storeDeferredCommit(task)).rejects.toMatchObject({ code: 'store_unavailable' });
    await document.update({ refreshLease: null });
    const asJson = deferredCommitSchema.parse(JSON.parse(JSON.stringify(task)));
    await service.storeDeferredCommit(asJson);
    await service.storeDeferredCommit(asJson);
    await expectUnharmed(integration, 1);
  });

  it('that outlasts the lease while another instance takes over: the replay ends the grant, and both say so', async () => {
    const integration = await connected();
    const outage = outageOfCommits();
    const first = ask(newService({ leaseTtlMs: 500 }), integration);
    await outage.begun();
    await outage.outlastLease(integration);
    await expect(ask(newService(), integration)).resolves.toBe('reauthorization_required');
    outage.end();
    await expect(first).resolves.toBe('reauthorization_required');
    expect(refreshes('ok')).toBe(1);
    // The replay, and the question whether the grant has outlived it.
    expect(refreshes('invalid_grant')).toBe(2);
    expect(await stack.raw(integration)).toMatchObject({ status: 'error', refreshLease: null });
  });
});
