import { randomBytes } from 'node:crypto';
import { initializeTestEnvironment, type RulesTestEnvironment } from '@firebase/rules-unit-testing';
import { createRulesProbe } from '@klayim/local-firestore';
import { doc, type Firestore, setDoc, setLogLevel } from 'firebase/firestore';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type AccessCase,
  accessCases,
  collections,
  type Identity,
  identities,
  tokenOf,
} from './testing/access-cases.ts';
import { askWithClient } from './testing/client-case.ts';
import { probeRequest, seed } from './testing/probe-case.ts';
import { rulesSource } from './testing/repository-files.ts';

const table = accessCases();
const opened = new Set(table.filter(({ allowed }) => allowed).map(({ collection }) => collection));
/** In collections that are open to somebody everybody tries, in closed ones those who could come closest. */
const closest = new Set(['owner', 'administrator', 'platform operator', 'nobody']);

const maxAsked = 5;

const describeCase = ({ operation, organizationId }: AccessCase) => `${operation}, ${organizationId}`;
const allowedOf = (cases: readonly AccessCase[]) => cases.filter(({ allowed }) => allowed).map(describeCase);

function casesOf(identity: Identity, collection: string): AccessCase[] {
  return table.filter((one) => one.identity === identity && one.collection === collection);
}

it('allows and refuses what the table says, asked without a client', async () => {
  const probe = await createRulesProbe(seed);
  probe.load(rulesSource);
  const wrong = table.filter((one) => probe.allows(tokenOf(one.identity), probeRequest(one)) !== one.allowed);
  expect(wrong.map((one) => `${one.identity.name}, ${one.collection}: ${describeCase(one)}`)).toEqual([]);
  expect(opened).toEqual(new Set(['employees', 'employeeFacets']));
});

describe('with the JavaScript SDK', () => {
  let environment: RulesTestEnvironment;

  beforeAll(async () => {
    // Refusals are what is tested here; the SDK would print each.
    setLogLevel('silent');
    environment = await initializeTestEnvironment({
      projectId: `demo-${randomBytes(8).toString('hex')}`,
      firestore: { rules: rulesSource, ...emulator() },
    });
    await environment.withSecurityRulesDisabled(async (context) => {
      const db = context.firestore() as unknown as Firestore;
      await Promise.all(Object.entries(seed).map(([path, data]) => setDoc(doc(db, path), data)));
    });
  });

  afterAll(() => environment.cleanup());

  /** One for each identity: a client is a connection of its own, which Google's emulator takes its time to accept. */
  const clients = new Map<Identity, Firestore>();
  function clientOf(identity: Identity): Firestore {
    const client = clients.get(identity) ?? createClient(identity);
    clients.set(identity, client);
    return client;
  }

  function createClient({ claims }: Identity): Firestore {
    const { user_id: userId = 'caller', ...options } = claims ?? {};
    const context = claims
      ? environment.authenticatedContext(String(userId), options)
      : environment.unauthenticatedContext();
    // The type is that of the former API; functions of the present one take it.
    return context.firestore() as unknown as Firestore;
  }

  const tried = identities.flatMap((identity) => {
    const all = collections.filter((name) => opened.has(name) || closest.has(identity.name));
    return all.map((collection) => ({ identity, collection, name: identity.name }));
  });

  it.each(tried)('$name gets of $collection what the table says', async ({ identity, collection }) => {
    const cases = casesOf(identity, collection);
    const db = clientOf(identity);
    const outcomes = await Promise.all(cases.map((one) => isAllowed(() => askWithClient(db, one))));
    expect(cases.filter((_one, at) => outcomes[at]).map(describeCase)).toEqual(allowedOf(cases));
  });
});

function emulator(): { host: string; port: number } {
  const { hostname, port } = new URL(`http://${process.env['FIRESTORE_EMULATOR_HOST']}`);
  return { host: hostname, port: Number(port) };
}

/** Refused is only what the rules refuse; any other failure fails the test. */
async function isAllowed(ask: () => Promise<unknown>): Promise<boolean> {
  for (let asked = 1; ; asked += 1) {
    try {
      await ask();
      return true;
    } catch (error) {
      // The rules-testing library brings a copy of the SDK, and of its error class, of its own.
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code === 'permission-denied') {
        return false;
      }
      // The SDK calls itself offline when it has no answer for ten seconds, which a busy machine may take.
      if (code !== 'unavailable' || asked === maxAsked) {
        throw error;
      }
    }
  }
}
