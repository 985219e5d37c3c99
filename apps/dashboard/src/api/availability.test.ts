import { describe, expect, it } from 'vitest';
import { createAvailability } from './availability.ts';

/** An API that answers what the test says, and a clock that the test moves. */
function start() {
  const pauses: number[] = [];
  const limits: number[] = [];
  let run: (() => void) | undefined;
  let next: () => Promise<Response> = async () => answer(200, 'application/json');
  const availability = createAvailability({
    fetch: () => next(),
    healthUrl: '/api/healthz',
    timeout: (ms) => {
      limits.push(ms);
      return new AbortController().signal;
    },
    setTimeout: (callback, delayMs) => {
      pauses.push(delayMs);
      run = callback;
      return pauses.length;
    },
    clearTimeout: () => {
      run = undefined;
    },
  });
  return {
    availability,
    pauses,
    limits,
    play: (turn: () => Promise<Response>) => {
      next = turn;
    },
    elapse: async () => {
      run?.();
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

const answer = (status: number, type: string) =>
  new Response('{}', { status, headers: { 'content-type': type } });
const nothing = () => Promise.reject(new TypeError('Failed to fetch'));

describe('whether the API answers', () => {
  it('is no when nothing comes back, and yes again when it does, without a call of the page', async () => {
    const { availability, play, elapse } = start();
    const changes: boolean[] = [];
    availability.subscribe(() => changes.push(availability.isAway()));
    play(nothing);
    await expect(availability.fetch('/api/me')).rejects.toThrow(TypeError);
    await elapse();
    expect(changes).toEqual([true]);
    play(async () => answer(200, 'application/json; charset=utf-8'));
    await elapse();
    expect(changes).toEqual([true, false]);
  });

  it.each([
    ['a page in front of the API', 502, 'text/html', true],
    ['a line of text in front of the API', 500, 'text/plain', true],
    ['a front end that says nothing', 503, '', true],
    ['a page of Hosting where the API should be', 404, 'text/html; charset=utf-8', true],
    ['the sign-in page of a network', 200, 'text/html', true],
    ['a front end that limits requests', 429, 'text/plain', true],
    ['the API itself, with a fault', 503, 'application/problem+json', false],
    ['the API itself, with a refusal', 404, 'application/problem+json', false],
    ['the API itself, with a file', 200, 'text/csv; charset=utf-8', false],
    ['the API itself, with events', 200, 'text/event-stream', false],
    ['the API itself, with nothing new', 304, '', false],
    ['the API itself', 200, 'application/json', false],
    ['the API itself, with nothing', 204, '', false],
  ])('is told by %s', async (_what, status, type, away) => {
    const { availability, play } = start();
    play(async () => (type === '' ? new Response(null, { status }) : answer(status, type)));
    await availability.fetch('/api/me');
    expect(availability.isAway()).toBe(away);
  });

  it('is told by a call that has no answer in time, and not by one that the page gave up', async () => {
    const { availability, play } = start();
    play(() => Promise.reject(new DOMException('The user aborted a request.', 'AbortError')));
    await expect(availability.fetch('/api/me')).rejects.toThrow();
    expect(availability.isAway()).toBe(false);
    play(() => Promise.reject(new DOMException('No answer came in time.', 'TimeoutError')));
    await expect(availability.fetch('/api/me')).rejects.toThrow();
    expect(availability.isAway()).toBe(true);
  });

  it('is looked at again after growing pauses, at once on request, and not at all when it is well', async () => {
    const { availability, play, pauses, limits, elapse } = start();
    play(nothing);
    await expect(availability.fetch('/api/me')).rejects.toThrow();
    for (let look = 0; look < 7; look += 1) {
      await elapse();
    }
    expect(pauses).toEqual([2000, 3000, 4500, 6750, 10_125, 15_000, 15_000, 15_000]);
    // No look waits for ever.
    expect(limits).toEqual(Array.from({ length: 7 }, () => 10_000));
    play(async () => answer(200, 'application/json'));
    availability.lookNow();
    await elapse();
    expect(availability.isAway()).toBe(false);
    const before = pauses.length;
    availability.lookNow();
    await elapse();
    expect(pauses).toHaveLength(before);
  });
});
