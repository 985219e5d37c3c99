import { describe, expect, it } from 'vitest';
import { countByProvider } from './health-counts.ts';

describe('connections counted by provider', () => {
  it('tell what works, what lacks access, what is broken and what is disconnected, the largest provider first', () => {
    const count = (provider: string, status: string, requiredAction: string, number: number) =>
      ({ provider, status, requiredAction, count: number }) as Parameters<typeof countByProvider>[0][number];
    expect(
      countByProvider([
        count('google_calendar', 'connected', 'none', 3),
        count('microsoft_calendar', 'connected', 'none', 5),
        count('google_calendar', 'connected', 'grant_scopes', 1),
        count('google_calendar', 'connected', 'reauthorize', 1),
        count('google_calendar', 'error', 'reauthorize', 2),
        count('google_calendar', 'error', 'none', 1),
        count('google_calendar', 'disconnected', 'reauthorize', 4),
      ]),
    ).toEqual([
      {
        provider: 'google_calendar',
        counts: { working: 3, attention: 2, error: 3, disconnected: 4 },
        total: 12,
      },
      {
        provider: 'microsoft_calendar',
        counts: { working: 5, attention: 0, error: 0, disconnected: 0 },
        total: 5,
      },
    ]);
  });
});
