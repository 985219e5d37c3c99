import type { Schemas } from '@klayim/client';
import { connectionsText } from '#text/connections';
import { reasonText } from '#text/reasons';
import type { Tone } from '../ui/badge.tsx';

type Integration = Schemas['Integration'];

/** How a connection is doing, in words, and what would help. */
export interface ConnectionHealth {
  tone: Tone;
  label: string;
  /** Null while all is well. */
  problem: ConnectionProblem | null;
}

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
  /** Whether it belongs on top of the list: somebody of the organization has to act. */
  needsAttention: boolean;
}

const { status: labels, causes } = connectionsText;

/** Pure: says how a connection is doing from what the API tells of it. */
export function describeHealth(integration: Integration): ConnectionHealth {
  const { status, lastError, requiredAction, consecutiveFailures } = integration;
  if (status === 'disconnected') {
    return { tone: 'neutral', label: labels.disconnected, problem: null };
  }
  if (status === 'error') {
    return describeError(integration);
  }
  if (requiredAction === 'grant_scopes') {
    return warning(labels.missingAccess, { ...causes.missingAccess, fix: 'grant' });
  }
  if (requiredAction === 'reauthorize') {
    return lastError
      ? describeError(integration)
      : warning(labels.endsSoon, { ...causes.endsSoon, fix: 'reconnect' });
  }
  if (lastError && consecutiveFailures > 0) {
    const problem = { ...explain(lastError, causes.retrying), fix: 'none', needsAttention: false } as const;
    return { tone: 'warning', label: labels.retrying, problem };
  }
  return { tone: 'good', label: labels.working, problem: null };
}

const errorLabels = {
  reauthorization_required: labels.reconnect,
  application_refused: labels.refused,
  provider_misconfigured: labels.misconfigured,
  provider_unavailable: labels.unavailable,
};

function describeError({ lastError }: Integration): ConnectionHealth {
  if (!lastError) {
    return { tone: 'bad', label: labels.reconnect, problem: base({ ...causes.endsSoon, fix: 'reconnect' }) };
  }
  const operatorActs = lastError.code === 'provider_misconfigured';
  return {
    tone: 'bad',
    label: errorLabels[lastError.code],
    problem: {
      ...explain(lastError, operatorActs ? causes.misconfigured : causes.retrying),
      fix: operatorActs ? 'none' : 'reconnect',
      needsAttention: true,
    },
  };
}

function explain(
  error: NonNullable<Integration['lastError']>,
  otherwise: { what: string; action: string },
): Omit<ConnectionProblem, 'fix' | 'needsAttention'> {
  const { what, action } = error.reason
    ? // A reason that is newer than this page.
      (reasonText[error.reason] ?? reasonText.unknown)
    : { what: error.message || otherwise.what, action: error.message ? '' : otherwise.action };
  return {
    what,
    action,
    since: error.at,
    actor: error.actor && error.actor !== 'person' ? connectionsText.actors[error.actor] : null,
    helpUrl: error.helpUrl,
  };
}

function warning(
  label: string,
  problem: Pick<ConnectionProblem, 'what' | 'action' | 'fix'>,
): ConnectionHealth {
  return { tone: 'warning', label, problem: base(problem) };
}

function base(problem: Pick<ConnectionProblem, 'what' | 'action' | 'fix'>): ConnectionProblem {
  return { since: null, actor: null, helpUrl: null, needsAttention: true, ...problem };
}
