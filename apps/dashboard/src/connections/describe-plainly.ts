import { isKlayimError } from '@klayim/client';
import { shellText } from '#text/shell';

/** What happened and what is next, for a person. */
export interface FailureText {
  what: string;
  next: string;
}

/** A failed call in the API's own words, and in ours when there is no answer of it: a library's words are not for people. */
export function describePlainly(error: Error): FailureText {
  if (!isKlayimError(error)) {
    return isUnreachable(error) ? shellText.failed.notAnswered : { what: shellText.failed.unknown, next: '' };
  }
  const said = error.problem?.detail ?? error.problem?.title;
  return said === undefined ? shellText.failed.notAnswered : { what: said, next: '' };
}

/** Firebase Auth gives a token an hour, and cannot be asked for the next one. */
export function isUnreachable(error: Error): boolean {
  return 'code' in error && error.code === 'auth/network-request-failed';
}
