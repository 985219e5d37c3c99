import type { IntegrationHistory, TokenUseList } from '@klayim/shared/types';
import { auditEventExample } from './audit-event.example.ts';

/** What has happened to a connected account. */
export const historyExample: IntegrationHistory = {
  refreshes: [
    {
      at: '2026-11-23T10:15:00.000Z',
      outcome: 'refreshed',
      code: null,
      reason: null,
      durationMs: 210,
      trigger: 'sweep',
    },
  ],
  events: { items: [auditEventExample], nextCursor: null },
};

/** Who was given its tokens. */
export const tokenUseExample: TokenUseList = {
  items: [
    {
      day: '2026-11-23',
      callerType: 'apiKey',
      callerId: '0aB1cD2eF3gH4iJ5k',
      callerName: 'Payroll',
      firstAt: '2026-11-23T06:00:00.000Z',
    },
  ],
  complete: true,
};
