import type { ProblemFault } from '@klayim/shared/types';
import { AppError } from '../errors/app-error.ts';
import { pointerTo } from './validation.ts';

/** Longest request target that is looked at, in characters. */
export const urlLimitCharacters = 8192;

/**
 * The parameters of a request's query, each as a string. It is read from the URL, since the functions framework leaves
 * its own reading (nested, with arrays) on the request.
 * @throws {AppError} invalid_request when a parameter is given more than once.
 */
export function readQuery(url: string): Record<string, string> {
  const start = url.indexOf('?');
  const parameters = new URLSearchParams(start === -1 ? '' : url.slice(start + 1));
  const names = [...parameters.keys()];
  const repeated = new Set(names.filter((name, index) => names.indexOf(name) !== index));
  if (repeated.size > 0) {
    const faults = [...repeated].map(
      (name): ProblemFault => ({ in: 'query', pointer: pointerTo([name]), message: 'must be given once' }),
    );
    throw new AppError('invalid_request', { faults });
  }
  // fromEntries defines properties and never assigns: `__proto__` stays a name like any other.
  return Object.fromEntries(parameters);
}
