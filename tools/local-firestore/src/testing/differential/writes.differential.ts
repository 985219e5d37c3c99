import { status } from '@grpc/grpc-js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { history, repeated, writtenIds } from './arbitrary-writes.ts';
import { type RawClient, useBothServers } from './both-servers.ts';
import { send, toWrites } from './send-steps.ts';

const seed = 20_261_128;
const both = useBothServers();

const clear = (client: RawClient) => client.commit(writtenIds.map((id) => ({ delete: client.nameOf(id) })));
const stored = (client: RawClient) => Promise.all(writtenIds.map((id) => client.get(id)));
/** Of an answer, or of a write in a batch, which is answered by its code alone. */
function codeOf(answer: object | number): number {
  return typeof answer === 'number' ? answer : 'code' in answer ? Number(answer.code) : status.OK;
}

describe('random writes', () => {
  it('leave the same documents and are answered the same', async () => {
    let [accepted, refused] = [0, 0];
    await fc.assert(
      fc.asyncProperty(history, async (requests) => {
        const [google, ours] = await both.ask(async (client) => {
          await clear(client);
          const answers: unknown[] = [];
          for (const { way, steps } of requests) {
            answers.push(await send(client, way, steps), await stored(client));
          }
          return answers;
        });
        expect(ours).toEqual(google);
        const codes = (google as (object | number)[]).flat(2).map(codeOf);
        refused += codes.filter((code) => code !== status.OK && code !== status.NOT_FOUND).length;
        accepted += codes.filter((code) => code === status.OK).length;
      }),
      { numRuns: 200, seed },
    );
    expect(accepted).toBeGreaterThan(200);
    expect(refused).toBeGreaterThan(100);
  });

  it('of one document in one commit build upon each other in the same way', async () => {
    await fc.assert(
      fc.asyncProperty(repeated, async ({ first, steps }) => {
        const [google, ours] = await both.ask(async (client) => {
          await clear(client);
          if (first) {
            await client.commit([client.set('one', first)]);
          }
          return [await client.commit(await toWrites(client, steps)), await client.get('one')];
        });
        expect(ours).toEqual(google);
      }),
      { numRuns: 100, seed },
    );
  });
});
