import { describe, expect, it } from 'vitest';
import { type Change, createFollower } from './follow-changes.ts';

/** One answer of the API: changes, or a failure. */
type Answer = Partial<Change>[] | Error;

/** Follows until the answers are used up; nothing waits. */
async function followed(answers: readonly Answer[], { elapsedMs = 0 } = {}) {
  const asked: (string | undefined)[] = [];
  const pauses: number[] = [];
  const told: string[] = [];
  let nowMs = 0;
  const controller = new AbortController();
  const left = [...answers];
  const follow = createFollower({
    async *open(after) {
      asked.push(after);
      const answer = left.shift();
      if (left.length === 0) {
        controller.abort();
      }
      if (answer instanceof Error) {
        throw answer;
      }
      for (const change of answer ?? []) {
        yield changeOf(change);
      }
    },
    onChanges: (changes) => told.push(...changes.map(({ id }) => id)),
    onGap: () => told.push('gap'),
    onSilence: () => told.push('silence'),
    pause: async (ms) => {
      pauses.push(ms);
      nowMs += elapsedMs;
    },
    now: () => nowMs,
    random: () => 1,
  });
  await follow(controller.signal);
  return { asked, pauses, told };
}

const changeOf = (change: Partial<Change>): Change => ({
  kind: 'integration',
  id: 'one',
  version: null,
  deleted: false,
  at: '2026-01-01T00:00:00.000Z',
  position: 'a.1',
  ...change,
});

describe('following what changes', () => {
  it('asks again after each answer, from the last position on', async () => {
    const { asked, told } = await followed([
      [],
      [{ id: 'one', position: 'a.1' }],
      [
        { id: 'two', position: 'a.2' },
        { id: 'three', position: 'a.3' },
      ],
      [],
    ]);
    expect(asked).toEqual([undefined, undefined, 'a.1', 'a.3']);
    expect(told).toEqual(['one', 'two', 'three']);
  });

  it('tells a change once, though two instances tell it, and asks less often when nothing is new', async () => {
    const { told, pauses } = await followed([
      [{ position: 'a.1' }],
      [{ position: 'b.7' }],
      [{ position: 'a.1' }],
      [{ position: 'b.7' }],
      [{ position: 'b.8', at: '2026-01-01T00:00:01.000Z' }],
      [],
    ]);
    expect(told).toEqual(['one', 'one']);
    expect(pauses).toEqual([1000, 2000, 4000, 4000, 1000, 1000]);
  });

  it('has the page ask for itself while it fails, less and less often, and goes on at once when it is back', async () => {
    const lost = new Error('connection lost');
    const { told, pauses } = await followed([lost, lost, lost, lost, lost, [{}], []]);
    expect(told).toEqual(['silence', 'silence', 'silence', 'silence', 'silence', 'one']);
    expect(pauses).toEqual([2000, 4000, 8000, 15_000, 15_000, 1000, 1000]);
  });

  it('keeps what was told before an answer broke off', async () => {
    const controller = new AbortController();
    const told: string[] = [];
    const follow = createFollower({
      async *open() {
        yield changeOf({ id: 'told' });
        throw new Error('connection lost');
      },
      onChanges: (changes) => told.push(...changes.map(({ id }) => id)),
      onGap: () => undefined,
      onSilence: () => undefined,
      pause: async () => controller.abort(),
      now: () => 0,
      random: () => 1,
    });
    await follow(controller.signal);
    expect(told).toEqual(['told']);
  });

  it('says that something was missed when nobody followed for longer than the API looks back', async () => {
    expect((await followed([[], [], []], { elapsedMs: 80_000 })).told).toEqual([]);
    expect((await followed([[], []], { elapsedMs: 100_000 })).told).toEqual(['gap']);
  });
});
