import * as fc from 'fast-check';
import { Timestamp } from 'firebase-admin/firestore';

const words = fc.string({ unit: 'binary', maxLength: 300 }).filter((text) => !text.startsWith('__'));
const names = words.filter((word) => word !== '');
const timestamps = fc
  .tuple(fc.integer({ min: -2_000_000_000, max: 4_000_000_000 }), fc.integer({ min: 0, max: 999_999 }))
  .map(([seconds, micros]) => new Timestamp(seconds, micros * 1_000));
const { value: values } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    words,
    fc.constantFrom(null, true, false, 0, -0, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, -(2 ** 53)),
    fc.maxSafeInteger(),
    fc.double(),
    timestamps,
    // Firestore has no array in an array.
    fc.array(fc.oneof(words, timestamps, fc.integer(), tie('map')), { maxLength: 5 }),
    tie('map'),
  ),
  map: fc.dictionary(names, tie('value'), { maxKeys: 5 }),
}));

/** Documents of every type of value that ours have, nested as deeply as they like. */
export const documentsOfAnyKind = fc.dictionary(names, values);
