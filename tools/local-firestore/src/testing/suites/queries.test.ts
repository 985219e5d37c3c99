import { status } from '@grpc/grpc-js';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ClientProcess, startClient } from '../client-process.ts';
import { type Subject, startSubject } from '../subject.ts';
import { processTimeoutMs, randomProjectId } from '../test-project.ts';

let subject: Subject;
let client: ClientProcess;

beforeAll(async () => {
  subject = await startSubject();
  client = await startClient(subject.host, randomProjectId());
  await client.run('seedCities');
}, processTimeoutMs);

afterAll(async () => {
  await client.kill();
  await subject.stop();
});

it('filters', async () => {
  expect(await client.run('filters')).toEqual({
    equal: ['lyon', 'nice'],
    range: ['basel', 'nice', 'lyon'],
    in: ['lyon', 'nice', 'riga'],
    inThirty: ['chur'],
    twoIn: ['bern', 'nice'],
    notIn: ['riga'],
    contains: ['bern', 'chur', 'riga'],
    containsAny: ['lyon', 'nice', 'riga'],
    or: ['chur', 'riga'],
    nested: ['riga'],
    byId: ['bern', 'riga'],
    unequal: ['bern', 'riga'],
    null: ['basel'],
  });
});

it('sorts by several fields and starts and ends at cursors', async () => {
  const several = ['riga', 'nice', 'lyon', 'chur', 'bern', 'basel'];
  expect(await client.run('sorting')).toEqual({
    several,
    sortedByPartlyMissing: ['basel', 'bern', 'lyon', 'riga'],
    startAfterValues: several.slice(2),
    startAtDocument: ['basel'],
    startAfterDocument: [],
    endBefore: several.slice(0, 3),
    offset: several.slice(1, 3),
    last: several.slice(-2),
  });
});

it.each([1, 2, 4, 6])('walks a collection in pages of %i without gap or repetition', async (pageSize) => {
  const pages = await client.run('pages', pageSize);
  expect(pages.flat()).toEqual(['chur', 'bern', 'basel', 'nice', 'lyon', 'riga']);
  expect(pages).toHaveLength(Math.ceil(6 / pageSize));
});

it('returns only the selected fields', async () => {
  expect(await client.run('projections')).toEqual({
    some: { size: 605, mayor: { name: { first: 'A' } } },
    none: {},
    id: 'riga',
  });
});

it('counts, sums and averages', async () => {
  expect(await client.run('aggregates')).toEqual({ count: 3, sum: 350, mean: 350 / 3, limited: 2 });
});

it('queries a collection group', async () => {
  expect(await client.run('collectionGroup')).toEqual(['b', 'a']);
});

it('refuses more than thirty alternatives at once', async () => {
  expect(await client.run('refusedQueries')).toEqual({ tooManyAlternatives: status.INVALID_ARGUMENT });
});
