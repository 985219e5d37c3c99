import { type Fault, faultNames } from '@klayim/local-oauth';
import type { Integration } from '@klayim/shared/types';
import { Timestamp } from 'firebase-admin/firestore';
import { beforeEach, describe, expect, it } from 'vitest';
import { isAppError } from '../../src/errors/app-error.ts';
import { errorMeanings } from '../../src/errors/error-codes.ts';
import { minuteMs } from '../../src/lib/duration.ts';
import type { IntegrationDocument } from '../../src/repositories/integrations/integration-document.ts';
import type { TokenRefreshService } from '../../src/services/token-refresh/token-refresh-service.ts';
import { useTestFirestore } from '../repositories/test-firestore.ts';
import { testProviders } from '../test-providers.ts';
import { useTestServices } from '../test-services.ts';
import { sampled } from '../thorough.ts';
import {
  type Answer,
  type FaultRow,
  faultsAfterProcessing,
  faultsBeforeProcessing,
  type NextSweep,
  type PlannedFaults,
} from './fault-table.ts';

const providerIds = ['google_calendar', 'microsoft_calendar'] as const;
type ProviderId = (typeof providerIds)[number];

/** How long ago the token ended. */
const endedAgoMs = { living: -2 * minuteMs, expired: minuteMs, 'expired for 25 hours': 25 * 60 * minuteMs };
type Age = keyof typeof endedAgoMs;
type Asker = 'on demand' | 'sweep';

/** Of connections that stay as they are, and back off. */
const lastErrorOf: Partial<Record<Fault, string>> = {
  invalid_client: 'application_refused',
  unauthorized_client: 'application_refused',
  invalid_scope: 'application_refused',
  invalid_request: 'application_refused',
  single_tenant: 'provider_misconfigured',
};

const httpStatus: Partial<Record<Answer, number>> = {
  ok: 200,
  degraded: 200,
  provider_unavailable: 503,
  provider_misconfigured: 503,
  application_refused: 409,
  reauthorization_required: 409,
};

