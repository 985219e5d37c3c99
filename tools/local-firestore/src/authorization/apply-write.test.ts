import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openDatabase } from '../engine/database.ts';
import { createServerClock } from '../engine/server-clock.ts';
import type { Fields, Value, Write } from '../model/messages.ts';
import { applyWrite } from './apply-write.ts';

const runs = 300;
const name = 'projects/demo-apply/databases/(default)/documents/things/one';
const requestTime = { seconds: '1700000000', nanos: 0 };

const leaf: fc.Arbitrary<Value> = fc.oneof(
  fc.integer({ min: -5, max: 5 }).map((value) => ({ integerValue: String(value) })),
  fc.constantFrom('a', 'b').map((stringValue) => ({ stringValue })),
  fc.boolean().map((booleanValue) => ({ booleanValue })),
);
const list = fc.array(leaf, { maxLength: 3 }).map((values): Value => ({ arrayValue: { values } }));
const fieldName = fc.constantFrom('a', 'b', 'c');
const flat = fc.dictionary(fieldName, fc.oneof(leaf, list), { maxKeys: 3, noNullPrototype: true });
const map = flat.map((fields): Value => ({ mapValue: { fields } }));
const fields: fc.Arbitrary<Fields> = fc
  .record({ a: fc.oneof(leaf, map), b: fc.oneof(leaf, map), c: fc.oneof(leaf, list) }, { requiredKeys: [] })
  .map((given) => ({ ...given }));
const fieldPath = fc.constantFrom('a', 'b', 'c', 'a.a', 'a.b', 'b.a');

// Two things in which the library differs from Firestore are left out: a path that leads into a list or into a text, and a
// transform in a write that replaces the whole document.
const transform = fc.oneof(
  fc.record({
    fieldPath: fieldName,
    increment: fc.integer({ min: -3, max: 3 }).map((n) => ({ integerValue: String(n) })),
  }),
  fc.record({
    fieldPath: fc.constant('c'),
    appendMissingElements: list.map(({ arrayValue }) => arrayValue ?? {}),
  }),
  fc.record({
    fieldPath: fc.constant('c'),
    removeAllFromArray: list.map(({ arrayValue }) => arrayValue ?? {}),
  }),
);

/** Firestore refuses a field that is inside of another one of the same write. */
function isSeparate(paths: readonly string[]): boolean {
  return paths.every((one, at) =>
    paths.every((other, index) => index === at || !(other === one || other.startsWith(`${one}.`))),
  );
}

const write = fc
  .record({
    fields,
    mask: fc.option(fc.uniqueArray(fieldPath, { maxLength: 3 }), { nil: undefined }),
    transforms: fc.array(transform, { maxLength: 2 }),
  })
  .filter(
    ({ mask, transforms }) =>
      (mask !== undefined || transforms.length === 0) &&
      isSeparate([...(mask ?? []), ...transforms.map((one) => String(one.fieldPath))]),
  )
  .map(
    ({ fields: given, mask, transforms }): Write => ({
      update: { name, fields: given },
      ...(mask ? { updateMask: { fieldPaths: mask } } : {}),
      ...(transforms.length > 0 ? { updateTransforms: transforms } : {}),
    }),
  );

it('foresees what the database stores, for any sequence of writes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(write, { minLength: 1, maxLength: 3 }), async (writes) => {
      const database = await openDatabase(
        { projectId: 'demo-apply', databaseId: '(default)' },
        createServerClock(),
        () => undefined,
      );
      for (const one of writes) {
        const expected = applyWrite(database.fieldsOf('things/one'), one, requestTime);
        await database.commit({ writes: [one] });
        expect(comparable(database.fieldsOf('things/one'))).toEqual(comparable(expected));
      }
    }),
    { numRuns: runs, seed: 20_261_125 },
  );
});

it('foresees deletes, server times and writes that only verify', () => {
  const stamped = applyWrite(
    {},
    { update: { name }, updateTransforms: [{ fieldPath: 'at', setToServerValue: 'REQUEST_TIME' }] },
    requestTime,
  );
  expect(stamped).toEqual({ at: { timestampValue: requestTime } });
  expect(applyWrite({}, { delete: name }, requestTime)).toBeUndefined();
  expect(applyWrite({ a: { booleanValue: true } }, { verify: name }, requestTime)).toEqual({
    a: { booleanValue: true },
  });
});

/** Integers are strings on one side and numbers on the other; absent lists and maps are empty. */
function comparable(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value ?? null, (key, inner: unknown) => {
      switch (key) {
        case 'integerValue':
          return Number(inner);
        case 'arrayValue':
          return Object.assign({ values: [] }, inner);
        case 'mapValue':
          return Object.assign({ fields: {} }, inner);
        default:
          return key === 'valueType' ? undefined : inner;
      }
    }),
  );
}
