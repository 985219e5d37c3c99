import { status } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ClientProcess, startClient } from '../client-process.ts';
import { type Subject, startSubject } from '../subject.ts';
import { processTimeoutMs, randomProjectId } from '../test-project.ts';

let subject: Subject;
let client: ClientProcess;

beforeAll(async () => {
  subject = await startSubject();
  client = await startClient(subject.host, randomProjectId());
}, processTimeoutMs);

afterAll(async () => {
  await client.kill();
  await subject.stop();
});

describe('preconditions', () => {
  it('refuses to create a document that exists', async () => {
    expect(await client.run('createTwice', 'create/one')).toEqual({
      first: status.OK,
      second: status.ALREADY_EXISTS,
    });
  });

  it('refuses to update a document that does not exist', async () => {
    expect(await client.run('updateMissing', 'update/missing')).toBe(status.NOT_FOUND);
  });

  it('deletes what is not there unless the caller demands that it is', async () => {
    expect(await client.run('deleteMissing', 'delete/missing')).toEqual({
      plain: status.OK,
      demanding: status.NOT_FOUND,
    });
  });

  it('refuses a write that expects an older updateTime', async () => {
    expect(await client.run('writeWithStaleUpdateTime', 'stale/one')).toEqual({
      current: status.OK,
      stale: status.FAILED_PRECONDITION,
      step: 2,
    });
  });

  it('answers a write that changes nothing with the updateTime that the document has', async () => {
    expect(await client.run('rewriteUnchanged', 'same/one')).toEqual({
      resultIsUpdateTime: true,
      guarded: status.OK,
    });
  });

  it('applies nothing of a batch in which one write fails', async () => {
    expect(await client.run('failingBatch', 'batch/existing', 'batch/other')).toEqual({
      code: status.ALREADY_EXISTS,
      otherExists: false,
    });
  });
});

describe('values', () => {
  it('increments, stamps, unites, removes and deletes fields', async () => {
    expect(await client.run('transforms', 'transforms/one')).toEqual({
      data: { count: 3, half: 0.5, tags: ['b', 'c'], nested: { keep: 1 } },
      isAtRequest: true,
    });
  });

  it('merges into maps and reads only the fields of a mask', async () => {
    expect(await client.run('mergeAndMask', 'merge/one')).toEqual({
      whole: { a: 1, map: { x: 1, y: 3 }, 'odd.name': 1, b: 2 },
      masked: { map: { y: 3 }, b: 2 },
    });
  });

  it('stores every type of value exactly', async () => {
    await client.run('setEveryType', 'types/one');
    const { createMicros, updateMicros, ...values } = await client.run('describeEveryType', 'types/one');
    expect(updateMicros).toBe(createMicros);
    expect(values).toEqual({
      plain: {
        nothing: null,
        yes: true,
        integer: Number.MAX_SAFE_INTEGER,
        double: 0.1,
        large: 2 ** 60,
        negativeZero: -0,
        nan: Number.NaN,
        infinite: Number.NEGATIVE_INFINITY,
        text: 'ünï\u2028cødé\n',
        empty: '',
        list: [1, 'two', { three: [3] }],
        emptyList: [],
        map: { deep: { deeper: Number.NaN }, bytesValue: 'only a name', 'dotted.name': 1 },
        emptyMap: {},
      },
      bytes: '00ff0a80',
      time: [1_700_000_000, 123_456_000],
      ancient: [-62_135_596_800, 0],
      place: [-0.5, 179.25],
      reference: 'elsewhere/one',
      vector: [1, 0.5],
    });
  });

  it('refuses a document above one mebibyte', async () => {
    expect(await client.run('aroundTheSizeLimit', 'size/one')).toEqual({
      below: status.OK,
      above: status.INVALID_ARGUMENT,
    });
  });
});

describe('times', () => {
  it('reads with the time of the server, after the write that is read', async () => {
    const beforeMicros = Date.now() * 1000;
    await client.run('set', 'times/one', { step: 1 });
    const first = await client.run('get', 'times/one');
    await client.run('set', 'times/one', { step: 2 });
    const second = await client.run('get', 'times/one');
    const afterMicros = (Date.now() + 1) * 1000;

    expect(second.createMicros).toBe(first.createMicros);
    const order = [first.updateMicros, first.readMicros, second.updateMicros, second.readMicros];
    expect(order).toEqual(order.toSorted((one, other) => one - other));
    expect(new Set(order).size).toBe(order.length);
    expect(first.createMicros).toBeGreaterThanOrEqual(beforeMicros);
    expect(second.readMicros).toBeLessThanOrEqual(afterMicros);
  });

  it('reads a missing document with the time of the server, too', async () => {
    const { data, readMicros } = await client.run('get', 'times/missing');
    expect(data).toBeUndefined();
    expect(Math.abs(readMicros / 1000 - Date.now())).toBeLessThan(processTimeoutMs);
  });
});

it(
  'writes five hundred documents with a BulkWriter and reports the one that fails',
  async () => {
    expect(await client.run('bulkWrite', 'bulk', 500)).toEqual({
      stored: 500,
      codes: [status.ALREADY_EXISTS],
    });
  },
  processTimeoutMs,
);

it(
  'lists documents that exist only through their subcollections, and collections',
  async () => {
    const project = await startClient(subject.host, randomProjectId());
    expect(await project.run('listing')).toEqual({
      rootCollections: ['users'],
      subcollections: ['posts'],
      documents: ['ada', 'bob'],
    });
    await project.kill();
  },
  processTimeoutMs,
);
