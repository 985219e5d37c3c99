import fc from 'fast-check';
import type { Value } from '../../model/messages.ts';
import { list, number, text } from '../raw-client.ts';

// What the product writes (whole documents, merges of some fields, transforms, deletions, conditions), and what stands
// beside it: values where a map is expected, names that are refused, transforms of fields that are being replaced.

/** The documents that are written to. */
export const writtenIds = ['one', 'two', 'three'] as const;

const half: Value = { doubleValue: 0.5 };
const nothing: Value = { nullValue: 'NULL_VALUE' };
const numbers: Value[] = [number(3), number(-1), { doubleValue: 0.25 }, { doubleValue: -1.5 }];
const plain: Value[] = [number(1), number(-7), half, text(''), text('a'), text('山﨑'), nothing];
const leaf = fc.constantFrom<Value>(
  ...plain,
  { booleanValue: true },
  list(),
  list(text('a'), number(1), text('a')),
  { timestampValue: { seconds: 5, nanos: 1_000 } },
  { geoPointValue: { latitude: 1, longitude: -2.5 } },
  { bytesValue: Buffer.from('x') },
);
const value: fc.Arbitrary<Value> = fc.oneof(
  { weight: 3, arbitrary: leaf },
  {
    weight: 2,
    arbitrary: fc
      .dictionary(fc.constantFrom('x', 'y'), leaf, { maxKeys: 2 })
      .map((fields) => ({ mapValue: { fields } })),
  },
);

/** A value in so many maps or arrays; 20 levels are allowed. */
const deep = fc.tuple(fc.constantFrom(18, 19, 20, 21, 22), fc.boolean()).map(([levels, isList]) => {
  let inner: Value = number(1);
  for (let level = 0; level < levels; level += 1) {
    inner = isList && level % 2 === 0 ? list(inner) : { mapValue: { fields: { x: inner } } };
  }
  return inner;
});

const fields = fc.oneof(
  { weight: 20, arbitrary: fc.dictionary(fc.constantFrom('a', 'b', 'm'), value, { maxKeys: 3 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('__x__', '', '__', 'a.b', '`', 'ü').map((name) => ({ [name]: half })),
  },
  { weight: 1, arbitrary: deep.map((m) => ({ m })) },
  { weight: 1, arbitrary: fc.constant({ a: list(list(number(1))) }) },
);

// No path is a part of another one: no client library sends such masks.
const mask = fc
  .oneof(
    { weight: 3, arbitrary: fc.subarray(['a', 'b', 'm', 'gone']) },
    { weight: 3, arbitrary: fc.subarray(['a', 'b', 'm.x', 'm.gone']) },
    { weight: 1, arbitrary: fc.subarray(['a.x', 'b.x.y', 'm.x.y', '`ü`']) },
  )
  .map((fieldPaths) => ({ fieldPaths }));

/** Transforms of one write, each of a field of its own. */
const transforms = fc.uniqueArray(
  fc.tuple(
    fc.constantFrom('a', 'b', 'm.x', 't'),
    fc.oneof(
      fc.constantFrom(...numbers).map((increment) => ({ increment })),
      fc.subarray(plain, { minLength: 1, maxLength: 3 }).map((values) => ({
        appendMissingElements: { values: [...values, ...values.slice(0, 1)] },
      })),
      fc
        .subarray(plain, { minLength: 1, maxLength: 3 })
        .map((values) => ({ removeAllFromArray: { values } })),
      fc.constant({ setToServerValue: 'REQUEST_TIME' as const }),
    ),
  ),
  { selector: ([field]) => field, maxLength: 3 },
);

/** `current` and `stale` are times of the server, which each has its own of. */
const condition = fc.constantFrom('none', 'none', 'none', 'exists', 'missing', 'current', 'stale');

const step = fc.record({
  id: fc.constantFrom(...writtenIds),
  kind: fc.constantFrom('set', 'merge', 'transform', 'delete', 'nothing'),
  fields,
  mask,
  transforms,
  condition,
});

/** One write, of which the kind decides what counts. */
export type Step = typeof step extends fc.Arbitrary<infer Each> ? Each : never;

/** Writes to different documents: a document twice in one request is the next property. */
const steps = fc.uniqueArray(step, { selector: ({ id }) => id, minLength: 1, maxLength: 3 });

/** How a request is sent. */
const way = fc.constantFrom('commit', 'commit', 'batch', 'transaction', 'rolled back', 'sent twice');

/** Requests one after the other. */
export const history = fc.array(fc.record({ way, steps }), { minLength: 1, maxLength: 4 });

/** An update time beside other conditions of the same document is sent by no client library; ours refuses some of them. */
const conditionAt = (at: number, { condition }: Step): Step['condition'] =>
  condition === 'current' || condition === 'stale' ? (at === 0 ? 'exists' : 'none') : condition;

/** Writes of one commit to one document, in order. */
export const repeated = fc.record({
  first: fc.option(fields, { nil: undefined }),
  steps: fc
    .array(step, { minLength: 2, maxLength: 4 })
    .map((all) => all.map((one, at): Step => ({ ...one, id: 'one', condition: conditionAt(at, one) }))),
});
