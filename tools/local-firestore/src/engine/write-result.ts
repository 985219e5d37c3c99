import type { WriteResult } from '../model/messages.ts';

/** Firestore answers a transform of an array with null; the library answers with the array. */
export function toWriteResult(result: WriteResult): WriteResult {
  const { transformResults } = result;
  return transformResults
    ? {
        ...result,
        transformResults: transformResults.map((value) =>
          value.arrayValue ? { nullValue: 'NULL_VALUE' } : value,
        ),
      }
    : result;
}
