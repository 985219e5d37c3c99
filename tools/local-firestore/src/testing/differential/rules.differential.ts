import { status } from '@grpc/grpc-js';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { text, where } from '../raw-client.ts';
import { condition } from './arbitrary-conditions.ts';
import { rulesFile } from './arbitrary-rules-file.ts';
import { type RawClient, useBothServers } from './both-servers.ts';
import { bearerOf, callers, replacements, seedThings, things } from './rules-fixture.ts';

const seed = 20_261_128;
const both = useBothServers();
const ids = [...Object.keys(things), 'missing'];

beforeAll(async () => {
  await both.ask(seedThings);
});

const fileOf = (when: string) => `rules_version = '2';
service cloud.firestore {
  match /databases/{database}/documents {
    match /things/{id} { allow get, write: if ${when}; }
  }
}`;

/** A code of every answer: documents are compared elsewhere. */
function codeOf(answer: object): number {
  return 'code' in answer ? Number(answer.code) : 0;
}

/** One request: who asks, and what. */
interface Question {
  caller: number;
  ask: 'get' | 'delete' | 'list' | 'list two' | 'list by field' | 'write' | 'write other';
  id: string;
}

const questions = (...asks: Question['ask'][]): fc.Arbitrary<Question[]> =>
  fc.array(
    fc.record({
      caller: fc.nat(callers.length - 1),
      ask: fc.constantFrom(...asks),
      id: fc.constantFrom(...ids),
    }),
    { minLength: 6, maxLength: 10 },
  );

/** The codes of the answers; what was written is undone. */
async function askAll(client: RawClient, asked: readonly Question[]): Promise<number[]> {
  const codes: number[] = [];
  for (const question of asked) {
    const caller = client.as(bearerOf(callers[question.caller], both.projectId));
    const code = codeOf(await send(caller, question));
    codes.push(code);
    if (code === 0 && /write|delete/.test(question.ask)) {
      await restore(client, question.id);
    }
  }
  return codes;
}

function send(caller: ReturnType<RawClient['as']>, { ask, id }: Question): Promise<object> {
  switch (ask) {
    case 'get':
      return caller.get(id);
    case 'delete':
      return caller.commit([{ delete: caller.nameOf(id) }]);
    case 'list':
      return caller.query({});
    case 'list two':
      return caller.query({ limit: { value: 2 } });
    case 'list by field':
      return caller.query({ where: where('org', 'EQUAL', text('one')) });
    default:
      return caller.commit([caller.set(id, replacements[ask === 'write' ? 0 : 1] ?? {})]);
  }
}

async function restore(client: RawClient, id: string): Promise<void> {
  const fields = things[id];
  await client.commit([fields ? client.set(id, fields) : { delete: client.nameOf(id) }]);
}

describe('random rules', () => {
  it('of one condition decide the same', async () => {
    const counts = { allowed: 0, denied: 0 };
    await fc.assert(
      fc.asyncProperty(condition, questions('get', 'get', 'write', 'write other'), async (when, asked) => {
        const [google, ours] = await both.ask(async (client) => {
          expect(await client.loadRules(fileOf(when))).toBe(200);
          return askAll(client, asked);
        });
        expect(ours).toEqual(google);
        for (const code of google as number[]) {
          counts[code === status.PERMISSION_DENIED ? 'denied' : 'allowed'] += 1;
        }
      }),
      { numRuns: 120, seed },
    );
    expect(Math.min(counts.allowed, counts.denied)).toBeGreaterThan(100);
  });

  it('of several blocks decide the same', async () => {
    const anything = questions('get', 'delete', 'list', 'list two', 'list by field', 'write', 'write other');
    await fc.assert(
      fc.asyncProperty(rulesFile, anything, async (source, asked) => {
        const [google, ours] = await both.ask(async (client) => {
          expect(await client.loadRules(source)).toBe(200);
          return askAll(client, asked);
        });
        expect(ours).toEqual(google);
      }),
      { numRuns: 80, seed },
    );
  });
});
