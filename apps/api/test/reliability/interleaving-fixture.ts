import type { IntegrationProvider } from '@klayim/shared/types';
import type { Firestore } from 'firebase-admin/firestore';
import { readConfig } from '../../src/config/config.ts';
import { minuteMs } from '../../src/lib/duration.ts';
import { createProviders, providerRegistry } from '../../src/providers/index.ts';
import type { OAuthProvider, TokenGrant } from '../../src/providers/oauth-provider.ts';
import { createRepositories } from '../../src/repositories/create-repositories.ts';
import type { IntegrationRepository } from '../../src/repositories/integrations/integration.repository.ts';
import { createRefreshLeaseRepository } from '../../src/repositories/integrations/refresh-lease.repository.ts';
import { createBrowserSessions } from '../../src/services/authorization/browser-session.ts';
import { createIntegrationService } from '../../src/services/connections/integration-service.ts';
import { createTokenRefreshService } from '../../src/services/token-refresh/token-refresh-service.ts';
import { testResources } from '../test-repositories.ts';
import { createSchedule, inTurns } from './interleaving-schedule.ts';
import type { Grant, TokenServer } from './interleaving-token-server.ts';

/** How long leases last here. */
export const leaseTtlMs = 30_000;

export type Fixture = ReturnType<typeof createFixture>;

/**
 * The real services of several instances over a real Firestore and a real token endpoint, where every call out of an
 * instance waits for its turn, and where time, Firestore's reading time included, passes only when the test says so.
 */
export function createFixture({
  firestore,
  tokenServer,
}: {
  firestore: Firestore;
  tokenServer: TokenServer;
}) {
  let nowMs = Date.parse('2026-01-01T00:00:00Z');
  const clock = () => nowMs;
  const schedule = createSchedule();
  const resources = testResources({ firestore: () => firestore, clock });
  const repositories = createRepositories(resources);
  const { integrationRepository, sharedGrantsRepository, auditEventRepository } = repositories;
  const refreshLeaseRepository = createRefreshLeaseRepository({ ...resources, readAtMs: clock });
  const config = readConfig({
    PUBLIC_BASE_URL: 'http://127.0.0.1:65535/api',
    RETURN_URL_ALLOWLIST: 'https://app.example/settings',
    GOOGLE_CLIENT_ID: 'client',
    GOOGLE_CLIENT_SECRET: 'secret',
    GOOGLE_AUTHORIZATION_ENDPOINT: tokenServer.tokenEndpoint,
    GOOGLE_TOKEN_ENDPOINT: tokenServer.tokenEndpoint,
    GOOGLE_REVOCATION_ENDPOINT: tokenServer.revocationEndpoint,
    GOOGLE_ISSUER: new URL(tokenServer.tokenEndpoint).origin,
  });
  /** The grant whose renewal an actor has received and not yet stored. */
  const unstored = new Map<string, Grant>();
  /** Renewals of leases that are planned. */
  const timers = new Set<{ actor: string; atMs: number; run: () => void }>();

  function repositoryOf(actor: string): IntegrationRepository {
    const repository = inTurns(
      integrationRepository,
      ['findById', 'markAsDisconnected', 'update'],
      (name, call) => schedule.step(actor, name, call),
    );
    return {
      ...integrationRepository,
      update: repository.update,
      markAsDisconnected: repository.markAsDisconnected,
      findById: async (...input) => {
        const stored = await repository.findById(...input);
        return stored && { ...stored, readAtMs: clock() };
      },
    };
  }

  const sharedGrantsOf = (actor: string) =>
    inTurns(sharedGrantsRepository, ['isShared'], (name, call) => schedule.step(actor, name, call));

  function providersOf(actor: string): ReadonlyMap<IntegrationProvider, OAuthProvider> {
    const google = createProviders({ ...config, clock: Date.now }).get('google_calendar');
    if (!google) {
      throw new Error('google is not configured');
    }
    const observed: OAuthProvider = {
      ...google,
      async refresh(request): Promise<TokenGrant> {
        const renewed = await google.refresh(request);
        const grant = tokenServer.grantOf(renewed.refreshToken ?? '');
        if (grant) {
          unstored.set(actor, grant);
        }
        return renewed;
      },
    };
    const provider = inTurns(observed, ['refresh', 'revoke'], (name, call) =>
      schedule.step(actor, name, call),
    );
    return new Map([['google_calendar', provider]]);
  }

  /** An instance of the token service. */
  function newInstance(actor: string) {
    const leases = inTurns(
      refreshLeaseRepository,
      ['acquire', 'renew', 'commit', 'commitRenewal', 'release'],
      (name, call) =>
        schedule.step(actor, name, async () => {
          try {
            return await call();
          } finally {
            if (name === 'commitRenewal') {
              unstored.delete(actor);
            }
          }
        }),
    );
    const providers = providersOf(actor);
    return createTokenRefreshService({
      ...resources,
      ...repositories,
      integrationRepository: repositoryOf(actor),
      auditEventRepository: inTurns(auditEventRepository, ['add'], (name, call) =>
        schedule.step(actor, name, call),
      ),
      refreshLeaseRepository: leases,
      providerIncidentsRepository: inTurns(
        repositories.providerIncidentsRepository,
        ['report', 'noteSuccess', 'findTrouble'],
        (name, call) => schedule.step(actor, name, call),
      ),
      // Firestore does not fail here.
      enqueueDeferredCommit: () => Promise.reject(new Error('there is no queue here')),
      // A call takes as long as it waits for its turn.
      timing: { firestoreTimeoutMs: minuteMs, deferAfterMs: minuteMs, leaseTtlMs },
      runAfter(ms, run) {
        const timer = { actor, atMs: nowMs + ms, run };
        timers.add(timer);
        return () => timers.delete(timer);
      },
      providers: () => providers,
      sharedGrantsRepository: sharedGrantsOf(actor),
      enqueueRefreshBatch: null,
      // Without chance the repeated calls of one provider call follow each other at once; whatever else waits, waits.
      random: () => 0,
      sleep: (ms) =>
        ms === 0
          ? Promise.resolve()
          : schedule.step(actor, 'sleep', async () => {
              nowMs += ms;
            }),
    });
  }

  /** An instance of the service of the connections. */
  function newAdministration(actor: string) {
    const providers = providersOf(actor);
    return createIntegrationService({
      ...resources,
      ...repositories,
      integrationRepository: repositoryOf(actor),
      sharedGrantsRepository: sharedGrantsOf(actor),
      providerRegistry,
      browserSessions: createBrowserSessions(resources),
      identity: { stillHolds: () => Promise.resolve(true) },
      providers: () => providers,
      config: () => config,
    });
  }

  return {
    schedule,
    clock,
    /** Past every wait: read and written at once. */
    repository: integrationRepository,
    newInstance,
    newAdministration,
    unstored,
    passTime: (ms: number) => {
      nowMs += ms;
    },
    /** Lets what was planned for the time that has come begin. */
    runTimers(): void {
      for (const timer of timers) {
        if (timer.atMs <= nowMs) {
          timers.delete(timer);
          timer.run();
        }
      }
    },
    /** The process is killed, and plans nothing any more. */
    killTimers(actor: string): void {
      for (const timer of timers) {
        if (timer.actor === actor) {
          timers.delete(timer);
        }
      }
    },
  };
}
