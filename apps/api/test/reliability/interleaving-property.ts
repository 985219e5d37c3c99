import fc from 'fast-check';
import { afterAll, beforeAll, expect } from 'vitest';
import { isAppError } from '../../src/errors/app-error.ts';
import { hourMs } from '../../src/lib/duration.ts';
import type { TokenRefreshService } from '../../src/services/token-refresh/token-refresh-service.ts';
import { useTestFirestore } from '../repositories/test-firestore.ts';
import { createFixture, type Fixture, leaseTtlMs } from './interleaving-fixture.ts';
import { startTokenServer, type TokenFault, type TokenServer } from './interleaving-token-server.ts';

const organizationId = 'northwind';
const pastLeaseMs = leaseTtlMs + 1_000;
const administrator = 'administrator';

const instances = ['first', 'second'] as const;
type Instance = (typeof instances)[number];

type Action =
  | { kind: 'get' | 'force' | 'sweep' | 'crash'; instance: Instance }
  | { kind: 'disconnect' | 'reconnect' | 'expire' | 'takeOver' | 'slowAnswer' }
  | { kind: 'fault'; fault: TokenFault };

const anyInstance = fc.constantFrom(...instances);
const anyFault = fc.constantFrom<TokenFault>('unavailable', 'misconfigured', 'lost');
const anyAction: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ kind: fc.constantFrom('get', 'force', 'sweep'), instance: anyInstance }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('expire', 'takeOver', 'slowAnswer') }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('disconnect', 'reconnect', 'reconnect') }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('crash'), instance: anyInstance }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('fault'), fault: anyFault }) },
);
const anySchedule = fc.record({
  rotation: fc.constantFrom('strict', 'grace'),
  /** What is begun, and how many steps are made before the next. */
  actions: fc.array(fc.tuple(anyAction, fc.nat(6)), { minLength: 6, maxLength: 12 }),
  /** Whose turn it is, over and over. */
  choices: fc.array(fc.nat(99), { minLength: 20, maxLength: 20 }),
});
type RandomSchedule = typeof anySchedule extends fc.Arbitrary<infer Value> ? Value : never;

/**
 * Plays random schedules of two instances, an administrator, faults and crashes, and checks after every step what must
 * hold. A seed gives the same schedules each time.
 */
