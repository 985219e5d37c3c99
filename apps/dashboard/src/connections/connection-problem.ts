import type { Schemas } from '@klayim/client';
import { actorText, causeText, incidentText, reasonText } from '#text/reasons';

type Integration = Schemas['Integration'];
type Incident = Schemas['IntegrationSummary']['incidents'][number];

/** What is wrong with a connection. */
export interface ConnectionProblem {
  what: string;
  action: string;
  /** Since when; null when that is not known. */
  since: string | null;
  /** Who has to act, in a sentence; null when connecting again is all. */
  actor: string | null;
  /** The provider's page about it. */
  helpUrl: string | null;
  /** The one button: connect the account again, grant what is missing, or none because it would not help. */
  fix: 'reconnect' | 'grant' | 'none';
}

/**
 * Pure: says what is wrong with a connection and what would help; null while all is well. The words for every reason are too many
 * for a first visit: import it where something is wrong.
 */
export function describeProblem(integration: Integration): ConnectionProblem | null {
  const { status, lastError, requiredAction, consecutiveFailures } = integration;
  if (status === 'disconnected') {
    return null;
  }
  if (status === 'error') {
    return describeError(integration);
  }
  if (requiredAction === 'grant_scopes') {
    return { ...unknown, ...causeText.missingAccess, fix: 'grant' };
  }
  if (requiredAction === 'reauthorize') {
    return describeError(integration);
  }
  return lastError && consecutiveFailures > 0
    ? { ...explain(lastError, causeText.retrying), fix: 'none' }
    : null;
}

const unknown = { since: null, actor: null, helpUrl: null };

function describeError({ lastError }: Integration): ConnectionProblem {
  if (!lastError) {
    return { ...unknown, ...causeText.endsSoon, fix: 'reconnect' };
  }
  const operatorActs = lastError.code === 'provider_misconfigured';
  return {
    ...explain(lastError, operatorActs ? causeText.misconfigured : causeText.retrying),
    fix: operatorActs ? 'none' : 'reconnect',
  };
}

function explain(
  error: NonNullable<Integration['lastError']>,
  otherwise: { what: string; action: string },
): Omit<ConnectionProblem, 'fix'> {
  const { what, action } = error.reason
    ? // A reason that is newer than this page.
      (reasonText[error.reason] ?? reasonText.unknown)
    : { what: error.message || otherwise.what, action: error.message ? '' : otherwise.action };
  return {
    what,
    action,
    since: error.at,
    actor: error.actor && error.actor !== 'person' ? actorText[error.actor] : null,
    helpUrl: error.helpUrl,
  };
}

/** Says what a provider does to everybody. @param names of the providers that it concerns. */
export function describeIncident({ failure }: Incident, names: readonly string[]): string {
  return incidentText[failure](names.join(', '));
}
