import type { ProblemFault } from '@klayim/shared/types';
import type { z } from 'zod';

/** A JSON Pointer (RFC 6901) to the place of a path. */
export function pointerTo(path: readonly PropertyKey[]): string {
  return path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The faults of one part of a request, as its schema names them. No fault quotes a value. */
export function faultsOf(error: z.ZodError, part: ProblemFault['in']): ProblemFault[] {
  return error.issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys') {
      return [{ in: part, pointer: pointerTo(issue.path), message: issue.message }];
    }
    return issue.keys.map((key) => ({
      in: part,
      pointer: pointerTo([...issue.path, key]),
      message: 'is not known here',
    }));
  });
}