export function useRandomSchedules() {
  const { firestore } = useTestFirestore();
  let tokenServer: TokenServer;
  let accounts = 0;

  beforeAll(async () => {
    tokenServer = await startTokenServer();
  });
  afterAll(async () => {
    await tokenServer.stop();
  });

  async function connect(fixture: Fixture, accountId: string, integrationId?: string) {
    const { grant, accessToken, refreshToken } = tokenServer.issue();
    // Not in turns: it is one transaction, and must happen in the order in which the grants were given.
    const { id } = await fixture.newAdministration(administrator).connect({
      organizationId,
      provider: 'google_calendar',
      accountId,
      accountEmail: 'random@northwind.example',
      scopes: [],
      accessToken,
      refreshToken,
      expiresAt: new Date(fixture.clock() + hourMs).toISOString(),
      ...(integrationId === undefined ? {} : { integrationId }),
    });
    return { grant, id };
  }

  async function runSchedule({ rotation, actions, choices }: RandomSchedule): Promise<void> {
    tokenServer.setRotation(rotation);
    tokenServer.clearFaults();
    const fixture = createFixture({ firestore: firestore(), tokenServer });
    const { schedule, repository } = fixture;
    accounts += 1;
    const accountId = `account-${accounts}`;
    const { grant: firstGrant, id } = await connect(fixture, accountId);
    const grants = [firstGrant];
    const services = new Map<Instance, TokenRefreshService>(
      instances.map((instance) => [instance, fixture.newInstance(instance)]),
    );
    const seen = { version: 1, grant: firstGrant.number, generation: 0 };
    let turns = 0;

    async function readCredentials() {
      const stored = await repository.findById(organizationId, id);
      if (!stored) {
        throw new Error('nothing here deletes it');
      }
      if (stored.status === 'disconnected') {
        return { stored, grant: undefined, refreshToken: '' };
      }
      const { refreshToken } = await repository.getDecryptedCredentials(organizationId, stored);
      return { stored, grant: tokenServer.grantOf(refreshToken ?? ''), refreshToken: refreshToken ?? '' };
    }

    /** What must hold after every step. */
    async function check(): Promise<void> {
      const { stored, grant, refreshToken } = await readCredentials();
      expect(stored.credentialVersion).toBeGreaterThanOrEqual(seen.version);
      seen.version = stored.credentialVersion;
      if (stored.status === 'disconnected') {
        expect(stored).toMatchObject({ credentials: null, expiresAt: null, refreshLease: null });
        return;
      }
      if (!grant) {
        throw new Error('the stored refresh token was never issued');
      }
      const generation = grant.refreshTokens.indexOf(refreshToken);
      expect(grant.number).toBeGreaterThanOrEqual(seen.grant);
      if (grant.number === seen.grant) {
        expect(generation).toBeGreaterThanOrEqual(seen.generation);
      }
      Object.assign(seen, { grant: grant.number, generation });
      // A person is asked to authorize again only when the grant cannot be had any more.
      if (stored.lastError?.code === 'reauthorization_required') {
        expect(grant.lost).toBe(true);
      }
    }

    /** The lease outlasts the calls that are made under it, so time that ends a lease passes after them. */
    const isUnderLease = ({ name }: { name: string }) => name === 'refresh';

    async function turn(choice = turns, among?: typeof isUnderLease): Promise<boolean> {
      const made = await schedule.advance(choices[choice % choices.length] ?? 0, among);
      if (!made) {
        return false;
      }
      turns += 1;
      if (
        ['acquire', 'commit', 'commitRenewal', 'release', 'markAsDisconnected', 'update'].includes(made.name)
      ) {
        await check();
      }
      return true;
    }

    async function passTime(ms: number): Promise<void> {
      while (await turn(turns, isUnderLease)) {}
      fixture.passTime(ms);
      if (ms >= pastLeaseMs) {
        loseUnstored();
      }
    }

    /** What was answered and is not stored when its lease ends may meet an instance that takes over. */
    function loseUnstored(): void {
      for (const grant of fixture.unstored.values()) {
        grant.lost = true;
      }
    }

    /** Time passes while a provider takes its time: leases end, unless they are renewed. */
    async function awaitSlowAnswer(): Promise<void> {
      loseUnstored();
      for (let passedMs = 0; passedMs < pastLeaseMs; passedMs += leaseTtlMs / 4) {
        fixture.passTime(leaseTtlMs / 4);
        fixture.runTimers();
        await schedule.settle();
        while (await turn(turns, ({ name }) => name === 'renew')) {}
      }
    }

    /** Begins; whether and how it ends is not waited for. Only the service's own errors may come of it. */
    const unexpected: unknown[] = [];
    function begin(work: Promise<unknown>): void {
      work.catch((error: unknown) => {
        if (!isAppError(error)) {
          unexpected.push(error);
        }
      });
    }

    async function act(action: Action): Promise<void> {
      const service = 'instance' in action ? services.get(action.instance) : undefined;
      const ref = { organizationId, integrationId: id, provider: 'google_calendar' } as const;
      switch (action.kind) {
        case 'get':
          return begin(Promise.resolve(service?.getValidToken(organizationId, id)));
        case 'force':
          return begin(Promise.resolve(service?.getValidToken(organizationId, id, { forceRefresh: true })));
        case 'sweep':
          return begin(Promise.resolve(service?.refreshBatch([ref])));
        case 'disconnect':
          return begin(fixture.newAdministration(administrator).disconnect(organizationId, id));
        case 'reconnect':
          grants.push((await connect(fixture, accountId, id)).grant);
          return check();
        case 'expire':
          return passTime(hourMs);
        case 'takeOver':
          return passTime(pastLeaseMs);
        case 'slowAnswer':
          return awaitSlowAnswer();
        case 'fault':
          return tokenServer.failNext(action.fault === 'unavailable' ? 3 : 1, action.fault);
        case 'crash': {
          schedule.kill(action.instance);
          fixture.killTimers(action.instance);
          const grant = fixture.unstored.get(action.instance);
          if (grant) {
            grant.lost = true;
          }
          fixture.unstored.delete(action.instance);
          services.set(action.instance, fixture.newInstance(action.instance));
        }
      }
    }

    for (const [action, steps] of actions) {
      await act(action);
      await schedule.settle();
      for (let step = 0; step < steps; step += 1) {
        await turn();
      }
    }
    while (await turn()) {}
    expect(unexpected).toEqual([]);

    // Everybody has finished: what the provider gave last is what is stored, unless its answer never came.
    const { stored, grant, refreshToken } = await readCredentials();
    if (grant && !grant.lost) {
      expect(grant.alive).toBe(true);
      expect(refreshToken).toBe(grant.refreshTokens.at(-1));
    }
    for (const { successes, replays, lost } of grants) {
      // A credentialVersion is a refresh token here, and the other way round.
      if (!lost) {
        expect(replays).toBe(0);
      }
      if (!lost) {
        expect(Math.max(0, ...successes.values())).toBeLessThanOrEqual(1);
      }
    }
    if (stored.status === 'disconnected' && !actions.some(([{ kind }]) => kind === 'crash')) {
      // Disconnected for good: no grant that was stored at that moment is left behind.
      const last = grants.find(({ number }) => number === seen.grant);
      if (last && !last.lost) {
        expect(last.alive).toBe(false);
      }
    }

    // Whatever happened, an hour later the next caller has a token, or is told the truth.
    tokenServer.clearFaults();
    fixture.passTime(hourMs);
    const probe = fixture.newInstance('probe').getValidToken(organizationId, id);
    const outcome = probe.then(
      ({ degraded }) => (degraded ? 'degraded' : 'token'),
      (error: unknown) => (isAppError(error) ? error.code : String(error)),
    );
    await schedule.settle();
    while (await turn()) {}
    const answer = await outcome;
    if (!grant) {
      expect(answer).toBe('integration_disconnected');
    } else if (grant.lost) {
      expect(['token', 'reauthorization_required']).toContain(answer);
    } else {
      expect(answer).toBe('token');
    }
  }

  return {
    run: (seed: number, numRuns: number) =>
      fc.assert(fc.asyncProperty(anySchedule, runSchedule), { seed, numRuns }),
  };
}
