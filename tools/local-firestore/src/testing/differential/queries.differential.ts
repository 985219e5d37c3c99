import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { documents, queries } from './arbitrary-queries.ts';
import { useBothServers } from './both-servers.ts';

const seed = 20_261_128;
const both = useBothServers();
const idOf = (index: number) => `thing-${String(index).padStart(2, '0')}`;
const nameOf = (index: number) =>
  `projects/${both.projectId}/databases/(default)/documents/things/${idOf(index)}`;

beforeAll(async () => {
  const [stored = []] = fc.sample(documents, { numRuns: 1, seed });
  const [google, ours] = await both.ask((client) =>
    client.commit(stored.map((fields, index) => client.set(idOf(index), fields))),
  );
  expect(ours).toEqual(google);
});

describe('random queries of the shapes that the product asks', () => {
  it('find the same documents in the same order', async () => {
    let found = 0;
    await fc.assert(
      fc.asyncProperty(queries(nameOf), async (query) => {
        const [google, ours] = await both.ask((client) => client.documents(query));
        expect(ours).toEqual(google);
        if (Array.isArray(google)) {
          found += google.length;
        }
      }),
      { numRuns: 200, seed },
    );
    // Queries that find nothing, or are refused, would prove little.
    expect(found).toBeGreaterThan(400);
  });

  it('are counted the same', async () => {
    await fc.assert(
      // The product counts what filters find; in which order would be no matter.
      fc.asyncProperty(queries(nameOf), async ({ where, limit }) => {
        const query = { ...(where ? { where } : {}), ...(limit ? { limit } : {}) };
        const [google, ours] = await both.ask((client) =>
          client.aggregate(query, [{ alias: 'all', count: {} }]),
        );
        expect(ours).toEqual(google);
      }),
      { numRuns: 60, seed },
    );
  });
});
