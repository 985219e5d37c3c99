import { isKlayimError } from '@klayim/client';
import { failureTexts, remedyTexts, unknownFailureText } from '#text/failures';
import { reasonText } from '#text/reasons';
import { describePlainly, type FailureText } from './describe-plainly.ts';

/** Reasons that pass: renewals are tried again by themselves, and what a person has begun is not. */
const passing = /^(provider_unavailable|rate_limited)$/;
const begunByPerson = /^authorization_/;

/**
 * Says why an authorization did not end well: by the reason when the provider gave one, else by the code.
 * @param code of the API, as it stands in the return address: never shown itself.
 */
export function describeOutcome(code: string | null, reason: string | null): FailureText {
  const byCode = code !== null && Object.hasOwn(failureTexts, code) ? failureTexts[code] : undefined;
  const known = reason !== null && reason !== 'unknown' && Object.hasOwn(reasonText, reason);
  if (known && code !== 'already_connected' && code !== 'account_mismatch') {
    const { what, action } = reasonText[reason as keyof typeof reasonText];
    const codeKnowsBetter =
      // The reason is written for the operator.
      code === 'provider_misconfigured' || (begunByPerson.test(code ?? '') && passing.test(reason));
    return { what, next: codeKnowsBetter && byCode ? byCode.next : action };
  }
  return byCode ?? unknownFailureText;
}

/** The same of a call that failed. Where nobody knows better, what the API says of it, and what helps. */
export function describeFailure(error: Error): FailureText {
  const problem = isKlayimError(error) ? error.problem : undefined;
  if (!problem) {
    return describePlainly(error);
  }
  if (problem.reason || Object.hasOwn(failureTexts, problem.code)) {
    return describeOutcome(problem.code, problem.reason ?? null);
  }
  return { what: problem.detail ?? `${problem.title}.`, next: remedyTexts[problem.remedy] };
}
