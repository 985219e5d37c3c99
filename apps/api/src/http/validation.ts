import type { ProblemFault } from '@klayim/shared/types';
import type { z } from 'zod';

/** A JSON Pointer (RFC 6901) to the place of a path. */
export function pointerTo(path: readonly PropertyKey[]): string {
  return path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/**
 * The faults of one part of a request, as its schema names them: the first `most`, and how many more there are. No fault
 * quotes a value.
 * @param from where the judged value stands in that part.
 */
export function faultsOf(
  error: z.ZodError,
  part: ProblemFault['in'],
  most: number,
  from: readonly PropertyKey[] = [],
): { faults: ProblemFault[]; omitted: number } {
  const faults: ProblemFault[] = [];
  let omitted = 0;
  const note = (path: readonly PropertyKey[], message: string) => {
    // A body can have a hundred thousand faults: make messages only for those in the answer.
    if (faults.length < most) {
      faults.push({ in: part, pointer: pointerTo([...from, ...path]), message });
    } else {
      omitted += 1;
    }
  };
  for (const issue of error.issues) {
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) {
        note([...issue.path, key], 'is not known here');
      }
    } else {
      note(issue.path, issue.message);
    }
  }
  return { faults, omitted };
}
