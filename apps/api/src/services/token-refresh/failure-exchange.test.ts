import { beforeEach, describe, expect, it } from 'vitest';
import { recordingLogger } from '../../../test/recording-logger.ts';
import { useTestFirestore } from '../../../test/repositories/test-firestore.ts';
import { testRepositories } from '../../../test/test-repositories.ts';
import { hourMs, minuteMs } from '../../lib/duration.ts';
import { ProviderError } from '../../providers/provider-error.ts';
import { collections } from '../../repositories/collections.ts';
import { organizationsForIncident, type SharedFailure } from './circuit-breaker.ts';
import { createFailureExchange } from './failure-exchange.ts';
import { createProviderCalls } from './provider-calls.ts';

const kinds: SharedFailure[] = ['misconfigured', 'unavailable'];
const server = 'google';

describe('failures that instances share over Firestore', () => {
  const { firestore, secondClient } = useTestFirestore();
  const { logger, lines } = recordingLogger();
  let nowMs = 0;
  const clock = () => nowMs;
  beforeEach(async () => {
    nowMs = Date.UTC(2026, 10, 25);
    lines.length = 0;
    await firestore().recursiveDelete(firestore().collection(collections.providerIncidents.name));
  });

  const alarms = () =>
    lines.filter(({ event }) => ['provider_misconfigured', 'provider_outage'].includes(String(event)));

  function newInstance(client = firestore) {
    const counts = { reports: 0, successes: 0 };
    const repository = testRepositories({ firestore: client, clock }).providerIncidentsRepository;
    const exchange = createFailureExchange({
      providerIncidentsRepository: {
        ...repository,
        report(evidence) {
          counts.reports += 1;
          return repository.report(evidence);
        },
        async noteSuccess(...success) {
          await repository.noteSuccess(...success);
          counts.successes += 1;
        },
      },
      clock,
      logger,
      // A busy machine must not look like a Firestore that is out.
      reportTimeoutMs: 20_000,
    });
    const providerCalls = createProviderCalls({
      retry: { initialDelayMs: 0, jitter: 1, maxAttempts: 1 },
      timers: { clock, sleep: () => Promise.resolve(), random: () => 0 },
      exchange,
    });
    const fail = (organizationId: string, failure: SharedFailure) =>
      providerCalls
        .call({
          server,
          organizationId,
          isWitness: true,
          call: () => Promise.reject(new ProviderError(failure, 'reason')),
        })
        .catch(() => undefined);
    const succeed = () =>
      providerCalls.call({
        server,
        organizationId: 'well',
        isWitness: true,
        call: () => Promise.resolve('token'),
      });
    return { exchange, providerCalls, counts, fail, succeed };
  }
  const newFleet = (count: number) =>
    Array.from({ length: count }, (_, index) => newInstance(index % 2 === 0 ? firestore : secondClient));

  it.each(kinds)(
    'several instances that each see one organization make one alarm within two minutes (%s)',
    async (kind) => {
      const startMs = nowMs;
      const told: number[] = [];
      for (const [index, instance] of newFleet(organizationsForIncident[kind] + 3).entries()) {
        await instance.fail(`organization-${index}`, kind);
        if (alarms().length > told.length) {
          told.push(nowMs - startMs);
        }
        const isKnown = index + 1 >= organizationsForIncident[kind];
        expect(instance.providerCalls.isIncident(server, kind)).toBe(isKnown);
        nowMs += 15_000;
      }
      expect(told).toEqual([(organizationsForIncident[kind] - 1) * 15_000]);
      expect(told[0]).toBeLessThan(2 * minuteMs);
      expect(alarms()).toMatchObject([
        {
          server,
          reason: 'unknown',
          providerError: 'reason',
          organizations: organizationsForIncident[kind],
        },
      ]);
    },
  );

  it.each(kinds)('instances that meet a failure at the same moment cause one alert (%s)', async (kind) => {
    await Promise.all(newFleet(8).map((instance, index) => instance.fail(`organization-${index}`, kind)));
    expect(alarms()).toHaveLength(1);
  });

  it.each(kinds)(
    'two organizations at ten instances are no incident, however often they fail (%s)',
    async (kind) => {
      const fleet = newFleet(10);
      for (let round = 0; round < 20; round += 1) {
        for (const instance of fleet) {
          for (const id of ['one', 'other']) {
            await instance.fail(id, kind);
          }
        }
        nowMs += 10_000;
      }
      expect(alarms()).toEqual([]);
      expect(fleet.some(({ providerCalls }) => providerCalls.isIncident(server, kind))).toBe(false);
    },
  );

  it.each(kinds)(
    'a success at an instance that has heard of it speaks for the provider at all (%s)',
    async (kind) => {
      const fleet = newFleet(organizationsForIncident[kind] + 1);
      for (const [index, instance] of fleet.slice(0, -2).entries()) {
        await instance.fail(`organization-${index}`, kind);
      }
      nowMs += 1_000;
      const listener = newInstance();
      await listener.exchange.listen();
      await listener.succeed();
      await expect.poll(() => listener.counts.successes).toBe(1);
      nowMs += 1_000;
      for (const [index, instance] of fleet.slice(-2).entries()) {
        await instance.fail(`late-${index}`, kind);
      }
      expect(alarms()).toEqual([]);
    },
  );

  it.each(kinds)('an incident that goes on is logged again after an hour (%s)', async (kind) => {
    const startMs = nowMs;
    const toldAtMs: number[] = [];
    for (let minute = 0; minute <= 125; minute += 1) {
      await newInstance().fail(`organization-${minute}`, kind);
      if (alarms().length > toldAtMs.length) {
        toldAtMs.push(nowMs - startMs);
      }
      nowMs += minuteMs;
    }
    const firstMs = (organizationsForIncident[kind] - 1) * minuteMs;
    expect(toldAtMs).toEqual([firstMs, firstMs + hourMs, firstMs + 2 * hourMs]);
  });

  it.each(kinds)(
    'an organization that fails ten times a second is reported once in 30 seconds (%s)',
    async (kind) => {
      const instance = newInstance();
      for (let call = 0; call < 1_200; call += 1) {
        await instance.fail('hostile', kind);
        await instance.succeed();
        nowMs += 100;
      }
      // Two minutes.
      expect(instance.counts.reports).toBe(4);
      await expect.poll(() => instance.counts.successes).toBe(4);
      expect(alarms()).toEqual([]);
    },
  );

  it.each(kinds)(
    'what an organization meets right after a report of it is told when 30 seconds are over (%s)',
    async (kind) => {
      const [first, ...others] = newFleet(organizationsForIncident[kind]);
      await first?.fail('hostile', kind);
      await first?.succeed();
      await expect.poll(() => first?.counts.successes).toBe(1);
      nowMs += 1_000;
      for (const [index, other] of others.entries()) {
        await other.fail(`organization-${index}`, kind);
      }
      await first?.fail('hostile', kind);
      expect(alarms()).toEqual([]);
      nowMs += 29_000;
      await first?.fail('hostile', kind);
      expect(alarms()).toHaveLength(1);
    },
  );
});
