import { describe, expect, it } from 'vitest';
import { minuteMs } from '../../lib/duration.ts';
import { decideOutcome } from './attempt-outcome.ts';
import { attemptTiming, maxAttempts, retryAfterMs } from './attempt-timing.ts';
import type { SendResult } from './smtp-client.ts';

const id = '<1@example.com>';
const result = (change: Partial<SendResult>): SendResult => ({
  accepted: [],
  rejected: [],
  pending: [],
  response: null,
  failure: null,
  ...change,
});
const later = { kind: 'temporary', code: '451 4.3.0' } as const;

describe('what an attempt comes to', () => {
  it('recipients that were refused temporarily are tried again, and accepted ones are not', () => {
    const first = decideOutcome(
      { attempt: 1, info: null },
      id,
      result({ accepted: ['a@x.example'], pending: ['b@x.example', 'c@x.example'], response: '250' }),
    );
    expect(first).toMatchObject({ state: 'RETRY', info: { pending: ['b@x.example', 'c@x.example'] } });
    const second = decideOutcome(
      { attempt: 2, info: first.info },
      id,
      result({ accepted: ['b@x.example'], rejected: ['c@x.example'], response: '250 2.0.0' }),
    );
    expect(second).toEqual({
      state: 'SUCCESS',
      info: {
        messageId: id,
        accepted: ['a@x.example', 'b@x.example'],
        rejected: ['c@x.example'],
        pending: [],
        response: '250 2.0.0',
      },
    });
  });

  it('the last attempt gives up on recipients that are still refused', () => {
    const last = { attempt: maxAttempts, info: null };
    const refused = result({ pending: ['a@x.example'], failure: later });
    expect(decideOutcome(last, id, refused)).toMatchObject({
      state: 'ERROR',
      error: '451 4.3.0',
      info: { rejected: ['a@x.example'], pending: [] },
    });
  });

  it('pauses grow from five minutes to four hours, and end after two and a half days', () => {
    const minutes = Array.from({ length: maxAttempts }, (_, index) => retryAfterMs(index + 1) / minuteMs);
    expect(minutes.slice(0, 8)).toEqual([5, 10, 20, 40, 80, 160, 240, 240]);
    const hours = minutes.slice(0, -1).reduce((sum, each) => sum + each, 0) / 60;
    expect(Math.round(hours)).toBe(57);
    expect(attemptTiming(maxAttempts + 1)).toBeNull();
  });
});
