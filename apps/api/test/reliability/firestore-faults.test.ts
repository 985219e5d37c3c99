import { setTimeout as delay } from 'node:timers/promises';
import type { Integration } from '@klayim/shared/types';
import { Timestamp } from 'firebase-admin/firestore';
import { describe, expect, it } from 'vitest';
import { errorMeanings } from '../../src/errors/error-codes.ts';
import { minuteMs } from '../../src/lib/duration.ts';
import { testRepositories } from '../test-repositories.ts';
import { sampled } from '../thorough.ts';
import { type FaultAnswer, useFaultyFirestore } from './firestore-fault-fixture.ts';
import type { FirestoreFault, GrpcStatusName, PlantedFault, Step } from './firestore-fault-steps.ts';

const statuses: readonly GrpcStatusName[] = [
  'UNAVAILABLE',
  'ABORTED',
  'DEADLINE_EXCEEDED',
  'INTERNAL',
  'RESOURCE_EXHAUSTED',
];

/** A short run tries each status at some of the steps: three and the number of statuses have no common divisor. */
const someOf = <Case>(cases: readonly Case[]) => sampled(cases, 3);

describe('faults of Firestore during a refresh', () => {
  const { firestore, proxy, stack, plant, newService, connected, ask, expectUnharmed, refreshes } =
    useFaultyFirestore();

  /** One fault, one caller; then the next caller. */
  async function expectAnswer(fault: FirestoreFault, answer: FaultAnswer, endedAgoMs?: number) {
    const integration = await connected(endedAgoMs);
    const { struck, remove } = plant(fault);
    await expect(ask(newService({ leaseTtlMs: 6_000 }), integration)).resolves.toBe(answer);
    expect(struck()).toBe(fault.times ?? 1);
    expect(refreshes()).toBe(answer === 'ok' ? 1 : 0);
    remove();
    await expectUnharmed(integration, 1);
  }

  const down = 'store_unavailable';
  type Row = readonly [step: Step, phase: FirestoreFault['phase'], ...answers: FaultAnswer[]];
  const cases = (rows: readonly Row[]) =>
    someOf(
      rows.flatMap(([step, phase, ...answers]) =>
        statuses.map((effect, index) => ({
          step,
          phase,
          effect,
          answer: answers[index] ?? 'internal_error',
        })),
      ),
    );

  // Firestore's client repeats some calls by itself; what it does not repeat comes to us.
  it.each(
    cases([
      // step, phase, then UNAVAILABLE, ABORTED, DEADLINE_EXCEEDED, INTERNAL, RESOURCE_EXHAUSTED
      ['reading', 'response', 'ok', 'ok', 'ok', 'ok', 'ok'],
      ['lease', 'request', 'ok', 'ok', 'ok', 'ok', 'ok'],
      ['lease', 'response', 'ok', 'ok', 'ok', 'ok', 'ok'],
      ['commit of the token', 'request', 'ok', 'ok', 'ok', 'ok', 'ok'],
      ['commit of the token', 'response', 'ok', 'ok', 'ok', 'ok', 'ok'],
    ]),
  )('expired token, $step, $effect at the $phase: $answer, and nothing is lost', ({ answer, ...fault }) =>
    expectAnswer(fault, answer),
  );

  it.each(
    cases([
      ['lease', 'request', 'ok', 'ok', 'ok', 'ok', 'ok'],
      ['lease', 'response', 'ok', 'ok', 'ok', 'ok', 'ok'],
    ]),
  )('living token, $step, $effect at the $phase: $answer, and nothing is lost', ({ answer, ...fault }) =>
    expectAnswer(fault, answer, -2 * minuteMs),
  );

  it.each(cases([['commit of the token', 'request', 'ok', 'ok', 'ok', 'ok', 'ok']]))(
    'expired token, $step, $effect at the $phase twice: $answer, and nothing is lost',
    ({ answer, ...fault }) => expectAnswer({ ...fault, times: 2 }, answer),
  );

  it.each(statuses)(
    'a reading that is refused at once (%s) is repeated by the client: ok',
    async (effect) => {
      const integration = await connected();
      const { struck } = plant({ step: 'reading', phase: 'request', effect, documentId: integration.id });
      await expect(ask(newService(), integration)).resolves.toBe('ok');
      expect(struck()).toBe(1);
      expect(refreshes()).toBe(1);
    },
  );

  it('a reading that several share fails, and is repeated, for all of them', async () => {
    const integrations = await Promise.all([connected(), connected(), connected()]);
    const { struck } = plant({
      step: 'reading',
      phase: 'request',
      effect: 'UNAVAILABLE',
      documentId: integrations[1]?.id ?? '',
    });
    const service = newService();
    const answers = await Promise.all(integrations.map((integration) => ask(service, integration)));
    expect(answers).toEqual(['ok', 'ok', 'ok']);
    expect(struck()).toBe(1);
    expect(refreshes()).toBe(3);
  });

  it.each(
    someOf([
      { step: 'reading', phase: 'response' },
      { step: 'lease', phase: 'request' },
      { step: 'lease', phase: 'response' },
    ] as const),
  )('a lease that was long in coming ($step, $phase) is given back and never used', async (where) => {
    const integration = await connected();
    proxy().reset();
    const { struck } = plant({ ...where, effect: () => delay(4_500) });
    await expect(ask(newService({ leaseTtlMs: 12_000 }), integration)).resolves.toBe('ok');
    expect(struck()).toBe(1);
    // Taken late, given back, taken again, committed.
    expect(proxy().counts().rpcs['Commit']).toBe(4);
    await expectUnharmed(integration, 1);
  });

  it('a lease that cannot be acquired twice in a row leaves the valid token', async () => {
    const integration = await connected(-2 * minuteMs);
    const { struck } = plant({ step: 'lease', phase: 'request', effect: 'INTERNAL', times: 2 });
    await expect(ask(newService(), integration)).resolves.toBe('degraded');
    expect(struck()).toBe(2);
    await expectUnharmed(integration, 1);
  });

  it.each(
    (['reading', 'lease', 'commit of the token'] as const).flatMap((step) =>
      (['request', 'response'] as const).map((phase) => ({ step, phase })),
    ),
  )('a slow $step ($phase) delays the token and nothing else', async (where) => {
    const integration = await connected();
    const { struck } = plant({ ...where, effect: () => delay(200) });
    await expect(ask(newService(), integration)).resolves.toBe('ok');
    expect(struck()).toBe(1);
    await expectUnharmed(integration, 1);
  });

  // A use that was noted meanwhile moves the document on: what matters is read again and compared, and committed then.
  it.each(
    someOf(
      (['reading', 'commit of the token'] as const).flatMap((step) =>
        (['request', 'response'] as const).flatMap((phase) =>
          statuses.map((effect) => ({ step, phase, effect })),
        ),
      ),
    ),
  )('a second $step, $effect at the $phase: ok, and nothing is lost', async (fault) => {
    const integration = await connected();
    let second: PlantedFault | undefined;
    plant({
      step: 'commit of the token',
      phase: 'request',
      effect: async () => {
        await firestore()
          .collection('integrations')
          .doc(integration.id)
          .update({ lastUsedAt: Timestamp.now() });
        // For the calls that begin after this one.
        second = plant(fault);
      },
    });
    await expect(ask(newService(), integration)).resolves.toBe('ok');
    expect(second?.struck()).toBe(1);
    await expectUnharmed(integration, 1);
  });

  describe('when the provider fails, too', () => {
    const listAudits = async ({ id }: Integration) => {
      const { docs } = await firestore().collection('auditEvents').where('subject.id', '==', id).get();
      return docs.filter((event) => event.get('type') === 'integration.reauthorization_required').length;
    };

    /** Only a connection that had been refreshed before can speak for others. */
    const hasWorkedBefore = ({ id }: Integration) =>
      firestore().collection('integrations').doc(id).update({ refreshCount: 1 });

    /** Two organizations have met at another instance that the provider refuses our application. */
    const refusedElsewhere = () =>
      testRepositories({ firestore, clock: stack.clock }).providerIncidentsRepository.report({
        server: 'google',
        failure: 'misconfigured',
        reason: 'invalid_client',
        organizations: ['one', 'other'].map((id) => ({ id, atMs: stack.clock() })),
        lastSuccessAtMs: 0,
        threshold: 3,
      });

    it.each(
      someOf<[FirestoreFault['phase'], GrpcStatusName, FaultAnswer]>([
        ['request', 'UNAVAILABLE', 'provider_unavailable'],
        ['request', 'ABORTED', 'provider_unavailable'],
        ['request', 'DEADLINE_EXCEEDED', 'provider_unavailable'],
        ['request', 'INTERNAL', 'provider_unavailable'],
        ['response', 'UNAVAILABLE', 'provider_unavailable'],
        ['response', 'ABORTED', 'provider_unavailable'],
        ['response', 'DEADLINE_EXCEEDED', 'provider_unavailable'],
        ['response', 'INTERNAL', 'provider_unavailable'],
      ]),
    )('record of an outage (%s, %s): %s, and the connection heals', async (phase, effect, answer) => {
      const integration = await connected();
      stack.server('google').control.failNext(3, '500');
      const { struck } = plant({ step: 'record of an outage', phase, effect });
      await expect(ask(newService({ leaseTtlMs: 500 }), integration)).resolves.toBe(answer);
      expect(struck()).toBe(1);
      expect(refreshes()).toBe(3);
      expect(await stack.raw(integration)).toMatchObject({ status: 'connected', credentialVersion: 1 });
      stack.server('google').control.reset();
      stack.advance(2_000);
      await expectUnharmed(integration, 1);
    });

    it.each(
      someOf(
        statuses.flatMap((effect) => (['request', 'response'] as const).map((phase) => ({ effect, phase }))),
      ),
    )('record of a dead grant ($phase, $effect): written once, with one audit event', async (fault) => {
      const integration = await connected();
      stack.server('google').control.failNext(1, 'invalid_grant');
      const { struck } = plant({ step: 'record of a dead grant', ...fault });
      await expect(ask(newService(), integration)).resolves.toBe('reauthorization_required');
      await expect(ask(newService(), integration)).resolves.toBe('reauthorization_required');
      expect(struck()).toBe(1);
      expect(refreshes()).toBe(1);
      await expect(listAudits(integration)).resolves.toBe(1);
      expect(await stack.raw(integration)).toMatchObject({
        status: 'error',
        consecutiveFailures: 1,
        refreshDueAt: null,
        refreshLease: null,
      });
    });

    it.each(
      someOf(
        statuses.flatMap((effect) => (['request', 'response'] as const).map((phase) => ({ effect, phase }))),
      ),
    )(
      'release of a lease ($phase, $effect): the caller still learns what is wrong, and the connection heals',
      async (fault) => {
        const integration = await connected();
        await hasWorkedBefore(integration);
        await refusedElsewhere();
        stack.server('google').control.failNext(1, 'invalid_client');
        const { struck } = plant({ step: 'release', ...fault });
        await expect(ask(newService({ leaseTtlMs: 500 }), integration)).resolves.toBe(
          'provider_misconfigured',
        );
        expect(struck()).toBe(1);
        stack.server('google').control.reset();
        await expectUnharmed(integration, 1);
      },
    );
  });

  it.each(
    someOf<[FirestoreFault['step'], FirestoreFault['phase'], GrpcStatusName]>([
      ['lease', 'request', 'UNAVAILABLE'],
      ['lease', 'request', 'INTERNAL'],
      ['lease', 'response', 'UNAVAILABLE'],
      ['lease', 'response', 'ABORTED'],
      ['commit of the token', 'request', 'UNAVAILABLE'],
      ['commit of the token', 'request', 'INTERNAL'],
      ['commit of the token', 'response', 'ABORTED'],
      ['commit of the token', 'response', 'INTERNAL'],
    ]),
  )('twenty callers of two instances, %s (%s, %s): one refresh for all', async (step, phase, effect) => {
    const integration = await connected();
    stack.server('google').control.setLatencyMs(100);
    const { struck } = plant({ step, phase, effect });
    const instances = [newService(), newService()];
    const answers = await Promise.all(
      instances.flatMap((instance) => Array.from({ length: 10 }, () => ask(instance, integration))),
    );
    expect(struck()).toBe(1);
    expect(answers).toContain('ok');
    expect(answers.filter((answer) => answer !== 'ok' && answer !== down)).toEqual([]);
    await expectUnharmed(integration, 1);
  });

  it('every error that a fault of Firestore can cause asks to be retried', () => {
    expect(errorMeanings[down]).toMatchObject({ status: 503, remedy: 'retry' });
  });
});
