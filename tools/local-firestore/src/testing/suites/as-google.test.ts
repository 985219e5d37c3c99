import { status } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Document, StructuredQuery, Value, Write } from '../../model/messages.ts';
import { all, any, connectRaw, list, number, text, where } from '../raw-client.ts';
import { type Subject, startSubject } from '../subject.ts';
import { processTimeoutMs } from '../test-project.ts';

let subject: Subject;
let raw: ReturnType<typeof connectRaw>;

beforeAll(async () => {
  subject = await startSubject();
  raw = connectRaw(subject.host);
  await raw.commit([
    raw.set('rare', { name: text('山﨑'), isOpen: { booleanValue: true } }),
    raw.set('rarer', { name: text('山\u{20000}'), isOpen: { booleanValue: false } }),
  ]);
}, processTimeoutMs);

afterAll(async () => {
  await raw.stop();
  await subject.stop();
});

const readFields = async (id: string) => ((await raw.get(id)) as Document).fields;
const numbers = (count: number) => Array.from({ length: count }, (_, index) => number(index));

describe('a query', () => {
  it.each<[string, StructuredQuery, string[]]>([
    ['sorts text by code points', { orderBy: [{ field: { fieldPath: 'name' } }] }, ['rare', 'rarer']],
    [
      'finds by prefix what comes after the surrogates of UTF-16',
      {
        where: all(
          where('name', 'GREATER_THAN_OR_EQUAL', text('山')),
          where('name', 'LESS_THAN', text('山\u{10ffff}')),
        ),
      },
      ['rare', 'rarer'],
    ],
    ['compares booleans', { where: where('isOpen', 'GREATER_THAN', { booleanValue: false }) }, ['rare']],
  ])('%s', async (_name, query, expected) => {
    expect(await raw.query(query)).toEqual(expected);
  });

  it.each<[string, StructuredQuery]>([
    ['31 alternatives', { where: any(...numbers(31).map((value) => where('n', 'EQUAL', value))) }],
    [
      '8 times 4 alternatives',
      { where: all(where('n', 'IN', list(...numbers(8))), where('m', 'IN', list(...numbers(4)))) },
    ],
    [
      'not-in beside OR',
      { where: any(where('n', 'NOT_IN', list(number(7))), where('name', 'EQUAL', text('x'))) },
    ],
    [
      'not-in beside in',
      { where: all(where('n', 'NOT_IN', list(number(7))), where('m', 'IN', list(number(1)))) },
    ],
    ['two !=', { where: all(where('n', 'NOT_EQUAL', number(7)), where('m', 'NOT_EQUAL', number(8))) }],
    ['an OR of nothing', { where: any() }],
    [
      'an order after the name',
      { orderBy: [{ field: { fieldPath: '__name__' } }, { field: { fieldPath: 'n' } }] },
    ],
    [
      'an order by one field twice',
      { orderBy: [{ field: { fieldPath: 'n' } }, { field: { fieldPath: 'n' } }] },
    ],
    ['a negative offset', { offset: -1 }],
    ['a negative limit', { limit: { value: -1 } }],
  ])('is refused: %s', async (_name, query) => {
    expect(await raw.query(query)).toEqual({ code: status.INVALID_ARGUMENT });
  });

  it('computes five aggregations at once, and not six', async () => {
    const counts = (length: number) =>
      Array.from({ length }, (_, index) => ({ alias: `c${index}`, count: {} }));
    expect(await raw.aggregate({}, counts(5))).not.toHaveProperty('code');
    // Google's emulator says UNKNOWN, and why in its message only.
    expect(await raw.aggregate({}, counts(6))).toHaveProperty('code');
  });
});