describe('faults of a provider', () => {
  const { firestore } = useTestFirestore();
  const stack = useTestServices(firestore);
  const providersOf = (timeoutMs: number) => testProviders(stack.environment, timeoutMs);
  // A busy machine must not look like a provider that hangs.
  const patientProviders = providersOf(10_000);
  const impatientProviders = providersOf(300);
  const hangingUpProviders = providersOf(1_000);
  const timing = { callerTimeoutMs: minuteMs };
  const patient = stack.newTokenRefreshService({ providers: patientProviders, timing });
  let organizations = 0;

  beforeEach(() => {
    for (const provider of providerIds) {
      stack.server(provider).control.reset();
    }
    stack.lines.length = 0;
  });

  /** An integration whose token ended then, and which the sweep finds due. */
  async function connected(provider: ProviderId, age: Age): Promise<Integration> {
    organizations += 1;
    const integration = await stack.connect(provider, `organization-${organizations}`);
    await stack.expire(integration, endedAgoMs[age]);
    const refreshDueAt = Timestamp.fromMillis(stack.clock() - minuteMs);
    await firestore().collection('integrations').doc(integration.id).update({ refreshDueAt });
    return integration;
  }

  async function askOnDemand(
    service: TokenRefreshService,
    { id, organizationId }: Integration,
  ): Promise<Answer> {
    try {
      const { degraded } = await service.getValidToken(organizationId, id);
      return degraded ? 'degraded' : 'ok';
    } catch (error) {
      if (isAppError(error)) {
        return error.code;
      }
      throw error;
    }
  }

  /** The sweep tells its caller only numbers; why one failed is in the log. */
  async function askBySweep(
    service: TokenRefreshService,
    { id, organizationId, provider }: Integration,
  ): Promise<Answer> {
    const { refreshed, failed } = await service.refreshBatch([
      { organizationId, integrationId: id, provider },
    ]);
    if (refreshed === 1) {
      return 'ok';
    }
    expect(failed).toBe(1);
    const line = stack.lines.find(
      ({ message, integrationId }) => message === 'Refresh failed' && integrationId === id,
    );
    return line?.['code'] as Answer;
  }

  async function readDocument(integration: Integration): Promise<IntegrationDocument> {
    return (await stack.raw(integration)) as unknown as IntegrationDocument;
  }

  /** Silence need not be long, unless the provider must get its work done before we hang up. */
  function providersFor({ fault, afterProcessing }: PlannedFaults) {
    if (fault !== 'timeout') {
      return patientProviders;
    }
    return afterProcessing ? hangingUpProviders : impatientProviders;
  }

  /** One provider, one fault, one caller: everything that can be seen of it. */
  async function observe(provider: ProviderId, planned: PlannedFaults, asker: Asker, age: Age) {
    const { control } = stack.server(provider);
    const service = stack.newTokenRefreshService({ providers: providersFor(planned), timing });
    const integration = await connected(provider, age);
    const before = await readDocument(integration);
    const { fault, times, ...options } = planned;
    control.reset();
    control.failNext(times, fault, options);
    const fromMs = stack.clock();
    const answer = await (asker === 'sweep'
      ? askBySweep(service, integration)
      : askOnDemand(service, integration));
    const toMs = stack.clock();
    const after = await readDocument(integration);
    const seen = {
      answer,
      http: answer in errorMeanings ? errorMeanings[answer as keyof typeof errorMeanings].status : 200,
      status: after.status,
      consecutiveFailures: after.consecutiveFailures,
      lastError: after.lastError?.code ?? null,
      lease: after.refreshLease,
      requestsAtProvider: control.refreshCount(),
      faultsLeft: control.pendingFaults(),
      redirectsFollowed: control.redirectsFollowed(),
    };
    control.reset();
    return { integration, before, after, fromMs, toMs, seen };
  }

  function expectNextSweep(
    { before, after, fromMs, toMs }: Awaited<ReturnType<typeof observe>>,
    expected: NextSweep,
  ) {
    const dueAtMs = after.refreshDueAt?.toMillis() ?? null;
    if (expected === null) {
      expect(dueAtMs).toBeNull();
    } else if (expected === 'as before') {
      expect(dueAtMs).toBe(before.refreshDueAt?.toMillis());
    } else {
      // What is stored has whole milliseconds.
      expect(dueAtMs).toBeGreaterThanOrEqual(Math.floor(fromMs + expected[0]));
      expect(dueAtMs).toBeLessThanOrEqual(Math.ceil(toMs + expected[1]));
    }
  }

  async function expectRow(row: FaultRow, asker: Asker, age: 'living' | 'expired') {
    const [planned, living, expired, sweep, status, consecutiveFailures, nextSweep, requests, afterwards] =
      row;
    const answer = asker === 'sweep' ? sweep : age === 'living' ? living : expired;
    // Each provider has a server of its own, and so its own faults.
    const observations = await Promise.all(
      providerIds.map((provider) => observe(provider, planned, asker, age)),
    );
    for (const observation of observations) {
      expect.soft(observation.seen, observation.integration.provider).toEqual({
        answer,
        http: httpStatus[answer],
        status,
        consecutiveFailures,
        lastError:
          consecutiveFailures === 0
            ? null
            : status === 'error'
              ? 'reauthorization_required'
              : (lastErrorOf[planned.fault] ?? 'provider_unavailable'),
        lease: null,
        requestsAtProvider: requests,
        faultsLeft: 0,
        redirectsFollowed: 0,
      });
      expectNextSweep(observation, nextSweep);
    }
    stack.advance(2_000);
    if (planned.retryAfterSeconds !== undefined && requests === 1) {
      await expectPatience(observations);
    }
    for (const { integration } of observations) {
      await expect(askOnDemand(patient, integration)).resolves.toBe(afterwards);
    }
  }

  /** What the provider asked for holds for callers, too: nobody asks it before then, forced or not. */
  async function expectPatience(observations: Awaited<ReturnType<typeof observe>>[]) {
    for (const { integration, after } of observations) {
      const { id, organizationId } = integration;
      const living = (after.expiresAt?.toMillis() ?? 0) > stack.clock();
      await expect(askOnDemand(patient, integration)).resolves.toBe(
        living ? 'degraded' : 'provider_unavailable',
      );
      await expect(patient.refreshToken(organizationId, id)).rejects.toMatchObject({
        code: 'provider_unavailable',
      });
      expect(stack.server(integration.provider).control.refreshCount()).toBe(0);
    }
    const untilMs = Math.max(...observations.map(({ after }) => after.retryNotBefore?.toMillis() ?? 0));
    expect(untilMs).toBeGreaterThan(stack.clock());
    stack.advance(untilMs - stack.clock() + 1);
  }

  const titled = (rows: readonly FaultRow[]) =>
    rows.map((row) => {
      const { fault, times, retryAfterSeconds } = row[0];
      const retryAfter = retryAfterSeconds === undefined ? '' : ` with Retry-After ${retryAfterSeconds}`;
      return { title: `${times} × ${fault}${retryAfter}`, row };
    });

  const callers: [Asker, 'living' | 'expired'][] = [
    ['on demand', 'living'],
    ['on demand', 'expired'],
    ['sweep', 'living'],
    ['sweep', 'expired'],
  ];

  describe.each(callers)('%s, token %s', (asker, age) => {
    // A short run tries each fault with some of the callers.
    const shareOf = (rows: readonly FaultRow[]) =>
      titled(
        sampled(
          rows,
          3,
          callers.findIndex(([who, when]) => who === asker && when === age),
        ),
      );
    it.each(shareOf(faultsBeforeProcessing))('$title, nothing processed: $row.4, then $row.8', ({ row }) =>
      expectRow(row, asker, age),
    );

    it.each(shareOf(faultsAfterProcessing))(
      '$title instead of an answer to a refresh that rotated: $row.4, then $row.8',
      ({ row }) => expectRow(row, asker, age),
    );
  });

  it('has a row for every fault that the servers know', () => {
    const tried = new Set([...faultsBeforeProcessing, ...faultsAfterProcessing].map(([{ fault }]) => fault));
    expect([...tried].sort()).toEqual([...faultNames].sort());
  });

  it.each(['on demand', 'sweep'] as const)(
    'an outage counts as a broken connection when the token has been expired for a day, and heals by itself (%s)',
    async (asker) => {
      const planned: PlannedFaults = { fault: '500', times: 3, afterProcessing: false };
      const observations = await Promise.all(
        providerIds.map((provider) => observe(provider, planned, asker, 'expired for 25 hours')),
      );
      for (const observation of observations) {
        expect(observation.seen).toMatchObject({
          answer: 'provider_unavailable',
          status: 'error',
          lastError: 'provider_unavailable',
          consecutiveFailures: 1,
          lease: null,
        });
        expectNextSweep(observation, [minuteMs / 2, minuteMs]);
      }
      stack.advance(2_000);
      for (const { integration } of observations) {
        await expect(askOnDemand(patient, integration)).resolves.toBe('ok');
        expect(await readDocument(integration)).toMatchObject({
          status: 'connected',
          consecutiveFailures: 0,
          lastError: null,
        });
      }
    },
  );

  it('doubles its back-off with each failed sweep, up to an hour, and never gives up', async () => {
    const integration = await connected('google_calendar', 'expired');
    const { control } = stack.server('google');
    const ceilingsMs = [1, 2, 4, 8, 16, 32, 60, 60].map((minutes) => minutes * minuteMs);
    for (const [index, ceilingMs] of ceilingsMs.entries()) {
      control.reset();
      control.failNext(3, '500');
      const fromMs = stack.clock();
      await expect(askBySweep(patient, integration)).resolves.toBe('provider_unavailable');
      const after = await readDocument(integration);
      expect(after).toMatchObject({ status: 'connected', consecutiveFailures: index + 1 });
      const dueAtMs = after.refreshDueAt?.toMillis() ?? 0;
      expect(dueAtMs).toBeGreaterThanOrEqual(Math.floor(fromMs + ceilingMs / 2));
      expect(dueAtMs).toBeLessThanOrEqual(Math.ceil(stack.clock() + ceilingMs));
      stack.advance(dueAtMs - stack.clock());
    }
    control.reset();
    await expect(askBySweep(patient, integration)).resolves.toBe('ok');
  });
});
