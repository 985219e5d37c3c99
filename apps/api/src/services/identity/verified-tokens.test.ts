import { describe, expect, it } from 'vitest';
import { hourMs } from '../../lib/duration.ts';
import { createVerifiedTokens } from './verified-tokens.ts';

const startMs = Date.parse('2026-11-25T12:00:00Z');

/** Verifies tokens of the form `user:exp`, and counts how often; `bad` ones fail. */
function verifier(maxTokens?: number) {
  const seen: string[] = [];
  let nowMs = startMs;
  const verified = createVerifiedTokens({
    clock: () => nowMs,
    ...(maxTokens !== undefined && { maxTokens }),
    async verify(token) {
      seen.push(token);
      const [uid = '', exp = ''] = token.split(':');
      if (uid === 'bad' || Number(exp) * 1000 <= nowMs) {
        throw new Error('refused');
      }
      return { uid, exp: Number(exp) };
    },
  });
  const advance = (ms: number) => {
    nowMs += ms;
  };
  return { verified, seen, advance };
}

const tokenOf = (uid: string, livesMs = hourMs) => `${uid}:${(startMs + livesMs) / 1000}`;

describe('verified tokens', () => {
  it('are verified once a minute', async () => {
    const { verified, seen, advance } = verifier();
    for (let request = 0; request < 5; request += 1) {
      expect(await verified(tokenOf('ada'))).toMatchObject({ uid: 'ada' });
      advance(14_000);
    }
    expect(seen).toHaveLength(1);
    await verified(tokenOf('ada'));
    expect(seen).toHaveLength(2);
  });

  it('are refused once they have expired', async () => {
    const { verified, advance } = verifier();
    const token = tokenOf('ada', 10_000);
    await verified(token);
    advance(9_999);
    await verified(token);
    advance(1);
    await expect(verified(token)).rejects.toThrow('refused');
  });

  it('are distinguished to the last character', async () => {
    const { verified } = verifier();
    await verified(tokenOf('ada'));
    expect(await verified(tokenOf('alan'))).toMatchObject({ uid: 'alan' });
    await expect(verified(tokenOf('bad'))).rejects.toThrow('refused');
  });

  it('that were refused are verified again each time', async () => {
    const { verified, seen } = verifier();
    await expect(verified(tokenOf('bad'))).rejects.toThrow('refused');
    await expect(verified(tokenOf('bad'))).rejects.toThrow('refused');
    expect(seen).toHaveLength(2);
  });

  it('are cached up to a maximum, and the least recently used one goes first', async () => {
    const { verified, seen } = verifier(2);
    for (const user of ['a', 'b', 'c', 'c', 'b', 'a']) {
      await verified(tokenOf(user));
    }
    expect(seen).toEqual(['a', 'b', 'c', 'a'].map((user) => tokenOf(user)));
  });
});
