import { isKlayimError } from '@klayim/client';
import { shellText } from '#text/shell';
import type { FailureText } from './failure-text.ts';

/** A failed call in the API's own words. */
export function describePlainly(error: Error): FailureText {
  if (!isKlayimError(error)) {
    return { what: error.message, next: '' };
  }
  return { what: error.problem?.detail ?? error.problem?.title ?? shellText.away.title, next: '' };
}
