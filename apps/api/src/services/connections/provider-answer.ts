import type { ProviderAnswer } from '../../errors/app-error.ts';
import type { LogFields, Logger } from '../../lib/logger.ts';
import { describeFailure, type ProviderError } from '../../providers/provider-error.ts';
import { adviceOn } from '../../providers/reasons/reason-texts.ts';

/** What a problem document, an audit event and a log line tell of a provider's refusal. */
export function toProviderAnswer({ code, reason, helpUrl, facts }: ProviderError): ProviderAnswer {
  return { reason, helpUrl, code, ...facts };
}

/** What has happened, what to do about it, and what the provider said: `… Connect the account again. (invalid_grant)` */
export function describeForUsers(error: ProviderError): string {
  return `${adviceOn(error.reason)} (${describeFailure(error)})`;
}

/** Tells operators of a word or number that the tables of reasons lack: only what has the form of a code. */
export function reportUnlisted(logger: Logger, error: ProviderError, fields: LogFields): void {
  if (error.isListed) {
    return;
  }
  const { code: providerError, reason, facts } = error;
  const event = 'provider_error_unlisted';
  logger.warn('A provider sent an error that has no reason in our tables', {
    event,
    ...fields,
    providerError,
    ...facts,
    reason,
  });
}
