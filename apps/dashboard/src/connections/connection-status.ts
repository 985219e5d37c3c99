import type { Schemas } from '@klayim/client';
import { connectionsText } from '#text/connections';
import type { Tone } from '../ui/badge.tsx';

type Integration = Schemas['Integration'];

/** How a connection is doing, in a word or two. */
export interface ConnectionStatus {
  tone: Tone;
  label: string;
}

const { status: labels } = connectionsText;

const errorLabels = {
  reauthorization_required: labels.reconnect,
  application_refused: labels.refused,
  provider_misconfigured: labels.misconfigured,
  provider_unavailable: labels.unavailable,
};

/** Pure: says how a connection is doing. What is wrong with it and what would help is {@link describeProblem}'s, with more words. */
export function describeStatus(integration: Integration): ConnectionStatus {
  const { status, lastError, requiredAction, consecutiveFailures } = integration;
  if (status === 'disconnected') {
    return { tone: 'neutral', label: labels.disconnected };
  }
  if (status === 'error') {
    return { tone: 'bad', label: lastError ? errorLabels[lastError.code] : labels.reconnect };
  }
  if (requiredAction === 'grant_scopes') {
    return { tone: 'warning', label: labels.missingAccess };
  }
  if (requiredAction === 'reauthorize') {
    return lastError
      ? { tone: 'bad', label: errorLabels[lastError.code] }
      : { tone: 'warning', label: labels.endsSoon };
  }
  return lastError && consecutiveFailures > 0
    ? { tone: 'warning', label: labels.retrying }
    : { tone: 'good', label: labels.working };
}