describe('a write', () => {
  it('that replaces a document computes from nothing', async () => {
    await raw.commit([raw.set('total', { count: number(10), words: list(text('a')) })]);
    await raw.commit([
      raw.set(
        'total',
        {},
        {
          updateTransforms: [
            { fieldPath: 'count', increment: number(1) },
            { fieldPath: 'words', appendMissingElements: { values: [text('b')] } },
          ],
        },
      ),
    ]);
    expect(await readFields('total')).toMatchObject({
      count: { integerValue: '1' },
      words: { arrayValue: { values: [{ stringValue: 'b' }] } },
    });
  });

  it.each<[string, Value]>([
    ['an array', list(text('a'))],
    ['a timestamp', { timestampValue: { seconds: 5 } }],
    ['a point', { geoPointValue: { latitude: 1, longitude: 2 } }],
    ['bytes', { bytesValue: Buffer.from('x') }],
    ['a reference', { referenceValue: 'projects/demo/databases/(default)/documents/things/other' }],
    ['text', text('a')],
    ['null', { nullValue: 'NULL_VALUE' }],
  ])('below a field that is %s makes it a map', async (_name, value) => {
    const inMap = { m: { mapValue: { fields: { x: number(1) } } } };
    await raw.commit([raw.set('below', { m: value })]);
    await raw.commit([raw.set('below', inMap, { updateMask: { fieldPaths: ['m.x'] } })]);
    expect(await readFields('below')).toMatchObject({
      m: { mapValue: { fields: { x: { integerValue: '1' } } } },
    });
  });

  it.each<[string, Record<string, Value>]>([
    ['a reserved name', { __x__: text('a') }],
    ['a reserved name in a map', { m: { mapValue: { fields: { __x__: text('a') } } } }],
    ['no name', { '': text('a') }],
  ])('of a field with %s is refused', async (_name, fields) => {
    expect(await raw.commit([raw.set('named', fields)])).toEqual({ code: status.INVALID_ARGUMENT });
  });

  it.each<[number, object | undefined]>([
    [100, undefined],
    [101, { code: status.INVALID_ARGUMENT }],
  ])('of a document that is in %i collections: refused with %j', async (levels, refusal) => {
    const path = ['deep', ...Array.from({ length: levels - 1 }, () => 'x/y')].join('/');
    const answer = await raw.commit([raw.set(path, {})]);
    expect('code' in answer ? answer : undefined).toEqual(refusal);
  });

  it('of one document twice in a BatchWrite is refused', async () => {
    const twice = [raw.set('twice', {}), raw.set('twice', {})];
    expect(await raw.batchWrite(twice)).toEqual({ code: status.INVALID_ARGUMENT });
  });

  it.each<[string, () => Write[]]>([
    ['has no operation', () => [raw.set('sound', {}), {}]],
    [
      'holds an array in an array',
      () => [raw.set('sound', {}), raw.set('nested', { a: list(list(text('a'))) })],
    ],
  ])('in a BatchWrite that %s makes the whole request refused', async (_name, writes) => {
    expect(await raw.batchWrite(writes())).toEqual({ code: status.INVALID_ARGUMENT });
    expect(await raw.get('sound')).toEqual({ code: status.NOT_FOUND });
  });

  it('in a transaction that was rolled back is refused, and not done', async () => {
    const transaction = await raw.begin();
    await raw.rollback(transaction);
    const answer = await raw.commit([raw.set('rolledBack', {})], transaction);
    expect(answer).toEqual({ code: status.INVALID_ARGUMENT });
    expect(await raw.get('rolledBack')).toEqual({ code: status.NOT_FOUND });
  });

  it('that sets a field and transforms it computes from what it sets, and answers an array with null', async () => {
    await raw.commit([raw.set('both', { words: list(text('old')) })]);
    const appended = await raw.commit([
      raw.set(
        'both',
        { words: list(text('a')) },
        {
          updateMask: { fieldPaths: ['words'] },
          updateTransforms: [{ fieldPath: 'words', appendMissingElements: { values: [text('b')] } }],
        },
      ),
    ]);
    expect(appended).toMatchObject({
      writeResults: [{ transformResults: [{ nullValue: 'NULL_VALUE' }] }],
    });
    expect(await readFields('both')).toMatchObject({
      words: { arrayValue: { values: [{ stringValue: 'a' }, { stringValue: 'b' }] } },
    });
  });

  it('cannot ask that a document is missing which the same commit has set', async () => {
    const again = raw.set('again', {}, { currentDocument: { exists: false } });
    expect(await raw.commit([raw.set('again', {}), again])).toEqual({ code: status.INVALID_ARGUMENT });
  });

  it('in a BatchWrite has a precondition and an outcome of its own', async () => {
    await raw.commit([raw.set('kept', { n: number(0) }), raw.set('moved', { n: number(0) })]);
    const readVersion = async (id: string) => ({ updateTime: ((await raw.get(id)) as Document).updateTime });
    const [kept, moved] = [await readVersion('kept'), await readVersion('moved')];
    await raw.commit([raw.set('moved', { n: number(1) })]);
    const update = (id: string, currentDocument: object) =>
      raw.set(id, { n: number(9) }, { updateMask: { fieldPaths: ['n'] }, currentDocument });
    const answer = await raw.batchWrite([
      update('moved', moved),
      update('kept', kept),
      update('gone', moved),
    ]);
    if ('code' in answer) {
      throw new Error(`The call was refused with ${answer.code}.`);
    }
    const codes = (answer.status ?? []).map(({ code }) => code ?? 0);
    expect(codes[0]).toBe(status.FAILED_PRECONDITION);
    expect(codes[1]).toBe(status.OK);
    expect([status.FAILED_PRECONDITION, status.NOT_FOUND]).toContain(codes[2]);
    const written = (await raw.get('kept')) as Document;
    expect(answer.writeResults?.[1]?.updateTime).toEqual(written.updateTime);
    expect(written.fields).toMatchObject({ n: { integerValue: '9' } });
    expect(await readFields('moved')).toMatchObject({ n: { integerValue: '1' } });
    expect(await raw.get('gone')).toEqual({ code: status.NOT_FOUND });
  });

  it('tells the time of the request, in milliseconds and not after the update', async () => {
    await raw.commit([
      raw.set('timed', {}, { updateTransforms: [{ fieldPath: 'at', setToServerValue: 'REQUEST_TIME' }] }),
    ]);
    const { fields, updateTime } = (await raw.get('timed')) as Document;
    const at = fields?.['at']?.timestampValue;
    expect(Number(at?.nanos) % 1_000_000).toBe(0);
    expect(Number(at?.seconds) * 1e9 + Number(at?.nanos)).toBeLessThanOrEqual(
      Number(updateTime?.seconds) * 1e9 + Number(updateTime?.nanos),
    );
  });
});

describe('a reading of the past', () => {
  it('shows what there was, to the microsecond', async () => {
    await raw.commit([raw.set('past', { state: text('first') })]);
    const { updateTime } = (await raw.get('past')) as Document;
    await raw.commit([raw.set('past', { state: text('second') })]);
    if (!updateTime) {
      throw new Error('a document has an update time');
    }
    expect(await raw.get('past', updateTime)).toMatchObject({ fields: { state: { stringValue: 'first' } } });
    expect(await raw.query({ where: where('state', 'EQUAL', text('first')) }, updateTime)).toEqual(['past']);
    const before = { ...updateTime, nanos: Number(updateTime.nanos) - 1_000 };
    expect(await raw.get('past', before)).toEqual({ code: status.NOT_FOUND });
  });

  it('is refused when it is too long ago', async () => {
    expect(await raw.get('rare', { seconds: 1_000 })).toEqual({ code: status.FAILED_PRECONDITION });
  });
});
