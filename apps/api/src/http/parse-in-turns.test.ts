import fc from 'fast-check';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { parseAtOnce, parseInTurns } from './parse-in-turns.ts';

const schema = z
  .strictObject({
    kind: z.string(),
    list: z.array(z.strictObject({ id: z.string().trim().max(3) })).max(400),
  })
  .refine(({ list }) => new Set(list.map(({ id }) => id)).size === list.length, {
    path: ['list'],
    message: 'has an id twice',
  });
const items = (count: number, of: (index: number) => unknown) =>
  Array.from({ length: count }, (_, at) => of(at));

it('gives the same result as the schema at once, for any input', async () => {
  const item = fc.oneof(
    { weight: 40, arbitrary: fc.nat(999).map((id) => ({ id: ` ${id}` })) },
    fc.record({ id: fc.constantFrom('long', 1, null), other: fc.anything() }),
  );
  const value = fc.record({
    kind: fc.constantFrom('a', 1),
    list: fc.array(item, { maxLength: 250, size: 'max' }),
  });
  await fc.assert(
    fc.asyncProperty(value, async (given) => {
      const atOnce = parseAtOnce(schema, given, 'body');
      const inTurns = await parseInTurns(schema, 'list', given);
      expect(inTurns.success).toBe(atOnce.success);
      if (atOnce.success) {
        expect(inTurns).toEqual(atOnce);
      }
    }),
    { numRuns: 60 },
  );
});

it('names the first faults by their paths, and counts the rest', async () => {
  const list = items(300, (at) => (at < 100 ? { id: `${at}` } : { id: 'long', [`unknown${at}`]: 1 }));
  const parsed = await parseInTurns(schema, 'list', { kind: 'a', list });
  if (parsed.success) {
    throw new Error('nothing was found');
  }
  expect(parsed.faults).toHaveLength(100);
  expect(parsed.omitted).toBe(300);
  expect(parsed.faults.slice(0, 3).map(({ pointer }) => pointer)).toEqual([
    '/list/100/id',
    '/list/100/unknown100',
    '/list/101/id',
  ]);
});

it('checks the whole when every item is valid', async () => {
  const same = { kind: 'a', list: items(300, () => ({ id: '1' })) };
  expect(await parseInTurns(schema, 'list', same)).toMatchObject({
    success: false,
    faults: [{ in: 'body', pointer: '/list', message: 'has an id twice' }],
  });
  const many = { kind: 'a', list: items(401, (at) => ({ id: `${at}` })) };
  expect(await parseInTurns(schema, 'list', many)).toMatchObject({ faults: [{ pointer: '/list' }] });
  expect(await parseInTurns(schema, 'list', null)).toMatchObject({ faults: [{ pointer: '' }] });
});

it('lets the event loop turn between items', async () => {
  let turns = 0;
  const timer = setImmediate(function count() {
    turns += 1;
    setImmediate(count).unref();
  });
  await parseInTurns(schema, 'list', { kind: 'a', list: items(400, (at) => ({ id: `${at}` })) });
  clearImmediate(timer);
  expect(turns).toBeGreaterThanOrEqual(3);
});

it('refuses a route that names a list which its schema does not have', async () => {
  await expect(parseInTurns(schema, 'kind', {})).rejects.toThrow('no list named kind');
});
