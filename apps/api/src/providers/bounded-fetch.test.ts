import { describe, expect, it } from 'vitest';
import { startOddServer } from '../../test/providers/odd-server.ts';
import { minuteMs } from '../lib/duration.ts';
import { maxAnswerBytes, maxRetryAfterMs, parseRetryAfter, postForm } from './bounded-fetch.ts';

const nowMs = Date.parse('2026-11-15T12:00:00Z');

describe('Retry-After', () => {
  it.each<[string | null, number | undefined]>([
    ['0', 0],
    ['120', 2 * minuteMs],
    [' 5 ', 5000],
    ['99999999999999999999', maxRetryAfterMs],
    ['Sun, 15 Nov 2026 12:00:30 GMT', 30_000],
    ['Sun, 15 Nov 2026 11:00:00 GMT', 0],
    ['Sun, 15 Nov 2099 11:00:00 GMT', maxRetryAfterMs],
    ['Sun, 99 Foo 2026 11:00:00 GMT', undefined],
    ['-5', undefined],
    ['1.5', undefined],
    ['soon', undefined],
    ['2026-11-15', undefined],
    ['', undefined],
    [null, undefined],
  ])('%j is %s ms', (header, expected) => {
    expect(parseRetryAfter(header, nowMs)).toBe(expected);
  });
});

describe('posting a form', () => {
  const post = { form: 'a=1&b=%20', timeoutMs: 10_000 };

  it('returns the answer, whatever its status', async () => {
    const { origin, requests } = await startOddServer((response) =>
      response.writeHead(418, { 'retry-after': '3' }).end('ключ'),
    );
    const answer = await postForm({ ...post, url: `${origin}/path`, headers: { 'X-More': 'yes' } });
    expect(answer).toMatchObject({ status: 418, body: 'ключ', retryAfterMs: 3000 });
    expect(requests).toMatchObject([
      {
        method: 'POST',
        url: '/path',
        body: post.form,
        headers: { accept: 'application/json', 'x-more': 'yes' },
      },
    ]);
  });

  it('reads an answer of the maximum size, and refuses one byte more', async () => {
    let bytes = maxAnswerBytes;
    const { origin } = await startOddServer((response) => response.end('x'.repeat(bytes)));
    expect((await postForm({ ...post, url: origin })).body).toHaveLength(maxAnswerBytes);
    bytes += 1;
    await expect(postForm({ ...post, url: origin })).rejects.toMatchObject({ code: 'answer_too_large' });
  });

  it('joins characters that arrive in pieces', async () => {
    const { origin } = await startOddServer((response) => {
      const bytes = Buffer.from('🔑');
      response.write(bytes.subarray(0, 2), () => response.end(bytes.subarray(2)));
    });
    expect((await postForm({ ...post, url: origin })).body).toBe('🔑');
  });
});
