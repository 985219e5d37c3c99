import type { RefreshOutcome } from '@klayim/shared/types';

/** What a commit adds to the history of a connection, in tests that look at something else. */
export const refreshedOutcome: RefreshOutcome = {
  at: '2026-11-01T09:00:00.000Z',
  outcome: 'refreshed',
  code: null,
  reason: null,
  durationMs: 120,
  trigger: 'sweep',
};

export const failedOutcome: RefreshOutcome = {
  ...refreshedOutcome,
  outcome: 'failed',
  code: 'reauthorization_required',
  reason: 'revoked',
};
